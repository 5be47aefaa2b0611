import { describe, expect, it } from "vitest";
import {
  admin,
  booked,
  call,
  cancel,
  client,
  DAY,
  expectRefusal,
  HOUR,
  iso,
  MINUTE,
  NOW,
  offering,
  provider,
  reserve,
  type Who,
} from "../test/harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
const [ada, bob] = [await offering(OPENS, OPENS + 7 * HOUR), await offering(OPENS, OPENS + 7 * HOUR)];

const page = (as: Who, of: Who, query: Record<string, string | number> = {}, at = NOW) =>
  call("listClientAppointments", { as, path: { clientId: of.userId }, query, at });

const ids = async (of: Who, query: Record<string, string | number> = {}, at = NOW) =>
  (await page(of, of, query, at)).body.appointments.map(
    ({ appointmentId }: { appointmentId: string }) => appointmentId,
  );

describe("Given the list of a client with appointments with two providers", async () => {
  const grace = client();
  const late = await booked(grace, ada, OPENS + HOUR);
  const dropped = await booked(grace, ada, OPENS);
  await cancel(grace, dropped.appointmentId);
  const early = (await reserve(grace, bob, OPENS)).body;
  await booked(client(), ada, OPENS + 2 * HOUR);

  it("has the client's own, in order of time, with two requests", async () => {
    const listed = await page(grace, grace);
    expect(listed).toMatchObject({ status: 200, requests: ["Query", "Query"] });
    expect(listed.body.appointments).toHaveLength(3);
    expect(listed.body.appointments.at(-1)).toEqual(late);
    expect(listed.body.appointments).toContainEqual(early);
    expect(listed.body.nextCursor).toBeUndefined();
  });

  it.each(["reserved", "confirmed", "cancelled"])(
    "reads only the %s ones when asked for them, with one request",
    async (status) => {
      expect((await page(grace, grace, { status })).requests).toEqual(["Query"]);
    },
  );

  it("has cancelled appointments, even when someone else has their slot", async () => {
    const [again, startsAt] = [client(), OPENS + 3 * HOUR + 15 * MINUTE];
    const { appointmentId } = await booked(again, ada, startsAt);
    await cancel(again, appointmentId);
    await reserve(again, ada, startsAt);
    await cancel(again, (await ids(again, { status: "reserved" }))[0]);
    await reserve(client(), ada, startsAt);
    expect(await ids(again)).toHaveLength(2);
    expect(await ids(again, { status: "cancelled" })).toContain(appointmentId);
    expect(await ids(again, { status: "confirmed" })).toEqual([]);
  });

  it("is the same for an admin, and refused to anyone else", async () => {
    expect((await page(admin, grace)).body).toEqual((await page(grace, grace)).body);
    for (const other of [client(), provider(), ada]) await expectRefusal(() => page(other, grace), 403, "forbidden");
  });

  it.each([
    ["reserved", early],
    ["confirmed", late],
    ["cancelled", dropped],
  ])("has only the %s ones when asked for them", async (status, { appointmentId }) => {
    expect(await ids(grace, { status })).toEqual([appointmentId]);
  });

  it("has what starts at `from` and not what starts at `to`", async () => {
    expect(await ids(grace, { from: iso(OPENS + 1) })).toEqual([late.appointmentId]);
    expect(await ids(grace, { from: iso(OPENS + HOUR) })).toEqual([late.appointmentId]);
    expect(await ids(grace, { from: iso(OPENS + HOUR + 1) })).toEqual([]);
    expect(await ids(grace, { from: iso(OPENS + HOUR), to: iso(OPENS + HOUR + 1) })).toEqual([late.appointmentId]);
    expect(await ids(grace, { to: iso(OPENS + HOUR) })).toHaveLength(2);
    expect(await ids(grace, { to: iso(OPENS + HOUR + 1) })).toHaveLength(3);
    expect(await ids(grace, { from: iso(OPENS + 60), to: iso(OPENS + 120) })).toEqual([]);
  });

  it("has a hold in its last second, and not once it has lapsed, swept or not", async () => {
    expect(await ids(grace, {}, NOW + 30 * MINUTE - 1)).toContain(early.appointmentId);
    expect(await ids(grace, {}, NOW + 30 * MINUTE)).not.toContain(early.appointmentId);
  });

  it("has past appointments", async () => {
    expect(await ids(grace, { status: "confirmed" }, OPENS + 40 * DAY)).toEqual([late.appointmentId]);
  });

  it("is a 400 for a window that ends where it begins", async () => {
    await expectRefusal(() => page(grace, grace, { from: iso(OPENS), to: iso(OPENS) }), 400, "invalid-request");
  });
});

describe("Given the list of more appointments than a page has", async () => {
  const alan = client();
  const all: string[] = [];
  for (const hour of [3, 4, 5]) all.push((await booked(alan, ada, OPENS + hour * HOUR)).appointmentId);
  // The same time twice: cancelled with one provider, booked with the other.
  const twice = await booked(alan, ada, OPENS + 6 * HOUR);
  await cancel(alan, twice.appointmentId);
  all.push(twice.appointmentId, (await booked(alan, bob, OPENS + 6 * HOUR)).appointmentId);

  it.each([1, 2, 3, 4])(
    "has each once, in order of time, over pages of %i, with two requests per page",
    async (limit) => {
      const listed: string[] = [];
      let cursor: string | undefined;
      do {
        const one = await page(alan, alan, { limit, ...(cursor && { cursor }) });
        expect(one.requests).toEqual(["Query", "Query"]);
        expect(one.body.appointments.length).toBeLessThanOrEqual(limit);
        for (const { appointmentId } of one.body.appointments) listed.push(appointmentId);
        cursor = one.body.nextCursor;
      } while (cursor);
      expect(listed.toSorted()).toEqual(all.toSorted());
      expect(listed.slice(0, 3)).toEqual(all.slice(0, 3));
    },
  );

  it("has no next page when the last entry ends this one", async () => {
    expect((await page(alan, alan, { limit: 5 })).body.nextCursor).toBeUndefined();
  });

  it("is a 400 for a cursor of another client or status, or one that is not ours", async () => {
    const { nextCursor } = (await page(alan, alan, { limit: 1 })).body;
    await expectRefusal(() => page(admin, client(), { cursor: nextCursor }), 400, "invalid-request");
    await expectRefusal(() => page(alan, alan, { cursor: nextCursor, status: "reserved" }), 400, "invalid-request");
    await expectRefusal(() => page(alan, alan, { cursor: "bm8" }), 400, "invalid-request");
  });

  it.each([
    ["before its window", OPENS + 3 * HOUR],
    ["at the end of its window", OPENS + 6 * HOUR],
  ])("is a 400 for a forged cursor that continues %s", async (_, startsAt) => {
    const window = { from: iso(OPENS + 4 * HOUR), to: iso(OPENS + 6 * HOUR) };
    const { nextCursor } = (await page(alan, alan, { ...window, limit: 1 })).body;
    const { query } = JSON.parse(Buffer.from(nextCursor, "base64url").toString());
    const forged = JSON.stringify({ query, place: { startsAt, appointmentId: "any" } });
    const cursor = Buffer.from(forged).toString("base64url");
    await expectRefusal(() => page(alan, alan, { ...window, cursor }), 400, "invalid-request");
  });
});
