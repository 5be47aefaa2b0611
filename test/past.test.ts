/** Appointments that are over are kept, read only where they are asked for, and listed once. */
import { describe, expect, it } from "vitest";
import type { Appointment } from "../shared/domain/claim.ts";
import { claimItemOf, recordItemOf } from "../shared/store/items.ts";
import {
  call,
  cancel,
  client,
  confirm,
  cost,
  DAY,
  get,
  iso,
  NOW,
  offering,
  QUARTER,
  reserve,
  slotsFrom,
  type Who,
} from "./harness.ts";
import { randomOf } from "./random.ts";
import { cancelled, confirmed, store } from "./stored.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const ada = await offering(OPENS, OPENS + 3 * DAY);
const slot = slotsFrom(OPENS);

const page = (of: Who, query: Record<string, string | number> = {}) =>
  call("listClientAppointments", { as: of, path: { clientId: of.userId }, query });

/** A thousand appointments of a client, a quarter of an hour apart, the first at `from`. */
const thousand = <A extends Appointment>(
  { userId }: Who,
  from: number,
  make: (clientId: string, startsAt: number) => A,
) => Array.from({ length: 1000 }, (_, n) => make(userId, from + n * QUARTER));

describe("Given a client with 1,000 cancelled appointments ahead", async () => {
  const [grace, alan] = [client(), client()];
  const all = thousand(grace, OPENS, cancelled);
  await store([...all.slice(0, 500).map(claimItemOf), ...all.slice(500).map(recordItemOf)]);
  for (const who of [grace, alan]) await store([claimItemOf(confirmed(who.userId, OPENS + 20 * DAY))]);

  it("reserves at the cost of a client with none", async () => {
    const reserving = (who: Who) => cost(async () => expect((await reserve(who, ada, slot())).status).toBe(201));
    expect(await reserving(grace)).toEqual(await reserving(alan));
  });

  it.each(["confirmed", "reserved"])("lists what is %s at the cost of a client with none", async (status) => {
    const listing = (who: Who) => cost(async () => expect((await page(who, { status })).status).toBe(200));
    expect(await listing(grace)).toEqual(await listing(alan));
  });
});

describe("Given a client with 1,000 confirmed appointments", () => {
  it.each([
    ["cancelled ones when all are ahead", "cancelled", OPENS],
    ["reserved ones when all are past", "reserved", OPENS - 20 * DAY],
  ])("lists %s at the cost of a client with none", async (_, status, from) => {
    const [grace, alan] = [client(), client()];
    await store(thousand(grace, from, confirmed).map(claimItemOf));
    const listing = (who: Who) => cost(async () => expect((await page(who, { status })).body.appointments).toEqual([]));
    expect(await listing(grace)).toEqual(await listing(alan));
  });
});

describe("Given cancelled and other appointments, many at one time, some still twice in the index", () => {
  /** Whether an index that lags has an appointment's claim beside its record: as cancelled, or as what it was before. */
  const twins = ["none", "cancelled", "confirmed"] as const;

  it.each([0, 1, 2])("the list has each once, in order of time, with pages of any size (seed %i)", async (seed) => {
    const [grace, random] = [client(), randomOf(seed)];
    const all = Array.from({ length: 40 }, () => {
      const startsAt = OPENS + Math.floor(random() * 12) * QUARTER;
      return random() < 0.4 ? confirmed(grace.userId, startsAt) : cancelled(grace.userId, startsAt);
    });
    for (const one of all) {
      const twin = twins[Math.floor(random() * 3)];
      if (one.status === "confirmed") await store([claimItemOf(one)]);
      else await store([recordItemOf(one)]);
      const { appointmentId, providerId } = one;
      const claim = { ...confirmed(grace.userId, one.startsAt), appointmentId, providerId };
      if (one.status === "cancelled" && twin !== "none") await store([claimItemOf(twin === "cancelled" ? one : claim)]);
    }
    const inOrder = all.map((one) => `${iso(one.startsAt)} ${one.appointmentId}`).toSorted();
    for (const limit of [1, 2, 3, 7, 40, 100]) {
      const listed: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await page(grace, { limit, ...(cursor && { cursor }) });
        expect(body.appointments.length).toBeLessThanOrEqual(limit);
        for (const one of body.appointments) listed.push(`${one.startsAt} ${one.appointmentId}`);
        cursor = body.nextCursor;
      } while (cursor);
      expect(listed).toEqual(inOrder);
    }
  });
});

describe("Given a slot that is reserved and cancelled over and over", () => {
  it.each([
    [
      "one client",
      () => {
        const one = client();
        return () => one;
      },
    ],
    ["many clients", () => client],
  ])("it keeps every record of %s, and reserving it costs no more", async (_, clients) => {
    const [startsAt, next] = [slot(), clients()];
    const kept: [Who, string][] = [];
    const costs: object[] = [];
    for (let round = 0; round < 30; round++) {
      const who = next();
      costs.push(
        await cost(async () => {
          const { body } = await reserve(who, ada, startsAt);
          kept.push([who, body.appointmentId]);
        }),
      );
      const [, appointmentId] = kept.at(-1) ?? [];
      if (round % 3 === 0) await confirm(who, `${appointmentId}`);
      expect((await cancel(round % 2 ? who : ada, `${appointmentId}`)).status).toBe(204);
    }
    expect(new Set(kept.map(([, id]) => id)).size).toBe(30);
    for (const [who, id] of kept)
      expect((await get(who, id)).body).toMatchObject({ appointmentId: id, status: "cancelled" });
    expect(costs.slice(2)).toEqual(Array(28).fill(costs[1]));
  });

  it("it keeps every record of many clients at once", async () => {
    const startsAt = slot();
    const kept: [Who, string][] = [];
    const turn = async () => {
      const who = client();
      for (let round = 0; round < 8; round++) {
        const { status, body } = await reserve(who, ada, startsAt);
        if (status !== 201) continue;
        kept.push([who, body.appointmentId]);
        await cancel(who, body.appointmentId);
      }
    };
    await Promise.all(Array.from({ length: 8 }, turn));
    expect(kept.length).toBeGreaterThan(1);
    for (const [who, id] of kept)
      expect((await get(who, id)).body).toMatchObject({ appointmentId: id, status: "cancelled" });
  });
});
