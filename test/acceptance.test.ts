/**
 * The main job over HTTP, against any base URL whose functions trust the development issuer:
 * `API_URL=https://… npx vitest run test/acceptance.test.ts`. Without it, a server of its own.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OperationId } from "../shared/contract/operations.gen.ts";
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
      expect((await http("getAppointment", { as, path })).body).toEqual(confirmed.body);
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

  it("each slot goes to exactly one of 50 clients at once", async () => {
    const ada = await offering();
    const answers = await Promise.all(Array.from({ length: 50 }, () => reserving(unique("client"), ada, OPENS)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(49).fill(409)]);
  });

  it("refuses what is wrong, each time saying why", async () => {
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

  it("shows people of each other what they may see", async () => {
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
