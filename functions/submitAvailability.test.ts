import { describe, expect, it } from "vitest";
import {
  admin,
  call,
  client,
  confirm,
  contents,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
  list,
  MINUTE,
  NOW,
  newProvider,
  offering,
  provider,
  reserve,
  startsOf,
  submit,
  type Who,
  writesNothing,
} from "../test/harness.ts";

const TODAY = NOW - (NOW % DAY);
/** Friday 2031-03-07. */
const FRIDAY = TODAY + 4 * DAY;
const at = (hours: number, minutes = 0) => FRIDAY + hours * HOUR + minutes * MINUTE;

const submitting =
  (as: Who, of: Who, startsAt: string | number, endsAt: string | number, now = NOW) =>
  () =>
    call("submitAvailability", {
      as,
      path: { providerId: of.userId },
      body: {
        startsAt: typeof startsAt === "number" ? iso(startsAt) : startsAt,
        endsAt: typeof endsAt === "number" ? iso(endsAt) : endsAt,
      },
      at: now,
    });

describe("Given hours to offer", () => {
  it("08:00-15:00 are exactly 28 slots, 08:00 … 14:45, with one read, one update per UTC day and one Query", async () => {
    const ada = await newProvider();
    const submitted = await submitting(ada, ada, at(8), at(15))();
    expect(submitted).toMatchObject({
      status: 201,
      body: { providerId: ada.userId, startsAt: iso(at(8)), endsAt: iso(at(15)), slots: 28 },
      requests: ["GetItem", "UpdateItem", "Query"],
    });
    const slots = await startsOf(ada, FRIDAY, FRIDAY + DAY);
    expect(slots).toHaveLength(28);
    expect([slots[0], slots.at(-1)]).toEqual([iso(at(8)), iso(at(14, 45))]);
  });

  it("are kept until a day after their UTC day has ended", async () => {
    const ada = await newProvider();
    await submitting(ada, ada, at(8), at(9))();
    const sheet = (await contents()).map((item) => JSON.parse(item)).find(({ pk }) => pk === `PROVIDER#${ada.userId}`);
    expect(iso(sheet.expiresAt)).toBe(iso(FRIDAY + 2 * DAY));
  });

  it("08:07-14:53 are rounded inward to 26 slots, 08:15 … 14:30", async () => {
    const ada = await newProvider();
    const submitted = await submitting(ada, ada, at(8, 7), at(14, 53))();
    expect(submitted.body).toMatchObject({ startsAt: iso(at(8, 15)), endsAt: iso(at(14, 45)), slots: 26 });
    const slots = await startsOf(ada, FRIDAY, FRIDAY + DAY);
    expect([slots.length, slots[0], slots.at(-1)]).toEqual([26, iso(at(8, 15)), iso(at(14, 30))]);
  });

  it("of one aligned quarter are 1 slot, and of one second less are none", async () => {
    const ada = await newProvider();
    expect((await submitting(ada, ada, at(8), at(8, 15))()).body.slots).toBe(1);
    await expectRefusal(submitting(ada, ada, at(9), at(9, 15) - 1), 400, "invalid-request");
    await expectRefusal(submitting(ada, ada, at(9) + 1, at(9, 15)), 400, "invalid-request");
    expect(await startsOf(ada, FRIDAY, FRIDAY + DAY)).toEqual([iso(at(8))]);
  });

  it("are rounded inward even by the smallest fraction of a second", async () => {
    const ada = await newProvider();
    const start = iso(at(8)).replace("Z", ".0000000001Z");
    const end = iso(at(9) - 1).replace("Z", ".9999999999Z");
    const submitted = await submitting(ada, ada, start, end)();
    expect(submitted.body).toMatchObject({ startsAt: iso(at(8, 15)), endsAt: iso(at(8, 45)), slots: 2 });
  });

  it("may be written with any offset", async () => {
    const ada = await newProvider();
    const submitted = await submitting(ada, ada, "2031-03-07T10:00:00+02:00", "2031-03-07T04:00:00-05:00")();
    expect(submitted.body).toMatchObject({
      startsAt: "2031-03-07T08:00:00Z",
      endsAt: "2031-03-07T09:00:00Z",
      slots: 4,
    });
  });

  it("may cross midnight UTC and last for days", async () => {
    const ada = await newProvider();
    const submitted = await submitting(ada, ada, at(23, 30), at(24 + 24, 30))();
    expect(submitted).toMatchObject({
      body: { slots: 2 + 96 + 2 },
      requests: ["GetItem", "UpdateItem", "UpdateItem", "UpdateItem", "Query"],
    });
    const slots = await startsOf(ada, FRIDAY, FRIDAY + 3 * DAY);
    expect([slots.length, slots[0], slots[1], slots[2], slots.at(-1)]).toEqual([
      100,
      iso(at(23, 30)),
      iso(at(23, 45)),
      iso(at(24)),
      iso(at(48, 15)),
    ]);
  });

  it("may be 31 days long, and not a second longer", async () => {
    const ada = await newProvider();
    expect((await submitting(ada, ada, FRIDAY, FRIDAY + 31 * DAY)()).body.slots).toBe(31 * 96);
    const refused = await expectRefusal(submitting(ada, ada, FRIDAY, FRIDAY + 31 * DAY + 1), 400, "invalid-request");
    expect(refused.body.errors).toEqual([{ path: "body.endsAt", message: "must be at most 31 days after the start" }]);
  });

  it("that began before now are cut off at now", async () => {
    const ada = await newProvider();
    const submitted = await submitting(ada, ada, TODAY, TODAY + 12 * HOUR)();
    // NOW is 10:07:30.
    expect(submitted.body).toMatchObject({ startsAt: iso(TODAY + 10 * HOUR + 15 * MINUTE), slots: 7 });
  });
});

describe("Given hours that are offered already", () => {
  it("submitting again changes nothing", async () => {
    const ada = await offering(at(8), at(15));
    await writesNothing(submitting(ada, ada, at(8), at(15)));
    await writesNothing(submitting(ada, ada, at(9), at(10)));
  });

  it("overlapping hours add what is new, and nothing twice", async () => {
    const ada = await offering(at(8), at(10));
    await submit(ada, at(9), at(11));
    expect(await startsOf(ada, FRIDAY, FRIDAY + DAY)).toHaveLength(12);
  });

  it("submitting 20 times in parallel, with different starts, is the same as once", async () => {
    const ada = await newProvider();
    const twenty = Array.from({ length: 20 }, (_, n) => submitting(ada, ada, at(8 + (n % 3)), at(15)));
    const answers = await Promise.all(twenty.map((one) => one()));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(await startsOf(ada, FRIDAY, FRIDAY + DAY)).toHaveLength(28);
  });

  it("submitting again releases nothing that is held or booked", async () => {
    const ada = await offering(at(8), at(15));
    const grace = client();
    const held = await reserve(grace, ada, at(8));
    const booked = await reserve(grace, ada, at(9));
    await confirm(grace, booked.body.appointmentId);
    await writesNothing(() => submit(ada, at(8), at(15)));
    const free = await startsOf(ada, FRIDAY, FRIDAY + DAY);
    expect(free).toHaveLength(26);
    expect((await get(grace, held.body.appointmentId)).body.status).toBe("reserved");
    expect((await get(grace, booked.body.appointmentId)).body.status).toBe("confirmed");
  });
});

describe("Given hours without a slot", () => {
  it.each([
    ["empty", at(8), at(8), "body.endsAt", "must be later than the start"],
    ["reversed", at(9), at(8), "body.endsAt", "must be later than the start"],
    ["past", NOW - HOUR, NOW, "body.endsAt", "has passed: all of these hours are in the past"],
    ["within one slot", at(8, 1), at(8, 29), "body", "has no whole slot on the 15-minute grid from now on"],
    ["over before the next slot", NOW - HOUR, NOW + 60, "body", "has no whole slot on the 15-minute grid from now on"],
  ])("that are %s are a 400 that says so", async (_, from, to, path, message) => {
    const ada = await newProvider();
    const refused = await expectRefusal(submitting(ada, ada, from, to), 400, "invalid-request");
    expect(refused.body.errors).toEqual([{ path, message }]);
  });

  it.each([
    "2031-02-29T08:00:00Z",
    "2031-03-07T24:00:00Z",
    "2031-03-07 08:00:00Z",
    "2031-03-07T08:00:00",
    "9999-06-01T00:00:00Z",
  ])("%s is not an instant", async (startsAt) => {
    const ada = await newProvider();
    const refused = await expectRefusal(submitting(ada, ada, startsAt, at(15)), 400, "invalid-request");
    expect(refused.body.errors[0].path).toBe("body.startsAt");
  });
});

describe("Given a caller whose hours they are not", () => {
  it("another provider and a client are forbidden", async () => {
    const ada = await newProvider();
    await expectRefusal(submitting(provider(), ada, at(8), at(15)), 403, "forbidden");
    await expectRefusal(submitting(client(), ada, at(8), at(15)), 403, "forbidden");
    await expectRefusal(submitting(client(ada.userId), ada, at(8), at(15)), 403, "forbidden");
  });

  it("an admin may submit them", async () => {
    const ada = await newProvider();
    expect((await submitting(admin, ada, at(8), at(15))()).status).toBe(201);
  });

  it("a provider without a profile is not-found", async () => {
    const bob = provider();
    await expectRefusal(submitting(bob, bob, at(8), at(15)), 404, "not-found");
    const grace = client();
    await call("createUser", { as: grace, body: { role: "client", name: "Grace" } });
    await expectRefusal(submitting(admin, grace, at(8), at(15)), 404, "not-found");
    expect(await list({ providerId: bob.userId })).toEqual([]);
  });
});
