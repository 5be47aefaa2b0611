import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect } from "vitest";
import { windowCursors } from "../shared/http/cursor.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { claimKey, sheetKey } from "../shared/store/keys.ts";
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
  MINUTE,
  NOW,
  newClient,
  offering,
  provider,
  reserve,
  submit,
  type Who,
} from "../test/harness.ts";

const CLOSES = OPENS + 2 * HOUR;
const it = base.extend("hours", [OPENS, CLOSES]);
const SLOT = 15 * MINUTE;
const HOLD = 30 * MINUTE;

const schedule = (of: Who, query: Record<string, string | number> = {}, at = NOW, as = of) =>
  call("getSchedule", { as, path: { providerId: of.userId }, query, at });

const during = (from: number, to: number) => ({ from: iso(from), to: iso(to) });

const withdraw = (of: Who, from: number, to: number) =>
  call("withdrawAvailability", { as: of, path: { providerId: of.userId }, query: during(from, to) });

/** Eight slots: one held, one confirmed, one withdrawn, the others open. */
async function busyDay(ada: Who, grace: Who) {
  const held = (await reserve(grace, ada, OPENS + SLOT)).body.appointmentId;
  const confirmed = (await reserve(grace, ada, OPENS + 3 * SLOT)).body.appointmentId;
  await confirm(grace, confirmed);
  await withdraw(ada, OPENS + 5 * SLOT, OPENS + 6 * SLOT);
  return { held, confirmed };
}

const statuses = ({ body }: Awaited<ReturnType<typeof schedule>>) =>
  body.slots.map(({ status }: { status: string }) => status);

describe("Given a provider's day", () => {
  it("shows each slot's status and client, with one Query and one batch", async ({ ada, grace }) => {
    const { held, confirmed } = await busyDay(ada, grace);
    await newClient(grace, "grace@example.com");
    const who = { clientId: grace.userId, clientName: "Grace", clientEmail: "grace@example.com" };
    const day = await schedule(ada, during(OPENS, CLOSES));
    expect(day).toMatchObject({ status: 200, requests: ["Query", "BatchGetItem"] });
    expect(day.body.nextCursor).toBeUndefined();
    const slot = (i: number) => ({ startsAt: iso(OPENS + i * SLOT), endsAt: iso(OPENS + (i + 1) * SLOT) });
    expect(day.body.slots).toEqual([
      { ...slot(0), status: "open" },
      {
        ...slot(1),
        status: "reserved",
        appointmentId: held,
        ...who,
        expiresAt: iso(NOW + HOLD),
      },
      { ...slot(2), status: "open" },
      { ...slot(3), status: "confirmed", appointmentId: confirmed, ...who },
      { ...slot(4), status: "open" },
      { ...slot(5), status: "withdrawn" },
      { ...slot(6), status: "open" },
      { ...slot(7), status: "open" },
    ]);
  });

  it("names no client without a profile, and reads no profile if there are no clients", async ({ ada, grace }) => {
    const open = await schedule(ada, during(OPENS, CLOSES));
    expect(open.requests).toEqual(["Query"]);
    await busyDay(ada, grace);
    const slots: object[] = (await schedule(ada, during(OPENS, CLOSES))).body.slots;
    expect(slots.filter((slot) => "clientId" in slot)).toHaveLength(2);
    expect(slots.filter((slot) => "clientName" in slot || "clientEmail" in slot)).toEqual([]);
  });

  it("reads the profiles of a hundred clients in one batch, and of one more in two", async () => {
    const ada = await offering(OPENS, OPENS + DAY + HOUR + SLOT);
    await Promise.all(Array.from({ length: 100 }, (_, index) => reserve(client(), ada, OPENS + index * SLOT)));
    const page = () => schedule(ada, { ...during(OPENS, OPENS + 2 * DAY), limit: 500 });
    expect((await page()).requests.filter((name) => name === "BatchGetItem")).toHaveLength(1);
    const last = client();
    await newClient(last);
    await reserve(last, ada, OPENS + 100 * SLOT);
    const { requests, body } = await page();
    expect(requests.filter((name) => name === "BatchGetItem")).toHaveLength(2);
    expect(body.slots.at(-1)).toMatchObject({ clientId: last.userId, clientName: "Grace" });
  });

  it("shows a hold in its last second, and an open slot when it is exactly thirty minutes old", async ({
    ada,
    grace,
  }) => {
    await busyDay(ada, grace);
    const slot = during(OPENS + SLOT, OPENS + 2 * SLOT);
    expect(statuses(await schedule(ada, slot, NOW + HOLD - 1))).toEqual(["reserved"]);
    expect(statuses(await schedule(ada, slot, NOW + HOLD))).toEqual(["open"]);
  });

  it("is cut at both ends to the second: a slot that starts at `from` is in, one at `to` is out", async ({ ada }) => {
    expect(statuses(await schedule(ada, during(OPENS, OPENS + SLOT)))).toHaveLength(1);
    expect(statuses(await schedule(ada, during(OPENS + 1, OPENS + SLOT + 1)))).toHaveLength(1);
    expect(statuses(await schedule(ada, during(OPENS + 1, OPENS + SLOT)))).toHaveLength(0);
  });

  it("is the same page by page, whatever the size of a page", async ({ ada, grace }) => {
    await busyDay(ada, grace);
    const query = during(OPENS, CLOSES);
    const whole = (await schedule(ada, query)).body.slots;
    for (const limit of [1, 3, 7, 8]) {
      const slots = [];
      let cursor: string | undefined;
      do {
        const page = await schedule(ada, { ...query, limit, ...(cursor && { cursor }) });
        expect(page.body.slots.length).toBeLessThanOrEqual(limit);
        slots.push(...page.body.slots);
        cursor = page.body.nextCursor;
      } while (cursor);
      expect(slots).toEqual(whole);
    }
  });

  it("can be seen by an admin, and by no one else", async ({ ada }) => {
    expect((await schedule(ada, {}, NOW, admin)).status).toBe(200);
    await expectRefusal(() => schedule(ada, {}, NOW, provider()), 403, "forbidden");
    await expectRefusal(() => schedule(ada, {}, NOW, client()), 403, "forbidden");
  });
});

describe("Given a day that has begun", () => {
  it("keeps an open and a withdrawn slot up to the second before they end", async ({ ada, grace }) => {
    await busyDay(ada, grace);
    const query = during(OPENS, CLOSES);
    const last = statuses(await schedule(ada, query, CLOSES - 2 * SLOT - 1));
    expect(last).toEqual(["confirmed", "withdrawn", "open", "open"]);
    const over = statuses(await schedule(ada, query, CLOSES - 2 * SLOT));
    expect(over).toEqual(["confirmed", "open", "open"]);
  });

  it("has nothing after its last slot, which ends at midnight", async () => {
    const midnight = OPENS - 8 * HOUR + DAY;
    const ada = await offering(midnight - HOUR, midnight);
    const query = { from: midnight - HOUR, to: midnight };
    const cursor = windowCursors.encode(
      { providerId: ada.userId, ...query },
      { to: midnight, after: { providerId: ada.userId, startsAt: midnight - SLOT } },
    );
    const last = await schedule(ada, { ...during(query.from, query.to), cursor });
    expect(last).toMatchObject({ status: 200, body: { slots: [] }, requests: [] });
  });

  it("shows confirmed appointments for good, whether or not its sheet has been swept", async ({ ada, grace }) => {
    const { confirmed } = await busyDay(ada, grace);
    const later = () => schedule(ada, during(OPENS, CLOSES), OPENS + 100 * DAY);
    const unswept = (await later()).body;
    expect(unswept.slots).toMatchObject([{ status: "confirmed", appointmentId: confirmed }]);
    for (const Key of [
      sheetKey(ada.userId, iso(OPENS).slice(0, 10)),
      claimKey({ providerId: ada.userId, startsAt: OPENS + 5 * SLOT }),
    ])
      await dynamodb.send(new DeleteCommand({ TableName: process.env.TABLE_NAME, Key }));
    expect((await later()).body).toEqual(unswept);
  });
});

describe("Given no from and no to", () => {
  it("the schedule covers the next seven days", async () => {
    const soon = NOW - (NOW % SLOT) + SLOT;
    const ada = await offering(soon, soon + 8 * DAY);
    const { slots } = (await schedule(ada, { limit: 500 })).body;
    expect(slots[0].startsAt).toBe(iso(soon));
    const rest = await schedule(ada, { from: slots.at(-1).startsAt, to: iso(NOW + 7 * DAY), limit: 500 });
    expect(rest.body.slots.at(-1).startsAt).toBe(iso(soon - SLOT + 7 * DAY));
    expect(slots.length + rest.body.slots.length - 1).toBe((7 * DAY) / SLOT);
  });
});

describe("Given a query", () => {
  it("may span 31 days, and not a second more", async ({ ada }) => {
    expect((await schedule(ada, during(OPENS, OPENS + 31 * DAY))).status).toBe(200);
    await expectRefusal(() => schedule(ada, during(OPENS, OPENS + 31 * DAY + 1)), 400, "invalid-request");
    await expectRefusal(() => schedule(ada, during(OPENS, OPENS)), 400, "invalid-request");
  });

  it("accepts only a cursor of the same query", async ({ ada }) => {
    const bob = await offering(OPENS, CLOSES);
    await submit(ada, OPENS + DAY, CLOSES + DAY);
    const query = during(OPENS, CLOSES);
    const cursor = (await schedule(ada, { ...query, limit: 1 })).body.nextCursor;
    await expectRefusal(() => schedule(bob, { ...query, cursor }), 400, "invalid-request");
    await expectRefusal(() => schedule(ada, { ...during(OPENS, CLOSES + DAY), cursor }), 400, "invalid-request");
    await expectRefusal(() => schedule(ada, { ...query, cursor: "bm9uc2Vuc2U" }), 400, "invalid-request");
  });

  it.for<[string, number, object]>([
    ["before the list", CLOSES, { startsAt: OPENS - SLOT }],
    ["up to another end", CLOSES + SLOT, {}],
    ["after another provider's slot", CLOSES, { providerId: "bob" }],
  ])("is a 400 with a forged cursor that continues %s", async ([, to, after], { ada }) => {
    const given = { providerId: ada.userId, from: OPENS, to: CLOSES };
    const place = { to, after: { providerId: ada.userId, startsAt: OPENS, ...after } };
    const cursor = windowCursors.encode(given, place);
    await expectRefusal(() => schedule(ada, { ...during(OPENS, CLOSES), cursor }), 400, "invalid-request");
  });
});
