/** What one call reads at most, however much is stored. docs/performance.md has the same at full size. */
import { describe, expect, it } from "vitest";
import { claimItemOf } from "../shared/store/items.ts";
import { call, client, cost, DAY, iso, list, MINUTE, NOW, offering, provider, reserve } from "./harness.ts";
import { bookedDay, confirmed, store } from "./stored.ts";

const TODAY = NOW - (NOW % DAY);
const QUARTER = 15 * MINUTE;

/** Calls, and expects at most this cost. */
async function within(requests: number, capacityUnits: number, run: () => ReturnType<typeof call>) {
  let answer: Awaited<ReturnType<typeof call>> | undefined;
  const taken = await cost(async () => {
    answer = await run();
  });
  expect(taken.requests).toBeLessThanOrEqual(requests);
  expect(taken.capacityUnits).toBeLessThanOrEqual(capacityUnits);
  return answer?.body;
}

describe("Given a day on which every provider is booked out", async () => {
  const day = TODAY + 30 * DAY;
  const ids = Array.from({ length: 13 }, (_, n) => `busy-${String.fromCharCode(97 + n)}`);
  // 97 items each, and the last provider has one slot left.
  for (const id of ids) await store(bookedDay(id, day, id === ids.at(-1) ? 95 : 96));
  const page = (query: object) => call("listAvailableSlots", { query: { to: iso(day + DAY), ...query } });

  it("a page across providers ends after a thousand items, empty, behind the provider it came to", async () => {
    const first = await within(5, 50, () => page({ from: iso(day) }));
    expect(first).toEqual({ slots: [], nextCursor: expect.any(String) });
    const { place } = JSON.parse(Buffer.from(first.nextCursor, "base64url").toString());
    expect(place.after).toEqual({ providerId: ids[10], startsAt: day + DAY - QUARTER });
    const rest = await within(3, 20, () => page({ from: iso(day), cursor: first.nextCursor }));
    expect(rest.slots.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual([iso(day + DAY - QUARTER)]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it("a list that ends with the thousandth item has no cursor", async () => {
    const other = day + 10 * DAY;
    for (const id of ids.slice(0, 11)) await store(bookedDay(id, other));
    const all = await page({ from: iso(other), to: iso(other + DAY) });
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

describe("Given a provider who is booked for weeks", async () => {
  const ada = provider();
  const day = TODAY + 60 * DAY;
  for (let n = 0; n < 6; n++) await store(bookedDay(ada.userId, day + n * DAY));

  it("a page of its schedule is one Query for its slots and a sheet a day, and one batch of its clients", async () => {
    const query = { from: iso(day), to: iso(day + 6 * DAY), limit: 100 };
    const { slots } = await within(2, 114, () =>
      call("getSchedule", { as: ada, path: { providerId: ada.userId }, query }),
    );
    expect(slots).toHaveLength(100);
  });

  it("a list of its slots reads the days it is asked for, and none beside them", async () => {
    const query = { providerId: ada.userId, from: iso(day + DAY), to: iso(day + 2 * DAY) };
    expect(await within(1, 11, () => call("listAvailableSlots", { query }))).toEqual({ slots: [] });
  });
});

describe("Given a client with more than a thousand appointments ahead", async () => {
  const [grace, alan] = [client(), client()];
  const path = { clientId: grace.userId };
  const from = TODAY + 90 * DAY;
  const starts = Array.from({ length: 1005 }, (_, n) => from + n * QUARTER);
  await store(starts.map((startsAt) => claimItemOf(confirmed(grace.userId, startsAt))));
  const ada = await offering(from + 10 * DAY, from + 12 * DAY);
  const [last = 0] = starts.slice(-1);

  it("a page of the few with one status ends after a thousand, and the next one ends the list", async () => {
    const query = { status: "reserved" };
    const first = await within(5, 80, () => call("listClientAppointments", { as: grace, path, query }));
    expect(first).toEqual({ appointments: [], nextCursor: expect.any(String) });
    const rest = await call("listClientAppointments", {
      as: grace,
      path,
      query: { ...query, cursor: first.nextCursor },
    });
    expect(rest.body).toEqual({ appointments: [] });
  });

  it("it reserves at a bounded price, and is refused at the time of an appointment far behind the thousandth", async () => {
    const reserved = await within(4, 80, () => reserve(grace, ada, last + QUARTER));
    expect(reserved.status).toBe("reserved");
    const refused = await within(3, 80, () => reserve(grace, ada, last));
    expect(refused.type).toBe("/problems/client-busy");
    const before = await within(2, 80, () => reserve(grace, ada, starts[999] ?? 0));
    expect(before.type).toBe("/problems/client-busy");
    expect((await reserve(alan, ada, last)).status).toBe(201);
  });
});

describe("Given a person with more appointments ahead than one deletion cancels", async () => {
  const grace = client();
  const from = TODAY + 120 * DAY;
  const starts = Array.from({ length: 205 }, (_, n) => from + n * QUARTER);
  await store(starts.map((startsAt) => claimItemOf(confirmed(grace.userId, startsAt))));
  const remove = () => call("deleteUser", { as: grace, path: { userId: grace.userId } });
  const ahead = async () => {
    const query = { status: "confirmed", limit: 500 };
    const { body } = await call("listClientAppointments", { as: grace, path: { clientId: grace.userId }, query });
    return body.appointments.length;
  };

  it("each call cancels 200 at a bounded price, and is a 503 that says to repeat it until none is left", async () => {
    const first = await within(203, 900, remove);
    expect(first).toMatchObject({ type: "/problems/unavailable" });
    expect(await ahead()).toBe(5);
    expect((await remove()).status).toBe(204);
    expect(await ahead()).toBe(0);
  });
});
