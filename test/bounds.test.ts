/**
 * What one call takes at most of DynamoDB, however much is stored: requests, and capacity units. docs/performance.md has the
 * same in a table.
 */
import { describe, expect, it } from "vitest";
import { MAX_OFFER_AHEAD_DAYS } from "../shared/domain/rules.ts";
import { newAppointmentId } from "../shared/store/appointments.ts";
import { claimItemOf } from "../shared/store/items.ts";
import type { Cost } from "../shared/telemetry/cost.ts";
import {
  type Answer,
  call,
  client,
  cost,
  DAY,
  iso,
  list,
  logged,
  MINUTE,
  NOW,
  newProvider,
  offering,
  provider,
  reserve,
  type Who,
} from "./harness.ts";
import { bookedDay, cancelled, confirmed, store, withdrawnItems } from "./stored.ts";

const TODAY = NOW - (NOW % DAY);
const QUARTER = 15 * MINUTE;
const MONTH = 31;
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Calls, and expects exactly this cost. Returns the body. */
async function taking(requests: number, capacityUnits: number, run: () => Promise<Answer>) {
  let answer: Answer | undefined;
  const taken = await cost(async () => {
    answer = await run();
  });
  expect(taken).toEqual({ requests, capacityUnits });
  return answer?.body;
}

const free = (query: object) => call("listAvailableSlots", { query: query as Record<string, string> });

describe("Given a day on which every provider is booked out", async () => {
  const day = TODAY + 30 * DAY;
  const ids = range(13).map((n) => `busy-${String.fromCharCode(97 + n)}`);
  // 97 items each, and the last provider has one slot left.
  for (const id of ids) await store(bookedDay(id, day, id === ids.at(-1) ? 95 : 96));
  const window = { from: iso(day), to: iso(day + DAY) };

  it.each([
    [1, 4, 40],
    [100, 3, 39.5],
    [500, 2, 39],
  ])("a page of %i across providers ends after a thousand items, empty", async (limit, requests, units) => {
    const { slots, nextCursor } = await taking(requests, units, () => free({ ...window, limit }));
    expect(slots).toEqual([]);
    // Behind the provider with which it has seen a thousand.
    const { place } = JSON.parse(Buffer.from(nextCursor, "base64url").toString());
    expect(place.after).toEqual({ providerId: ids[10], startsAt: day + DAY - QUARTER });
    const { body: rest } = await free({ ...window, limit, cursor: nextCursor });
    expect(rest).toEqual({
      slots: [{ providerId: ids.at(-1), startsAt: iso(day + DAY - QUARTER), endsAt: iso(day + DAY) }],
    });
  });

  it("a list that ends with the thousandth item has no cursor", async () => {
    const other = day + 10 * DAY;
    for (const id of ids.slice(0, 11)) await store(bookedDay(id, other));
    const all = await free({ from: iso(other), to: iso(other + DAY) });
    expect(all.body).toEqual({ slots: [] });
  });

  it("whatever a window begins and ends with, following the cursors finds what is free in it", async () => {
    for (const [from, to] of [
      [-DAY, DAY],
      [12 * 3600 + 1, DAY + 1],
      [3600, DAY - 1],
    ] as const)
      expect(await list({ from: iso(day + from), to: iso(day + to) })).toHaveLength(1);
    expect(await list({ from: iso(day + 3600), to: iso(day + DAY - QUARTER) })).toEqual([]);
  });
});

describe("Given a month", () => {
  it("in which nobody offers anything, a page across providers asks for each day once", async () => {
    const from = TODAY + 1000 * DAY + QUARTER;
    const query = { from: iso(from), to: iso(from + MONTH * DAY) };
    expect(await taking(32, 16, () => free(query))).toEqual({ slots: [] });
  });

  it.each([1, 500])(
    "of whose days each has a few booked slots, a page of %i takes a few requests more",
    async (limit) => {
      const from = TODAY + (1100 + limit) * DAY;
      for (const n of range(MONTH)) await store(bookedDay(`little-${limit}`, from + n * DAY, 32).slice(1));
      const query = { from: iso(from), to: iso(from + MONTH * DAY), limit };
      expect(await taking(limit === 1 ? 32 : 31, 46.5, () => free(query))).toEqual({ slots: [] });
    },
  );
});

describe("Given a provider who is booked out for months", async () => {
  const ada = await newProvider();
  const from = TODAY + 60 * DAY;
  await store(range(MONTH + 2).flatMap((n) => bookedDay(ada.userId, from + (n - 1) * DAY)));
  const month = { from: iso(from), to: iso(from + MONTH * DAY) };

  it.each([
    [1, 6, 226],
    [100, 5, 226],
    [500, 4, 226],
  ])(
    "a list of %i free slots reads the days that it is asked for, and none beside them",
    async (limit, requests, units) => {
      const query = { ...month, providerId: ada.userId, limit };
      expect(await taking(requests, units, () => free(query))).toEqual({ slots: [] });
    },
  );

  it.each([
    [1, 2, 3],
    [100, 2, 110],
    [500, 6, 540],
  ])(
    "a page of %i of the schedule is a Query, and a batch for each hundred clients",
    async (limit, requests, units) => {
      const schedule = () =>
        call("getSchedule", { as: ada, path: { providerId: ada.userId }, query: { ...month, limit } });
      expect((await taking(requests, units, schedule)).slots).toHaveLength(limit);
    },
  );

  it("who deletes the provider is refused with ten of the appointments", async () => {
    const remove = () => call("deleteUser", { as: ada, path: { userId: ada.userId } });
    expect((await taking(1, 15, remove)).appointments).toHaveLength(10);
  });
});

describe("Given a provider all of whose past month was cancelled", () => {
  it("a page of the schedule reads the whole window, and is empty", async () => {
    const ada = provider();
    const from = TODAY - MONTH * DAY;
    const starts = range(MONTH * 96).map((n) => from + n * QUARTER);
    await store(starts.map((startsAt) => claimItemOf(cancelled("grace", startsAt, ada.userId))));
    const query = { from: iso(from), to: iso(from + MONTH * DAY) };
    const schedule = () => call("getSchedule", { as: ada, path: { providerId: ada.userId }, query });
    expect(await taking(5, 257, schedule)).toEqual({ slots: [] });
  });
});

describe("Given a provider who has withdrawn all that lies ahead", async () => {
  const ada = await newProvider();
  const from = TODAY + DAY;
  await store(range(12).flatMap((n) => withdrawnItems(ada.userId, from + n * DAY)));
  // Nobody can have offered these.
  await store(withdrawnItems(ada.userId, TODAY + (MAX_OFFER_AHEAD_DAYS + 2) * DAY));

  it("who deletes them reads what is ahead, up to the latest that could be offered", async () => {
    // 12 sheets and 12 * 96 slots.
    await taking(5, 59.5, () => call("deleteUser", { as: ada, path: { userId: ada.userId } }));
  });
});

describe("Given a provider with hours on a day", async () => {
  const day = TODAY + 3 * DAY;
  const ada = await offering(day, day + DAY);
  const path = { providerId: ada.userId };

  it("withdrawing them is a Query and a write a slot, and offering them again an update a slot", async () => {
    const query = { from: iso(day), to: iso(day + DAY) };
    const { withdrawn } = await taking(97, 193, () => call("withdrawAvailability", { as: ada, path, query }));
    expect(withdrawn).toBe(96);
    const body = { startsAt: iso(day), endsAt: iso(day + DAY) };
    const { slots } = await taking(99, 199, () => call("submitAvailability", { as: ada, path, body }));
    expect(slots).toBe(96);
  });

  it("each of many clients who want a slot takes no more than one who gets it", async () => {
    const clients = range(20).map(() => client());
    const lines = await logged("request", () =>
      Promise.all(clients.map((who) => reserve(who, ada, day + 40 * QUARTER))),
    );
    const costs = lines.map((line) => (line as unknown as { dynamodb: Cost }).dynamodb);
    expect(costs).toHaveLength(20);
    expect(Math.max(...costs.map(({ requests }) => requests))).toBe(3);
    expect(Math.max(...costs.map(({ capacityUnits }) => capacityUnits))).toBe(6.5);
  });
});

describe("Given a client with more than a thousand appointments ahead, and as many cancelled", async () => {
  const grace = client();
  const path = { clientId: grace.userId };
  const from = TODAY + 90 * DAY;
  const starts = range(1005).map((n) => from + n * QUARTER);
  await store(starts.map((startsAt) => claimItemOf(confirmed(grace.userId, startsAt))));
  await store(starts.map((startsAt) => claimItemOf(cancelled(grace.userId, startsAt))));
  const ada = await offering(from + 10 * DAY, from + 12 * DAY);
  const [last = 0] = starts.slice(-1);
  const page = (query: object) =>
    call("listClientAppointments", { as: grace, path, query: query as Record<string, string> });

  it.each([
    [1, 4, 34],
    [20, 4, 34],
    [500, 2, 33.5],
  ])(
    "a page of %i with a status that is rare ends after a thousand, empty, and the next ends the list",
    async (limit, requests, units) => {
      const query = { status: "reserved", limit };
      const first = await taking(requests, units, () => page(query));
      expect(first).toEqual({ appointments: [], nextCursor: expect.any(String) });
      expect((await page({ ...query, cursor: first.nextCursor })).body).toEqual({ appointments: [] });
    },
  );

  it.each([
    ["confirmed", 1, 1, 1],
    ["cancelled", 500, 1, 21],
    [undefined, 1, 2, 2.5],
    [undefined, 500, 2, 37.5],
  ])("with the status %s, a page of %i is one or two Queries", async (status, limit, requests, units) => {
    const { appointments } = await taking(requests, units, () => page({ ...(status && { status }), limit }));
    expect(appointments).toHaveLength(limit);
  });

  it("it reserves at a bounded price, and is refused at the time of an appointment far behind the thousandth", async () => {
    const reserved = await taking(4, 39.5, () => reserve(grace, ada, last + QUARTER));
    expect(reserved.status).toBe("reserved");
    const refused = await taking(3, 36.5, () => reserve(grace, ada, last));
    expect(refused.type).toBe("/problems/client-busy");
    const before = await taking(2, 36, () => reserve(grace, ada, starts[999] ?? 0));
    expect(before.type).toBe("/problems/client-busy");
    expect((await reserve(client(), ada, last)).status).toBe(201);
  });
});

describe("Given a person with more appointments ahead than one deletion cancels", async () => {
  const grace = client();
  const from = TODAY + 120 * DAY;
  const starts = range(205).map((n) => from + n * QUARTER);
  await store(starts.map((startsAt) => claimItemOf(confirmed(grace.userId, startsAt))));
  const remove = () => call("deleteUser", { as: grace, path: { userId: grace.userId } });
  const ahead = async () => {
    const query = { status: "confirmed", limit: 500 };
    const { body } = await call("listClientAppointments", { as: grace, path: { clientId: grace.userId }, query });
    return body.appointments.length;
  };

  it("each call cancels 200 at a bounded price, and is a 503 that says to repeat it until none is left", async () => {
    const first = await taking(203, 812, remove);
    expect(first).toMatchObject({ type: "/problems/unavailable" });
    expect(await ahead()).toBe(5);
    expect((await remove()).status).toBe(204);
    expect(await ahead()).toBe(0);
  });
});

describe("Given more providers than a page has", () => {
  it.each([
    [1, 1, 0.5],
    [500, 1, 8],
  ])("a page of %i is one Query", async (limit, requests, units) => {
    await store(
      range(505).map((n) => {
        const userId = `listed-${limit}-${n}`;
        return {
          pk: `USER#${userId}`,
          sk: "PROFILE",
          userId,
          role: "provider",
          name: "Ada",
          version: 1,
          createdAt: NOW,
          listing: "PROVIDERS",
          listingKey: userId,
        };
      }),
    );
    const { providers } = await taking(requests, units, () => call("listProviders", { query: { limit } }));
    expect(providers).toHaveLength(limit);
  });
});

describe("Given a calendar feed", () => {
  const feedKeyOf = async (who: Who) => {
    const { body } = await call("createCalendarFeed", { as: who, path: { userId: who.userId } });
    return body.feedKey;
  };
  const feed = (feedKey: string) => call("getCalendarFeed", { path: { feedKey }, authorization: undefined });

  it("of a provider, it reads ten thousand sheets and claims and no more", async () => {
    const ada = await newProvider();
    const feedKey = await feedKeyOf(ada);
    await store(range(105).flatMap((n) => withdrawnItems(ada.userId, TODAY + n * DAY)));
    await taking(12, 451.5, () => feed(feedKey));
  });

  it("of a client, it reads a month back and a thousand appointments ahead", async () => {
    const grace = client();
    const feedKey = await feedKeyOf(grace);
    await store(
      range(1_105).map((n) => claimItemOf(confirmed(grace.userId, NOW - (NOW % QUARTER) + (n - 50) * QUARTER))),
    );
    await taking(14, 1040, () => feed(feedKey));
  });
});

describe("Given ids of 255 characters, the longest there are", () => {
  it("a claim has at most 3.2 KB", () => {
    const id = "g".padEnd(255, "@");
    const slot = { providerId: id, startsAt: NOW - (NOW % QUARTER) };
    const appointmentId = newAppointmentId(slot, NOW);
    const moved = { rescheduledFrom: appointmentId, rescheduledTo: appointmentId, eventUid: appointmentId };
    const item = claimItemOf({
      ...cancelled(id, slot.startsAt, id),
      appointmentId,
      cancelledBy: id,
      ...moved,
      eventSequence: 9,
    });
    // DynamoDB charges for names and for text as UTF-8, and less than this for numbers.
    const bytes = Object.entries(item).reduce((sum, [name, value]) => sum + name.length + `${value}`.length, 0);
    expect(bytes).toBeGreaterThan(3000);
    expect(bytes).toBeLessThan(3200);
  });
});
