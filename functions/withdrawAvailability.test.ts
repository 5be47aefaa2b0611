import { describe, expect } from "vitest";
import { CLOSES, it, OPENS } from "../test/fixtures.ts";
import {
  type Answer,
  admin,
  call,
  cancel,
  client,
  confirm,
  contents,
  DAY,
  expectRefusal,
  get,
  HOUR,
  iso,
  loseReply,
  MINUTE,
  NOW,
  offering,
  once,
  provider,
  reserve,
  startsOf,
  submit,
  type Who,
} from "../test/harness.ts";

const SLOT = 15 * MINUTE;
const HOLD = 30 * MINUTE;

const withdraw = (of: Who, from: number, to: number, at = NOW, as = of) =>
  call("withdrawAvailability", {
    as,
    path: { providerId: of.userId },
    query: { from: iso(from), to: iso(to) },
    at,
  });

const withdrawDay = (as: Who, query: Record<string, string>, at = NOW) =>
  call("withdrawAvailability", { as, path: { providerId: as.userId }, query, at });

const ids = ({ body }: Answer) => body.appointments.map((one: { appointmentId: string }) => one.appointmentId);

/** The type of the problem with which a stranger's reservation of a slot is refused. */
const refusedTo = async (stranger: Who, of: Who, startsAt: number) => (await reserve(stranger, of, startsAt)).body.type;

describe("Given hours nobody has reserved", () => {
  it("are withdrawn with one Query and one write per slot, and nobody can list or reserve them", async ({ ada }) => {
    const withdrawn = await withdraw(ada, OPENS + HOUR, OPENS + 2 * HOUR);
    expect(withdrawn).toMatchObject({
      status: 200,
      requests: ["Query", "PutItem", "PutItem", "PutItem", "PutItem"],
      body: { from: iso(OPENS + HOUR), to: iso(OPENS + 2 * HOUR), withdrawn: 4, appointments: [] },
    });
    const left = await startsOf(ada, OPENS, CLOSES);
    expect(left).toHaveLength(24);
    expect(left).toContain(iso(OPENS + HOUR - SLOT));
    expect(left).not.toContain(iso(OPENS + HOUR));
    expect(left).not.toContain(iso(OPENS + 2 * HOUR - SLOT));
    expect(left).toContain(iso(OPENS + 2 * HOUR));
    await expectRefusal(() => reserve(client(), ada, OPENS + HOUR), 404, "slot-not-offered");
  });

  it("give the same reply when withdrawn again, and nothing is written", async ({ ada }) => {
    const first = await withdraw(ada, OPENS, CLOSES);
    const before = await contents();
    const again = await withdraw(ada, OPENS, CLOSES);
    expect(again).toMatchObject({ status: 200, requests: ["Query"], body: first.body });
    expect(first.body.withdrawn).toBe(28);
    expect(await contents()).toEqual(before);
  });

  it("lose every slot that the interval touches, and no other", async ({ ada }) => {
    const { body } = await withdraw(ada, OPENS + SLOT + 1, OPENS + 2 * SLOT + 1);
    expect(body).toMatchObject({ from: iso(OPENS + SLOT), to: iso(OPENS + 3 * SLOT), withdrawn: 2 });
    expect(await startsOf(ada, OPENS, OPENS + HOUR)).toEqual([iso(OPENS), iso(OPENS + 3 * SLOT)]);
  });

  it("are not appointments, even for callers who know the id that their block has", async ({ ada }) => {
    await withdraw(ada, OPENS, OPENS + SLOT);
    const block = (await contents()).find((item) => item.includes(`${ada.userId}"`) && item.includes("blocked"));
    const { appointmentId } = JSON.parse(`${block}`);
    for (const who of [ada, admin]) {
      await expectRefusal(() => get(who, appointmentId), 404, "not-found");
      await expectRefusal(() => cancel(who, appointmentId), 404, "not-found");
    }
  });

  it("are withdrawn by an admin too", async ({ ada }) => {
    expect((await withdraw(ada, OPENS, CLOSES, NOW, admin)).body.withdrawn).toBe(28);
  });

  it("are offered again once they are submitted again, with one update per block, and no others are", async ({
    ada,
  }) => {
    await withdraw(ada, OPENS, CLOSES);
    const resubmitted = await call("submitAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      body: { startsAt: iso(OPENS), endsAt: iso(OPENS + 2 * SLOT) },
    });
    expect(resubmitted).toMatchObject({
      status: 201,
      requests: ["GetItem", "UpdateItem", "Query", "UpdateItem", "UpdateItem"],
    });
    expect(await startsOf(ada, OPENS, CLOSES)).toEqual([iso(OPENS), iso(OPENS + SLOT)]);
    expect((await reserve(client(), ada, OPENS)).status).toBe(201);
  });
});

/** Runs at each update that lifts a block: those after the Query that finds the blocks. */
function atLift(run: () => unknown) {
  let found = false;
  return async (name: string) => {
    if (name === "Query") found = true;
    if (found && name === "UpdateItem") await run();
  };
}

function onlyOnce(run: () => unknown) {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await run();
  };
}

describe("Given a submission that lifts a block and loses the reply", () => {
  it("does not lift the block of a withdrawal that comes before its second try", async () => {
    const ada = await offering(OPENS, OPENS + SLOT);
    await withdraw(ada, OPENS, OPENS + SLOT);
    const submitted = await call("submitAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      body: { startsAt: iso(OPENS), endsAt: iso(OPENS + SLOT) },
      after: atLift(
        onlyOnce(async () => {
          expect(await startsOf(ada, OPENS, OPENS + SLOT)).toEqual([iso(OPENS)]);
          expect((await withdraw(ada, OPENS, OPENS + SLOT)).body.withdrawn).toBe(1);
          loseReply();
        }),
      ),
    });
    expect(submitted).toMatchObject({
      status: 201,
      requests: ["GetItem", "UpdateItem", "Query", "UpdateItem", "UpdateItem"],
    });
    expect(await startsOf(ada, OPENS, OPENS + SLOT)).toEqual([]);
  });
});

describe("Given withdrawn hours whose blocks DynamoDB does not lift", () => {
  it("are a 503 when submitted again, and a repeat offers them", async ({ ada }) => {
    await withdraw(ada, OPENS, OPENS + SLOT);
    const again = {
      as: ada,
      path: { providerId: ada.userId },
      body: { startsAt: iso(OPENS), endsAt: iso(OPENS + SLOT) },
    };
    const before = atLift(loseReply);
    expect((await call("submitAvailability", { ...again, before })).status).toBe(503);
    expect(await startsOf(ada, OPENS, OPENS + SLOT)).toEqual([]);
    expect((await call("submitAvailability", again)).status).toBe(201);
    expect(await startsOf(ada, OPENS, OPENS + SLOT)).toEqual([iso(OPENS)]);
  });
});

describe("Given withdrawn hours that are submitted by two calls at once", () => {
  it("the second does not touch a slot that the first offered again and someone reserved since", async ({
    ada,
    grace,
  }) => {
    await withdraw(ada, OPENS, OPENS + SLOT);
    const resubmitted = await call("submitAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      body: { startsAt: iso(OPENS), endsAt: iso(OPENS + SLOT) },
      before: atLift(
        onlyOnce(async () => {
          await submit(ada, OPENS, OPENS + SLOT);
          expect((await reserve(grace, ada, OPENS)).status).toBe(201);
        }),
      ),
    });
    expect(resubmitted.status).toBe(201);
    expect((await reserve(grace, ada, OPENS)).status).toBe(200);
  });
});

describe("Given hours with appointments in them", () => {
  it("keep them, and the reply lists them in order with id, time and status", async ({ ada, grace }) => {
    const confirmed = (await reserve(grace, ada, OPENS + SLOT)).body.appointmentId;
    await confirm(grace, confirmed);
    const held = (await reserve(grace, ada, OPENS)).body.appointmentId;
    const withdrawn = await withdraw(ada, OPENS, CLOSES);
    expect(withdrawn.body).toMatchObject({
      withdrawn: 26,
      appointments: [
        { appointmentId: held, startsAt: iso(OPENS), status: "reserved", expiresAt: iso(NOW + HOLD) },
        { appointmentId: confirmed, startsAt: iso(OPENS + SLOT), status: "confirmed" },
      ],
    });
    expect((await confirm(grace, held)).status).toBe(200);
    expect((await get(grace, confirmed)).body.status).toBe("confirmed");
  });

  it("keep them when the hours are submitted again: only blocks are lifted", async ({
    ada,
    grace,
    hold: { appointmentId },
  }) => {
    await confirm(grace, appointmentId);
    await withdraw(ada, OPENS, CLOSES);
    await submit(ada, OPENS, CLOSES);
    expect((await get(grace, appointmentId)).body.status).toBe("confirmed");
    expect(await startsOf(ada, OPENS, CLOSES)).toHaveLength(27);
  });

  it("keep a hold in its last second, and not one that is exactly thirty minutes old", async ({ ada }) => {
    const held = await reserve(client(), ada, OPENS);
    const last = await withdraw(ada, OPENS, OPENS + SLOT, NOW + HOLD - 1);
    expect([last.body.withdrawn, ids(last)]).toEqual([0, [held.body.appointmentId]]);
    const over = await withdraw(ada, OPENS, OPENS + SLOT, NOW + HOLD);
    expect([over.body.withdrawn, ids(over)]).toEqual([1, []]);
    expect(await refusedTo(client(), ada, OPENS)).toBe("/problems/slot-not-offered");
  });
});

describe("Given a slot that is reserved and cancelled while it is withdrawn", () => {
  it("the withdrawal is a 503, and a repeat withdraws it", async ({ grace }) => {
    const ada = await offering(OPENS, OPENS + SLOT);
    const refused = await call("withdrawAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      query: { from: iso(OPENS), to: iso(OPENS + SLOT) },
      before: once("PutItem", async () => cancel(grace, (await reserve(grace, ada, OPENS)).body.appointmentId)),
    });
    expect(refused.status).toBe(503);
    expect((await withdraw(ada, OPENS, OPENS + SLOT)).body.withdrawn).toBe(1);
  });
});

describe("Given hours partly past", () => {
  it("are withdrawn from now on: a slot that begins now is, one that began a second ago is not", async ({ ada }) => {
    const begins = OPENS + HOUR;
    const sharp = await withdraw(ada, OPENS, begins + SLOT, begins);
    expect(sharp.body).toMatchObject({ from: iso(begins), withdrawn: 1 });
    const late = await withdraw(ada, OPENS, begins + 2 * SLOT, begins + 1);
    expect(late.body).toMatchObject({ from: iso(begins + SLOT), withdrawn: 1 });
  });

  it("are a 400 when every slot of them has begun", async ({ ada }) => {
    const refused = await expectRefusal(() => withdraw(ada, OPENS, CLOSES, CLOSES - SLOT + 1), 400, "invalid-request");
    expect(refused.body.errors).toEqual([{ path: "query.to", message: "has passed: every slot in it has begun" }]);
    expect((await withdraw(ada, OPENS, CLOSES, CLOSES - SLOT)).body.withdrawn).toBe(1);
  });
});

describe("Given a calendar day", () => {
  // 09:00Z on Friday 2031-03-07 to 03:00Z on the Saturday: 04:00-22:00 in New York, where the Friday is 05:00Z-05:00Z.
  const FRIDAY = Date.parse("2031-03-07T00:00:00Z") / 1000;

  it("is that day in the zone that the call names", async () => {
    const ada = await offering(FRIDAY, FRIDAY + 2 * DAY);
    const withdrawn = await withdrawDay(ada, { date: "2031-03-07", timeZone: "America/New_York" });
    expect(withdrawn.body).toMatchObject({
      from: "2031-03-07T05:00:00Z", // 00:00 in New York
      to: "2031-03-08T05:00:00Z",
      timeZone: "America/New_York",
      withdrawn: 96,
    });
    expect(withdrawn.requests).not.toContain("GetItem");
  });

  it("is 23 hours long where clocks go forward, and 25 where they go back", async () => {
    const ada = await offering(FRIDAY, FRIDAY + 4 * DAY);
    const spring = await withdrawDay(ada, { date: "2031-03-09", timeZone: "America/New_York" });
    expect(spring.body).toMatchObject({ from: "2031-03-09T05:00:00Z", to: "2031-03-10T04:00:00Z", withdrawn: 92 });
    const november = Date.parse("2031-11-01T00:00:00Z") / 1000;
    await submit(ada, november, november + 4 * DAY);
    const fall = await withdrawDay(ada, { date: "2031-11-02", timeZone: "America/New_York" });
    expect(fall.body).toMatchObject({ from: "2031-11-02T04:00:00Z", to: "2031-11-03T05:00:00Z", withdrawn: 100 });
  });

  it("is in the provider's own zone by default, with one read more", async () => {
    const ada = provider();
    await call("createUser", { as: ada, body: { role: "provider", name: "Ada", timeZone: "Asia/Kathmandu" } });
    await submit(ada, FRIDAY, FRIDAY + DAY);
    const withdrawn = await withdrawDay(ada, { date: "2031-03-07" });
    expect(withdrawn.body).toMatchObject({ timeZone: "Asia/Kathmandu", to: "2031-03-07T18:15:00Z", withdrawn: 73 });
    expect(withdrawn.requests[0]).toBe("GetItem");
  });

  it("is a 400 that names timeZone if neither the call nor the profile has one", async ({ ada }) => {
    const refused = await expectRefusal(() => withdrawDay(ada, { date: "2031-03-07" }), 400, "invalid-request");
    expect(refused.body.errors).toEqual([
      { path: "query.timeZone", message: "is required: the provider's profile has no time zone" },
    ]);
  });
});

describe("Given a query that says too little or too much", () => {
  const [from, to] = [iso(OPENS), iso(CLOSES)];
  it.each<[string, Record<string, string>, string[]]>([
    ["nothing", {}, ["query.from", "query.to"]],
    ["no end", { from }, ["query.to"]],
    ["a day and an interval", { date: "2031-03-07", from, to }, ["query.from", "query.to"]],
    ["a zone with instants", { from, to, timeZone: "Europe/London" }, ["query.timeZone"]],
    ["an unknown zone and day", { date: "2031-02-29", timeZone: "Mars/Olympus" }, ["query.date", "query.timeZone"]],
    ["an empty interval", { from, to: from }, ["query.to"]],
    ["a second more than 31 days", { from, to: iso(OPENS + 31 * DAY + 1) }, ["query.to"]],
    ["a past day", { date: "2031-03-02", timeZone: "Europe/London" }, ["query.date"]],
  ])("is a 400 that names it: %s", async (_, query, paths) => {
    const ada = await offering(OPENS, CLOSES);
    const refused = await expectRefusal(() => withdrawDay(ada, query), 400, "invalid-request");
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  it("may span exactly 31 days", async ({ ada }) => {
    expect((await withdraw(ada, OPENS, OPENS + 31 * DAY)).body.withdrawn).toBe(28);
  });
});

describe("Given another provider's hours", () => {
  it("another provider and a client may not withdraw them", async ({ ada }) => {
    await expectRefusal(() => withdraw(ada, OPENS, CLOSES, NOW, provider()), 403, "forbidden");
    await expectRefusal(() => withdraw(ada, OPENS, CLOSES, NOW, client()), 403, "forbidden");
  });
});
