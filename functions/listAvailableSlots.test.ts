import { describe, expect } from "vitest";
import { windowCursors } from "../shared/http/cursor.ts";
import { it as base, OPENS } from "../test/fixtures.ts";
import {
  admin,
  call,
  client,
  confirm,
  DAY,
  expectRefusal,
  HOUR,
  iso,
  list,
  MINUTE,
  NOW,
  offering,
  provider,
  QUARTER,
  reserve,
  startsOf,
  submit,
} from "../test/harness.ts";

const it = base.extend("hours", [OPENS, OPENS + HOUR]);

const listing = (query: Record<string, string | number>, at = NOW) =>
  call("listAvailableSlots", { as: client(), query, at });

describe("Given one provider's hours", () => {
  it("are listed for times whose offset has no colon, as some generated clients write them", async ({ ada }) => {
    const [from, to] = [OPENS, OPENS + HOUR].map((seconds) => iso(seconds).replace("Z", "+0000")) as [string, string];
    expect((await listing({ providerId: ada.userId, from, to })).body.slots).toHaveLength(4);
  });

  it("are listed as free slots in order of time, with one Query", async ({ ada }) => {
    const page = await listing({ providerId: ada.userId });
    const slot = (n: number) => ({
      providerId: ada.userId,
      startsAt: iso(OPENS + n * QUARTER),
      endsAt: iso(OPENS + (n + 1) * QUARTER),
    });
    expect(page).toMatchObject({ status: 200, requests: ["Query"] });
    expect(page.body).toEqual({ slots: [0, 1, 2, 3].map(slot) });
  });

  it("are an empty list for an unknown provider", async () => {
    expect((await listing({ providerId: provider().userId })).body).toEqual({ slots: [] });
  });

  it("are the same for a client, a provider and an admin", async ({ ada }) => {
    for (const as of [ada, provider(), admin]) {
      const page = await call("listAvailableSlots", { as, query: { providerId: ada.userId } });
      expect(page.body.slots).toHaveLength(4);
    }
  });

  it("are listed from exactly 24 hours ahead: one second later the first slot is gone", async ({ ada }) => {
    expect(await startsOf(ada, OPENS, OPENS + DAY, OPENS - DAY)).toContain(iso(OPENS));
    expect(await startsOf(ada, OPENS, OPENS + DAY, OPENS - DAY + 1)).not.toContain(iso(OPENS));
  });

  it("are cut inside a day: slots start at or after `from` and before `to`", async ({ ada }) => {
    expect(await startsOf(ada, OPENS + QUARTER, OPENS + 3 * QUARTER)).toEqual([
      iso(OPENS + QUARTER),
      iso(OPENS + 2 * QUARTER),
    ]);
    expect(await startsOf(ada, OPENS + 1, OPENS + QUARTER + 1)).toEqual([iso(OPENS + QUARTER)]);
    expect(await startsOf(ada, OPENS + 1, OPENS + QUARTER)).toEqual([]);
  });

  it("are listed up to 7 days from now + 24 h by default", async () => {
    const last = NOW - (NOW % QUARTER) + 8 * DAY;
    const ada = await offering(last - HOUR, last + HOUR);
    const starts = (await list({ providerId: ada.userId })).map(({ startsAt }) => startsAt);
    expect(starts.at(-1)).toBe(iso(last));
  });
});

describe("Given a window", () => {
  it("that ends before now + 24 h is an empty list, without a request to DynamoDB", async () => {
    for (const query of [{ to: iso(NOW + HOUR) }, { from: iso(NOW - DAY), to: iso(NOW + DAY) }]) {
      expect(await listing(query)).toMatchObject({ status: 200, body: { slots: [] }, requests: [] });
    }
  });

  it("of 31 days is listed, and one of a second more is refused", async () => {
    const ada = await offering(OPENS + 30 * DAY, OPENS + 30 * DAY + HOUR);
    expect(await startsOf(ada, OPENS, OPENS + 31 * DAY)).toHaveLength(4);
    const tooWide = { from: iso(OPENS), to: iso(OPENS + 31 * DAY + 1) };
    const refused = await expectRefusal(() => listing(tooWide), 400, "invalid-request");
    expect(refused.body.errors).toEqual([{ path: "query.to", message: "must be at most 31 days after the start" }]);
  });

  it.each([
    ["a reversed window", { from: iso(OPENS), to: iso(OPENS - 1) }, "query.to"],
    ["an empty window", { from: iso(OPENS), to: iso(OPENS) }, "query.to"],
    ["a start that is not an instant", { from: "yesterday" }, "query.from"],
    ["a start after the year 9998", { from: "9999-01-01T00:00:00Z" }, "query.from"],
    ["a limit of 0", { limit: 0 }, "query.limit"],
    ["a limit of 501", { limit: 501 }, "query.limit"],
    ["a limit that is not a number", { limit: "ten" }, "query.limit"],
    ["a limit that overflows", { limit: "99999999999999999999" }, "query.limit"],
    ["a limit in hexadecimal", { limit: "0x10" }, "query.limit"],
    ["an unknown parameter", { providerid: "x" }, "query.providerid"],
    ["an invalid id", { providerId: "a b" }, "query.providerId"],
  ])("%s is a 400 that names the parameter", async (_, query, path) => {
    const refused = await expectRefusal(() => listing(query as Record<string, string>), 400, "invalid-request");
    expect(refused.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  it("that begins long ago is listed from now + 24 h, and one at the end of the year 9998 is empty", async ({
    ada,
  }) => {
    expect(await list({ providerId: ada.userId, from: "0001-01-01T00:00:00Z" })).toHaveLength(4);
    expect(await list({ providerId: ada.userId, from: "9998-12-31T23:00:00Z" })).toEqual([]);
    expect(await list({ from: "9998-12-31T23:00:00Z" })).toEqual([]);
  });
});

describe("Given more slots than a page", () => {
  it("a page has 100 slots by default, and the last page has no nextCursor", async () => {
    const ada = await offering(OPENS, OPENS + 2 * DAY);
    const first = await listing({ providerId: ada.userId });
    expect(first.body.slots).toHaveLength(100);
    const second = await listing({ providerId: ada.userId, cursor: first.body.nextCursor });
    expect(second.body.slots).toHaveLength(92);
    expect(second.body).not.toHaveProperty("nextCursor");
    expect((await listing({ providerId: ada.userId, limit: 192 })).body).not.toHaveProperty("nextCursor");
    expect((await listing({ providerId: ada.userId, limit: 191 })).body).toHaveProperty("nextCursor");
  });

  it("a cursor stays valid while slots come and go: none is listed twice, and none that stays free is skipped", async () => {
    const ada = await offering(OPENS, OPENS + 3 * HOUR);
    const query = { providerId: ada.userId, limit: 4 };
    const first = await listing(query);
    await reserve(client(), ada, OPENS + 3 * QUARTER); // listed last
    await reserve(client(), ada, OPENS + 4 * QUARTER); // would be listed next
    await submit(ada, OPENS - HOUR, OPENS); // before the page
    const second = await listing({ ...query, cursor: first.body.nextCursor });
    expect(second.body.slots.map((slot: { startsAt: string }) => slot.startsAt)).toEqual(
      [5, 6, 7, 8].map((n) => iso(OPENS + n * QUARTER)),
    );
  });

  it("a default end does not drift from page to page", async () => {
    const end = NOW - (NOW % QUARTER) + 8 * DAY;
    const ada = await offering(end - HOUR, end + 2 * HOUR);
    const first = await listing({ providerId: ada.userId, limit: 2 });
    const rest = await listing({ providerId: ada.userId, cursor: first.body.nextCursor }, NOW + HOUR);
    expect(rest.body.slots.at(-1).startsAt).toBe(iso(end));
  });

  it("a cursor from yesterday skips what can no longer be reserved", async () => {
    const ada = await offering(OPENS, OPENS + 4 * HOUR);
    const query = { providerId: ada.userId, from: iso(OPENS), to: iso(OPENS + DAY) };
    const { nextCursor: cursor } = (await listing({ ...query, limit: 1 })).body;
    const late = await listing({ ...query, cursor }, OPENS + 2 * HOUR - DAY);
    expect(late.body.slots[0].startsAt).toBe(iso(OPENS + 2 * HOUR));
    expect((await listing({ ...query, cursor }, OPENS + 2 * DAY)).body).toEqual({ slots: [] });
  });

  it("a cursor of another query is a 400", async () => {
    const ada = await offering(OPENS, OPENS + 3 * HOUR);
    const query = { providerId: ada.userId, from: iso(OPENS) };
    const { nextCursor: cursor } = (await listing({ ...query, limit: 1 })).body;
    for (const other of [
      { ...query, providerId: provider().userId },
      { ...query, from: iso(OPENS + 1) },
      { ...query, to: iso(OPENS + DAY) },
      { from: query.from },
      { providerId: query.providerId },
    ]) {
      const refused = await expectRefusal(() => listing({ ...other, cursor }), 400, "invalid-request");
      expect(refused.body.errors[0]).toEqual({
        path: "query.cursor",
        message: "belongs to another query; repeat the query that it came from",
      });
    }
  });

  it("a cursor at the last slot of a window that ends at midnight has nothing after it", async () => {
    const midnight = OPENS - 8 * HOUR + DAY;
    const ada = await offering(midnight - HOUR, midnight);
    const query = { providerId: ada.userId, from: iso(midnight - DAY), to: iso(midnight) };
    const given = { ...query, from: midnight - DAY, to: midnight };
    const cursor = windowCursors.encode(given, {
      to: midnight,
      after: { providerId: ada.userId, startsAt: midnight - QUARTER },
    });
    expect((await listing({ ...query, cursor })).body).toEqual({ slots: [] });
  });

  it.for<[string, number, object]>([
    ["before the list", OPENS + DAY, { startsAt: OPENS - QUARTER }],
    ["up to another end", OPENS + 2 * DAY, {}],
    ["after another provider's slot", OPENS + DAY, { providerId: "bob" }],
  ])("a forged cursor that continues %s is a 400", async ([, to, after], { ada }) => {
    const given = { providerId: ada.userId, from: OPENS, to: OPENS + DAY };
    const place = { to, after: { providerId: ada.userId, startsAt: OPENS, ...after } };
    const cursor = windowCursors.encode(given, place);
    const query = { ...given, from: iso(given.from), to: iso(given.to), cursor };
    await expectRefusal(() => listing(query), 400, "invalid-request");
  });

  it("the last week that we accept, at the end of the year 9998, has pages too", async () => {
    const at = Date.parse("9998-12-25T00:00:00Z") / 1000;
    const ada = await offering(at + 5 * DAY, at + 5 * DAY + HOUR, at);
    const query = { providerId: ada.userId, from: iso(at + 3 * DAY), limit: 1 };
    expect(await list(query, at)).toHaveLength(4);
    expect(await list({ from: query.from, limit: 1 }, at)).toHaveLength(4);
  });

  it.each([
    ["not base64url", "%%%"],
    ["not JSON", Buffer.from("{").toString("base64url")],
    ["other fields", Buffer.from("{}").toString("base64url")],
    ["a window without end", windowCursors.encode({}, { to: 1e15, after: { providerId: "a", startsAt: OPENS } })],
    [
      "a window of a year",
      windowCursors.encode({}, { to: OPENS + 365 * DAY, after: { providerId: "a", startsAt: OPENS } }),
    ],
    [
      "a slot far before the year 0",
      windowCursors.encode({}, { to: OPENS, after: { providerId: "a", startsAt: -1e300 } }),
    ],
    ["an invalid provider", windowCursors.encode({}, { to: OPENS + DAY, after: { providerId: "#", startsAt: OPENS } })],
  ])("a forged cursor (%s) is a 400", async (_, cursor) => {
    await expectRefusal(() => listing({ cursor }), 400, "invalid-request");
  });
});

describe("Given a crowded day and a short page", () => {
  it("the call reads few items, and four times as many only if it must", async () => {
    const ada = await offering(OPENS, OPENS + 40 * QUARTER);
    const taken = await Promise.all(Array.from({ length: 30 }, (_, n) => reserve(client(), ada, OPENS + n * QUARTER)));
    expect(taken.every(({ status }) => status === 201)).toBe(true);
    const page = await listing({ providerId: ada.userId, limit: 2, from: iso(OPENS), to: iso(OPENS + DAY) });
    expect(page.body.slots).toHaveLength(2);
    // The sheet and 30 claims: 25 items, and then the rest.
    expect(page.requests).toEqual(["Query", "Query"]);
  });
});

describe("Given several providers", () => {
  it("their slots come by UTC day, then provider, then time, over pages, with one Query per day", async () => {
    const day = OPENS + 200 * DAY;
    const at = day - 3 * DAY;
    // Ids that are prefixes of each other must not mix.
    const ids = ["zoe", "zoe.", "zoe.b", "0-zoe"].toSorted();
    for (const userId of ids) {
      const who = provider(userId);
      await call("createUser", { as: who, body: { role: "provider", name: userId }, at });
      await submit(who, day, day + 2 * QUARTER, at);
      await submit(who, day + DAY, day + DAY + QUARTER, at);
    }
    const window = { from: iso(day), to: iso(day + 2 * DAY) };
    const expected = ids
      .flatMap((providerId) => [0, 1].map((n) => ({ providerId, startsAt: iso(day + n * QUARTER) })))
      .concat(ids.map((providerId) => ({ providerId, startsAt: iso(day + DAY) })));
    for (const limit of [1, 2, 3, 100]) {
      const slots = await list({ ...window, limit }, at);
      expect(slots.map(({ providerId, startsAt }) => ({ providerId, startsAt }))).toEqual(expected);
    }
    const page = await listing({ ...window }, at);
    expect(page.requests).toEqual(["Query", "Query", "Query"]);
  });

  it("held and booked slots are left out, and a held one comes back when the hold lapses", async () => {
    const day = OPENS + 300 * DAY;
    const at = day - 3 * DAY;
    const ada = await offering(day, day + 3 * QUARTER, at);
    const booked = await reserve(client("grace"), ada, day, at);
    await confirm(client("grace"), booked.body.appointmentId, at);
    await reserve(client(), ada, day + QUARTER, at);
    const window = { from: iso(day), to: iso(day + DAY) };
    expect((await list(window, at)).map(({ startsAt }) => startsAt)).toEqual([iso(day + 2 * QUARTER)]);
    expect((await list(window, at + 30 * MINUTE)).map(({ startsAt }) => startsAt)).toEqual([
      iso(day + QUARTER),
      iso(day + 2 * QUARTER),
    ]);
  });
});
