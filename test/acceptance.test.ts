/**
 * Books over HTTP, at any base URL whose functions trust the development issuer:
 * `API_URL=https://… npx vitest run test/acceptance.test.ts`. Without it, at a server of its own.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { eventsIn } from "./calendars.ts";
import type { Call, Who } from "./harness.ts";
import { request } from "./http.ts";
import { type RunningServer, startServer } from "./server.ts";

let server: RunningServer | undefined;
let baseUrl = process.env.API_URL ?? "";
beforeAll(async () => {
  if (baseUrl) return;
  server = await startServer("--port", "0", "--data", "memory");
  baseUrl = server.url;
});
afterAll(() => server?.stop());

const http = (operationId: OperationId, call: Call = {}) => request(baseUrl, operationId, call);
const unique = (role: Who["role"]): Who => ({ role, userId: `${role}-${randomUUID()}` });
const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUARTER = HOUR / 4;

/** Midnight of the first Friday from the day after tomorrow on. */
const friday = (() => {
  let day = Math.ceil(Date.now() / DAY) * DAY + 2 * DAY;
  while (new Date(day).getUTCDay() !== 5) day += DAY;
  return day;
})();
const OPENS = friday + 8 * HOUR;
const CLOSES = friday + 15 * HOUR;

async function offering(): Promise<Who> {
  const ada = unique("provider");
  const created = await http("createUser", {
    as: ada,
    body: { role: "provider", name: "Ada", timeZone: "Europe/London" },
  });
  expect(created.status).toBe(201);
  const submitted = await http("submitAvailability", {
    as: ada,
    path: { providerId: ada.userId },
    body: { startsAt: iso(OPENS), endsAt: iso(CLOSES) },
  });
  expect(submitted).toMatchObject({ status: 201, body: { slots: 28 } });
  return ada;
}

const reserving = (as: Who, of: Who, startsAt: number) =>
  http("reserveAppointment", { as, body: { providerId: of.userId, startsAt: iso(startsAt) } });

const free = async (of: Who) => {
  const query = { providerId: of.userId, from: iso(OPENS), to: iso(CLOSES) };
  const page = await http("listAvailableSlots", { as: unique("client"), query });
  return page.body.slots.map(({ startsAt }: { startsAt: string }) => startsAt);
};

async function booked(as: Who, of: Who, startsAt: number): Promise<string> {
  const { appointmentId } = (await reserving(as, of, startsAt)).body;
  expect((await http("confirmAppointment", { as, path: { appointmentId } })).status).toBe(200);
  return appointmentId;
}

/** An appointment that its client cancelled, and whose slot someone else holds. */
async function takenOver(as: Who, of: Who, startsAt: number): Promise<string> {
  const appointmentId = await booked(as, of, startsAt);
  expect((await http("cancelAppointment", { as, path: { appointmentId } })).status).toBe(204);
  expect((await reserving(unique("client"), of, startsAt)).status).toBe(201);
  return appointmentId;
}

describe("Given a provider's Friday, 08:00-15:00", () => {
  it("goes from submitted hours to a confirmed appointment", async () => {
    const ada = await offering();
    const grace = unique("client");
    const before = await free(ada);
    expect(before).toEqual(Array.from({ length: 28 }, (_, n) => iso(OPENS + n * QUARTER)));

    const reserved = await reserving(grace, ada, OPENS);
    expect(reserved).toMatchObject({ status: 201, body: { status: "reserved", clientId: grace.userId } });
    expect(await free(ada)).toEqual(before.slice(1));

    const { appointmentId } = reserved.body;
    const path = { appointmentId };
    const confirmed = await http("confirmAppointment", { as: grace, path });
    expect(confirmed).toMatchObject({ status: 200, body: { appointmentId, status: "confirmed" } });
    for (const as of [grace, ada, unique("admin")])
      expect((await http("getAppointment", { as, path })).body).toEqual({ ...confirmed.body, providerName: "Ada" });
    expect((await http("confirmAppointment", { as: grace, path })).body).toEqual(confirmed.body);
    expect((await reserving(grace, ada, OPENS)).body).toEqual(confirmed.body);
    expect((await reserving(unique("client"), ada, OPENS)).body.type).toBe("/problems/slot-taken");
  });

  it("is listed in pages that follow each other", async () => {
    const ada = await offering();
    const slots: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = { providerId: ada.userId, from: iso(OPENS), limit: 10, ...(cursor && { cursor }) };
      const page = await http("listAvailableSlots", { as: ada, query });
      slots.push(...page.body.slots);
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(slots).toHaveLength(28);
  });

  it("gives a slot to exactly one of 50 clients at once", async () => {
    const ada = await offering();
    const answers = await Promise.all(Array.from({ length: 50 }, () => reserving(unique("client"), ada, OPENS)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(49).fill(409)]);
    // An emulator on this machine starts a process for each call.
  }, 180_000);

  it("refuses each wrong request, and says why", async () => {
    const ada = await offering();
    const grace = unique("client");
    const path = { appointmentId: (await reserving(grace, ada, OPENS)).body.appointmentId };
    const stranger = unique("client");
    const kind = async (operationId: OperationId, call: Call) => (await http(operationId, call)).body.type;
    const offer = { startsAt: iso(OPENS), endsAt: iso(CLOSES) };
    expect(await kind("getAppointment", { path })).toBe("/problems/unauthenticated");
    expect(await kind("getAppointment", { as: stranger, path })).toBe("/problems/not-found");
    expect(await kind("confirmAppointment", { as: stranger, path })).toBe("/problems/not-found");
    expect(await kind("confirmAppointment", { as: ada, path })).toBe("/problems/forbidden");
    expect((await reserving(stranger, ada, OPENS)).body.type).toBe("/problems/slot-held");
    expect((await reserving(stranger, ada, CLOSES)).body.type).toBe("/problems/slot-not-offered");
    expect((await reserving(stranger, ada, OPENS + 60_000)).body.type).toBe("/problems/invalid-request");
    const soon = Math.floor(Date.now() / QUARTER) * QUARTER + HOUR;
    expect((await reserving(stranger, ada, soon)).body.type).toBe("/problems/too-soon");
    const submit = { path: { providerId: ada.userId }, body: offer };
    expect(await kind("submitAvailability", { as: unique("provider"), ...submit })).toBe("/problems/forbidden");
    expect(await kind("submitAvailability", { as: stranger, ...submit })).toBe("/problems/forbidden");
  });

  it("shows people only what they may see of each other", async () => {
    const ada = await offering();
    const path = { userId: ada.userId };
    expect((await http("getUser", { as: ada, path })).body).toHaveProperty("createdAt");
    expect((await http("getUser", { as: unique("client"), path })).body).toEqual({
      userId: ada.userId,
      role: "provider",
      name: "Ada",
      timeZone: "Europe/London",
    });
    expect((await http("getUser", { as: ada, path: { userId: unique("client").userId } })).status).toBe(404);
  });
});

/**
 * Calls that make each operation reach its data in every way. Where IAM is enforced, they need all permissions of its function.
 * This does not compile until a new operation has its own calls.
 */
const operations = {
  getHealth: async () => {
    expect((await http("getHealth")).status).toBe(200);
  },
  createUser: async () => {
    const call = { as: unique("client"), body: { role: "client", name: "Grace" } };
    expect((await http("createUser", call)).status).toBe(201);
    expect((await http("createUser", call)).status).toBe(200);
  },
  getUser: async () => {
    const ada = await offering();
    expect((await http("getUser", { as: ada, path: { userId: ada.userId } })).status).toBe(200);
  },
  updateUser: async () => {
    const ada = await offering();
    const naming = (name: string) =>
      http("updateUser", {
        as: ada,
        path: { userId: ada.userId },
        headers: { "If-Match": '"1"' },
        body: { name },
      });
    expect((await naming("Ada Lovelace")).status).toBe(200);
    expect((await naming("Ada Byron")).status).toBe(412);
  },
  deleteUser: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    expect((await http("deleteUser", { as: ada, path: { userId: ada.userId } })).status).toBe(409);
    await booked(grace, ada, OPENS);
    expect((await http("deleteUser", { as: grace, path: { userId: grace.userId } })).status).toBe(204);
  },
  createCalendarFeed: async () => {
    const grace = unique("client");
    const path = { userId: grace.userId };
    const made = await http("createCalendarFeed", { as: grace, path });
    expect(made.status).toBe(201);
    expect(new URL(made.body.url).pathname.endsWith(`/calendar-feeds/${made.body.feedKey}`)).toBe(true);
  },
  revokeCalendarFeed: async () => {
    const grace = unique("client");
    const path = { userId: grace.userId };
    const { feedKey } = (await http("createCalendarFeed", { as: grace, path })).body;
    expect((await http("revokeCalendarFeed", { as: grace, path })).status).toBe(204);
    expect((await http("getCalendarFeed", { path: { feedKey } })).status).toBe(404);
  },
  getCalendarFeed: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    await booked(grace, ada, OPENS);
    for (const [of, title] of [
      [ada, `Appointment with ${grace.userId}`],
      [grace, "Appointment with Ada"],
    ] as const) {
      const { feedKey } = (await http("createCalendarFeed", { as: of, path: { userId: of.userId } })).body;
      const read = async (headers = {}) => http("getCalendarFeed", { path: { feedKey }, headers });
      const listed = async () => expect(eventsIn((await read()).body)).toMatchObject([{ summary: title }]);
      // The index may lag behind the table.
      await vi.waitFor(listed, { timeout: 30_000 });
      expect((await read({ "If-None-Match": (await read()).headers.etag })).status).toBe(304);
    }
  },
  listProviders: async () => {
    const page = await http("listProviders", { as: unique("client"), query: { limit: 1 } });
    expect(page.status).toBe(200);
  },
  submitAvailability: async () => {
    const ada = await offering();
    const call = { as: ada, path: { providerId: ada.userId } };
    await http("withdrawAvailability", { ...call, query: { from: iso(OPENS), to: iso(CLOSES) } });
    await http("submitAvailability", { ...call, body: { startsAt: iso(OPENS), endsAt: iso(CLOSES) } });
    expect(await free(ada)).toHaveLength(28);
  },
  withdrawAvailability: async () => {
    const ada = await offering();
    const call = { as: ada, path: { providerId: ada.userId }, query: { date: iso(OPENS).slice(0, 10) } };
    expect((await http("withdrawAvailability", call)).body).toMatchObject({ withdrawn: 28, appointments: [] });
    expect(await free(ada)).toEqual([]);
  },
  getSchedule: async () => {
    const ada = await offering();
    const query = { from: iso(OPENS), to: iso(CLOSES) };
    const schedule = await http("getSchedule", { as: ada, path: { providerId: ada.userId }, query });
    expect(schedule.body.slots).toHaveLength(28);
  },
  listAvailableSlots: async () => {
    const query = { from: iso(OPENS), to: iso(CLOSES), limit: 1 };
    expect((await http("listAvailableSlots", { as: unique("client"), query })).status).toBe(200);
    expect(await free(await offering())).toHaveLength(28);
  },
  reserveAppointment: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const appointmentId = await takenOver(grace, ada, OPENS);
    expect((await reserving(grace, ada, OPENS)).status).toBe(409);
    expect((await reserving(grace, ada, OPENS + QUARTER)).body.appointmentId).not.toBe(appointmentId);
  },
  getAppointment: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const path = { appointmentId: await takenOver(grace, ada, OPENS) };
    expect((await http("getAppointment", { as: grace, path })).body).toMatchObject({ ...path, status: "cancelled" });
  },
  confirmAppointment: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const path = { appointmentId: await takenOver(grace, ada, OPENS) };
    expect((await http("confirmAppointment", { as: grace, path })).body.type).toBe("/problems/cancelled");
  },
  cancelAppointment: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const path = { appointmentId: await takenOver(grace, ada, OPENS) };
    expect((await http("cancelAppointment", { as: grace, path })).status).toBe(204);
  },
  getAppointmentCalendar: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const calendar = async (appointmentId: string) =>
      (await http("getAppointmentCalendar", { as: grace, path: { appointmentId } })).body;
    expect(await calendar(await booked(grace, ada, OPENS))).toContain("SUMMARY:Appointment with Ada");
    expect(await calendar(await takenOver(grace, ada, OPENS + QUARTER))).toContain("STATUS:CANCELLED");
  },
  rescheduleAppointment: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const move = async (appointmentId: string, startsAt: number) =>
      (await http("rescheduleAppointment", { as: grace, path: { appointmentId }, body: { startsAt: iso(startsAt) } }))
        .body;
    const first = await booked(grace, ada, OPENS);
    const { appointmentId: second } = await move(first, OPENS + QUARTER);
    const { appointmentId: third } = await move(second, OPENS);
    expect((await move(first, OPENS + 2 * QUARTER)).type).toBe("/problems/rescheduled");
    const held = (await reserving(grace, ada, OPENS + 3 * QUARTER)).body.appointmentId;
    expect(await move(third, OPENS + 3 * QUARTER)).toMatchObject({ appointmentId: held, status: "confirmed" });
  },
  listClientAppointments: async () => {
    const [ada, grace] = [await offering(), unique("client")];
    const appointmentId = await booked(grace, ada, OPENS);
    const listed = async () => {
      const list = await http("listClientAppointments", { as: grace, path: { clientId: grace.userId } });
      expect(list.body.appointments).toMatchObject([{ appointmentId }]);
    };
    // The index may lag behind the table.
    await vi.waitFor(listed, { timeout: 30_000 });
  },
} satisfies Record<OperationId, () => Promise<void>>;

describe("Given each way that an operation reaches its data", () => {
  it.each(Object.entries(operations))("%s has the permissions for all of them", (_, run) => run());
});
