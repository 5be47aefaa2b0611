/**
 * The most requests and capacity units that one call consumes, however much is stored. docs/performance.md explains the bounds.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MAX_FEED_SEEN, MAX_OFFER_AHEAD_DAYS } from "../shared/domain/rules.ts";
import { newClaimId } from "../shared/store/appointments.ts";
import { ifConfirmed } from "../shared/store/conditions.ts";
import { claimItemOf } from "../shared/store/items.ts";
import { providerPartition } from "../shared/store/keys.ts";
import { limits, queryItems } from "../shared/store/query.ts";
import type { Cost } from "../shared/telemetry/cost.ts";
import {
  type Answer,
  call,
  client,
  cost,
  costs,
  DAY,
  iso,
  list,
  NOW,
  newProvider,
  offering,
  provider,
  QUARTER,
  reserve,
  submit,
  type Who,
} from "./harness.ts";
import { bookedDay, cancelled, claimOf, confirmed, range, store, withdrawnItems } from "./stored.ts";

const TODAY = NOW - (NOW % DAY);
const MONTH = 31;

/** Calls, and expects exactly this cost. Returns the body. */
async function taking(requests: number, capacityUnits: number, run: () => Promise<Answer>) {
  let answer: Answer | undefined;
  const taken = await cost(async () => {
    answer = await run();
  });
  expect(taken).toEqual({ requests, capacityUnits });
  return answer?.body;
}

const LIMITS = [1, 24, 25, 46, 50, 100, 333, 500];

/** Asks for the page with each limit, and expects that the most expensive one costs exactly this. Returns the bodies. */
async function takingAtMost(requests: number, capacityUnits: number, page: (limit: number) => Promise<Answer>) {
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  const bodies: any[] = [];
  const taken: Cost[] = [];
  for (const limit of LIMITS) taken.push(await cost(async () => bodies.push((await page(limit)).body)));
  expect({
    requests: Math.max(...taken.map(({ requests }) => requests)),
    capacityUnits: Math.max(...taken.map(({ capacityUnits }) => capacityUnits)),
  }).toEqual({ requests, capacityUnits });
  return bodies;
}

const free = (query: object) => call("listAvailableSlots", { query: query as Record<string, string> });

describe("Given a day on which every provider is booked out", async () => {
  const day = TODAY + 30 * DAY;
  const ids = range(13).map((n) => `busy-${String.fromCharCode(97 + n)}`);
  // 97 items each, and the last provider has one slot left.
  for (const id of ids) await store(bookedDay(id, day, id === ids.at(-1) ? 95 : 96));
  const window = { from: iso(day), to: iso(day + DAY) };

  it("a page across providers, whatever its limit, ends empty after a thousand items", async () => {
    const pages = await takingAtMost(4, 38, (limit) => free({ ...window, limit }));
    for (const { slots, nextCursor } of pages) {
      expect(slots).toEqual([]);
      // The next page begins after the provider with the thousandth item.
      const { place } = JSON.parse(Buffer.from(nextCursor, "base64url").toString());
      expect(place.after).toEqual({ providerId: ids[10], startsAt: day + DAY - QUARTER });
      const { body: rest } = await free({ ...window, cursor: nextCursor });
      const last = { providerId: ids.at(-1), startsAt: iso(day + DAY - QUARTER), endsAt: iso(day + DAY) };
      expect(rest).toEqual({ slots: [last] });
    }
  });

  it("a list that ends with the thousandth item has no cursor", async () => {
    const other = day + 10 * DAY;
    for (const id of ids.slice(0, 11)) await store(bookedDay(id, other));
    const all = await free({ from: iso(other), to: iso(other + DAY) });
    expect(all.body).toEqual({ slots: [] });
  });

  it("wherever a window begins and ends, following the cursors finds every free slot in it", async () => {
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

  it("with a few booked slots on each day, a page across providers takes a few more requests", async () => {
    const from = TODAY + 1100 * DAY;
    for (const n of range(MONTH + 1)) await store(bookedDay("little", from + n * DAY, 32).slice(1));
    const window = { from: iso(from + QUARTER), to: iso(from + QUARTER + MONTH * DAY) };
    const pages = await takingAtMost(33, 32.5, (limit) => free({ ...window, limit }));
    for (const { slots } of pages) expect(slots).toEqual([]);
  });
});

describe("Given a provider who is booked out for months", async () => {
  const ada = await newProvider();
  const from = TODAY + 60 * DAY;
  await store(range(MONTH + 2).flatMap((n) => bookedDay(ada.userId, from + (n - 1) * DAY)));
  // A window of 31 days that touches 32 UTC days, the most possible.
  const month = { from: iso(from + DAY - QUARTER), to: iso(from + DAY - QUARTER + MONTH * DAY) };

  it("a list of its free slots, whatever its limit, reads only the days that it is asked for", async () => {
    const pages = await takingAtMost(6, 234, (limit) => free({ ...month, providerId: ada.userId, limit }));
    for (const page of pages) expect(page).toEqual({ slots: [] });
  });

  it("a page of its schedule is a Query, and a batch for each hundred clients", async () => {
    const path = { providerId: ada.userId };
    const pages = await takingAtMost(7, 615, (limit) =>
      call("getSchedule", { as: ada, path, query: { ...month, limit } }),
    );
    expect(pages.map(({ slots }) => slots.length)).toEqual(LIMITS);
  });

  it("deleting the provider reads a few items, and is refused with a list of ten of the appointments", async () => {
    const remove = () => call("deleteUser", { as: ada, path: { userId: ada.userId } });
    expect((await taking(1, 15, remove)).appointments).toHaveLength(10);
  });
});

describe("Given a provider whose past month was cancelled but for its last days", () => {
  it("a page of the schedule reads the whole window, and the clients of the remaining appointments", async () => {
    const ada = provider();
    const from = TODAY - MONTH * DAY;
    const starts = range(MONTH * 96).map((n) => from + n * QUARTER);
    await store(starts.map((startsAt) => claimOf(ada.userId, startsAt, startsAt >= TODAY - 500 * QUARTER)));
    const window = { from: iso(from), to: iso(from + MONTH * DAY) };
    const schedule = () =>
      call("getSchedule", { as: ada, path: { providerId: ada.userId }, query: { ...window, limit: 500 } });
    expect((await taking(9, 765, schedule)).slots).toHaveLength(500);
  });
});

describe("Given a provider who has withdrawn all future slots", async () => {
  const ada = await newProvider();
  const from = TODAY + DAY;
  await store(range(12).flatMap((n) => withdrawnItems(ada.userId, from + n * DAY)));
  // Nobody can have offered these.
  await store(withdrawnItems(ada.userId, TODAY + (MAX_OFFER_AHEAD_DAYS + 2) * DAY));

  it("a provider with hours on the last day that can be offered cannot be deleted", async () => {
    const mary = await newProvider();
    const lastDay = TODAY + (MAX_OFFER_AHEAD_DAYS - 1) * DAY;
    await submit(mary, lastDay, lastDay + DAY);
    const { body } = await call("deleteUser", { as: mary, path: { userId: mary.userId } });
    expect(body.type).toBe("/problems/has-appointments");
    expect(body.slots[0]).toBe(iso(lastDay));
  });

  it("deleting the provider reads all future slots, as far as hours can be offered", async () => {
    // 12 sheets and 12 * 96 slots.
    await taking(5, 59.5, () => call("deleteUser", { as: ada, path: { userId: ada.userId } }));
  });
});

describe("Given a provider with hours on a day", async () => {
  const day = TODAY + 3 * DAY;
  const ada = await offering(day, day + DAY);
  const path = { providerId: ada.userId };

  it("withdrawing them takes a Query and a write per slot, and offering them again an update per slot", async () => {
    const query = { from: iso(day), to: iso(day + DAY) };
    const { withdrawn } = await taking(97, 193, () => call("withdrawAvailability", { as: ada, path, query }));
    expect(withdrawn).toBe(96);
    const body = { startsAt: iso(day), endsAt: iso(day + DAY) };
    const { slots } = await taking(99, 199, () => call("submitAvailability", { as: ada, path, body }));
    expect(slots).toBe(96);
  });

  it("each of many clients who race for a slot costs no more than the one who gets it", async () => {
    const clients = range(20).map(() => client());
    const taken = await costs(() => Promise.all(clients.map((who) => reserve(who, ada, day + 40 * QUARTER))));
    expect(taken).toHaveLength(20);
    expect(Math.max(...taken.map(({ requests }) => requests))).toBe(3);
    expect(Math.max(...taken.map(({ capacityUnits }) => capacityUnits))).toBe(6.5);
  });
});

describe("Given a client with more than a thousand appointments ahead, and as many cancelled", async () => {
  const grace = client();
  const path = { clientId: grace.userId };
  const from = TODAY + 90 * DAY;
  const starts = range(1205).map((n) => from + n * QUARTER);
  await store(starts.map((startsAt) => claimItemOf(confirmed(grace.userId, startsAt))));
  await store(starts.map((startsAt) => claimItemOf(cancelled(grace.userId, startsAt))));
  const ada = await offering(from + 10 * DAY, from + 14 * DAY);
  const [last = 0] = starts.slice(-1);
  const page = (query: object) =>
    call("listClientAppointments", { as: grace, path, query: query as Record<string, string> });

  it("a page of a rare status, whatever its limit, ends empty after a thousand appointments, and the next page ends the list", async () => {
    const pages = await takingAtMost(4, 34.5, (limit) => page({ status: "reserved", limit }));
    for (const { appointments, nextCursor } of pages) {
      expect(appointments).toEqual([]);
      expect((await page({ status: "reserved", cursor: nextCursor })).body).toEqual({ appointments: [] });
    }
  });

  it.each([
    ["confirmed", 1, 16.5],
    ["cancelled", 1, 21],
    [undefined, 2, 37.5],
  ])(
    "a page with status %s, whatever its limit, takes one Query for those that were cancelled, and one for the others",
    async (status, requests, units) => {
      const pages = await takingAtMost(requests, units, (limit) => page({ ...(status && { status }), limit }));
      expect(pages.map(({ appointments }) => appointments.length)).toEqual(LIMITS);
    },
  );

  it("it reserves at a bounded cost, and cannot reserve at the time of an appointment far after the thousandth", async () => {
    const reserved = await taking(4, 39.5, () => reserve(grace, ada, last + QUARTER));
    expect(reserved.status).toBe("reserved");
    for (const startsAt of [starts[1001] ?? 0, last]) {
      const refused = await taking(3, 36.5, () => reserve(grace, ada, startsAt));
      expect(refused.type).toBe("/problems/client-busy");
    }
    const before = await taking(2, 36, () => reserve(grace, ada, starts[999] ?? 0));
    expect(before.type).toBe("/problems/client-busy");
    expect((await reserve(client(), ada, last)).status).toBe(201);
  });
});

describe("Given more providers than a page has", () => {
  it("a page, whatever its limit, is one Query", async () => {
    await store(
      range(505).map((n) => {
        const userId = `listed-${n}`;
        const profile = { userId, role: "provider", name: "Ada", version: 1, createdAt: NOW };
        return { pk: `USER#${userId}`, sk: "PROFILE", ...profile, listing: "PROVIDERS", listingKey: userId };
      }),
    );
    const pages = await takingAtMost(1, 7.5, (limit) => call("listProviders", { query: { limit } }));
    expect(pages.map(({ providers }) => providers.length)).toEqual(LIMITS);
  });
});

describe("Given a calendar feed", () => {
  const feedKeyOf = async (who: Who) => {
    const { body } = await call("createCalendarFeed", { as: who, path: { userId: who.userId } });
    return body.feedKey;
  };
  const feed = (feedKey: string) => call("getCalendarFeed", { path: { feedKey }, authorization: undefined });

  it("of a provider, it looks at as many days and slots as the contract says, and no more", async () => {
    expect(readFileSync("openapi.yaml", "utf8")).toContain(
      `feed looks at ${MAX_FEED_SEEN.toLocaleString("en")} days and slots`,
    );
    const ada = provider();
    await store(withdrawnItems(ada.userId, TODAY));
    const query = {
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": providerPartition(ada.userId) },
    };
    expect(await Array.fromAsync(queryItems(query, limits(1), 50))).toHaveLength(50);
    // Items that a filter drops count too: the confirmed appointment is the 97th item.
    await store([claimItemOf(confirmed("grace", TODAY + 95 * QUARTER, ada.userId))]);
    const found = async (most: number) =>
      Array.fromAsync(queryItems({ ...query, filter: ifConfirmed }, limits(1), most));
    expect([await found(96), await found(97)]).toMatchObject([[], [{ clientId: "grace" }]]);
  });

  it("of a client, it reads a month back and a thousand appointments ahead", async () => {
    const grace = client();
    const feedKey = await feedKeyOf(grace);
    await store(
      range(2_150).map((n) => claimItemOf(confirmed(grace.userId, NOW - (NOW % QUARTER) + (n - 50) * QUARTER))),
    );
    await taking(14, 1070, () => feed(feedKey));
  });
});

describe("Given ids of 255 characters, the longest there are", () => {
  it("a claim has at most 3.2 KB", () => {
    const id = "g".padEnd(255, "@");
    const slot = { providerId: id, startsAt: NOW - (NOW % QUARTER) };
    const appointmentId = newClaimId(slot, NOW);
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
