import { describe, expect, it } from "vitest";
import { call, client, DAY, expectRefusal, HOUR, NOW, offering, type Who } from "../test/harness.ts";

const at = (text: string) => Date.parse(text) / 1000;
const QUARTER = 15 * 60;
const NEW_YORK = "America/New_York";

const listing = (query: Record<string, string | number>, now = NOW) =>
  call("listAvailableSlots", { as: client(), query, at: now });

/** Every page of a provider's list of a day, by pages of 40. */
async function listedOn(of: Who, date: string, timeZone?: string) {
  const slots: { startsAt: string; localStart?: string }[] = [];
  let cursor: string | undefined;
  do {
    const query = { providerId: of.userId, date, limit: 40, ...(timeZone && { timeZone }), ...(cursor && { cursor }) };
    const { body } = await listing(query);
    slots.push(...body.slots);
    cursor = body.nextCursor;
  } while (cursor);
  return slots;
}

describe("Given slots around the clock, and a calendar day", () => {
  it.each([
    // zone, day, first and last slot on its wall, slots
    [NEW_YORK, "2031-03-07", "2031-03-07T00:00:00-05:00", "2031-03-07T23:45:00-05:00", 96],
    [NEW_YORK, "2031-03-09", "2031-03-09T00:00:00-05:00", "2031-03-09T23:45:00-04:00", 92], // 23 hours
    [NEW_YORK, "2031-11-02", "2031-11-02T00:00:00-04:00", "2031-11-02T23:45:00-05:00", 100], // 25 hours
    ["Asia/Kathmandu", "2031-03-07", "2031-03-07T00:00:00+05:45", "2031-03-07T23:45:00+05:45", 96],
    ["Pacific/Kiritimati", "2031-03-07", "2031-03-07T00:00:00+14:00", "2031-03-07T23:45:00+14:00", 96],
    ["UTC", "2031-03-07", "2031-03-07T00:00:00+00:00", "2031-03-07T23:45:00+00:00", 96],
  ])("in %s, %s is %s … %s, %i slots, page by page", async (timeZone, date, first, last, slots) => {
    const ada = await offering(at(date) - 2 * DAY, at(date) + 3 * DAY);
    const listed = await listedOn(ada, date, timeZone);
    expect([listed[0]?.localStart, listed.at(-1)?.localStart]).toEqual([first, last]);
    expect(listed).toHaveLength(slots);
    expect(new Set(listed.map(({ startsAt }) => startsAt)).size).toBe(slots);
    for (const { startsAt, localStart = "" } of listed) expect(at(localStart)).toBe(at(startsAt));
  });

  it("the zone's name may be in any case", async () => {
    const ada = await offering(at("2031-03-07"), at("2031-03-08"));
    const [first] = await listedOn(ada, "2031-03-07", "ASIA/kathmandu");
    expect(first?.localStart).toBe("2031-03-07T05:45:00+05:45");
  });

  it("without a zone the day is UTC's, and no slot has a localStart", async () => {
    const ada = await offering(at("2031-03-06"), at("2031-03-09"));
    const listed = await listedOn(ada, "2031-03-07");
    expect([listed.length, listed[0]?.startsAt]).toEqual([96, "2031-03-07T00:00:00Z"]);
    expect(listed.filter(({ localStart }) => localStart)).toEqual([]);
  });

  it("across providers the day is the same, with one Query for each UTC day it touches", async () => {
    const [ada, bob] = [
      await offering(at("2031-04-06"), at("2031-04-09")),
      await offering(at("2031-04-07"), at("2031-04-08")),
    ];
    const listed = await listing({ date: "2031-04-07", timeZone: NEW_YORK, limit: 500 });
    expect(listed.requests).toEqual(["Query", "Query"]);
    const of = ({ userId }: Who) =>
      listed.body.slots.filter((slot: { providerId: string }) => slot.providerId === userId);
    expect([of(ada).length, of(bob).length]).toEqual([96, 80]); // 00:00-24:00 and 00:00-20:00 in New York
  });

  it("slots that are too near are left out, and if none is left the list is empty", async () => {
    const ada = await offering(at("2031-03-04"), at("2031-03-06"));
    const query = { providerId: ada.userId, date: "2031-03-04", timeZone: "UTC" };
    expect((await listing(query)).body.slots[0].startsAt).toBe("2031-03-04T10:15:00Z");
    expect((await listing(query, at("2031-03-03T23:45:00Z"))).body.slots).toHaveLength(1);
    expect(await listing(query, at("2031-03-03T23:45:01Z"))).toMatchObject({ status: 200, body: { slots: [] } });
  });
});

describe("Given a zone and no day", () => {
  it("each slot has its local start", async () => {
    const opens = at("2031-03-09T06:45:00Z"); // 01:45 in New York, then 03:00
    const ada = await offering(opens, opens + 2 * QUARTER);
    const { slots } = (await listing({ providerId: ada.userId, timeZone: NEW_YORK })).body;
    expect(slots.map(({ localStart }: { localStart: string }) => localStart)).toEqual([
      "2031-03-09T01:45:00-05:00",
      "2031-03-09T03:00:00-04:00",
    ]);
  });
});

describe("Given a query that contradicts itself or names what does not exist", () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      "a day and its ends",
      { date: "2031-03-07", from: "2031-03-07T00:00:00Z", to: "2031-03-08T00:00:00Z" },
      ["query.from", "query.to"],
    ],
    ["a day and an end", { date: "2031-03-07", to: "2031-03-08T00:00:00Z" }, ["query.to"]],
    [
      "an unknown day in an unknown zone",
      { date: "2031-13-01", timeZone: "Mars/Olympus" },
      ["query.date", "query.timeZone"],
    ],
  ])("%s is a 400 that names the parameters", async (_, query, paths) => {
    const refused = await expectRefusal(() => listing(query), 400, "invalid-request");
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  it("a cursor with another day or zone is a 400", async () => {
    const ada = await offering(NOW + 2 * DAY, NOW + 2 * DAY + HOUR);
    const query = { providerId: ada.userId, date: "2031-03-05", timeZone: "UTC", limit: 1 };
    const cursor = (await listing(query)).body.nextCursor;
    expect((await listing({ ...query, cursor })).status).toBe(200);
    await expectRefusal(() => listing({ ...query, cursor, date: "2031-03-06" }), 400, "invalid-request");
    await expectRefusal(() => listing({ ...query, cursor, timeZone: NEW_YORK }), 400, "invalid-request");
  });
});
