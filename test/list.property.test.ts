import fc from "fast-check";
import { expect, it } from "vitest";
import {
  call,
  client,
  confirm,
  DAY,
  HOUR,
  iso,
  list,
  MINUTE,
  NOW,
  provider,
  QUARTER,
  reserve,
  submit,
  type Who,
} from "./harness.ts";

/**
 * What is listed can be reserved, and what is refused is not listed: random hours, holds, confirmations and clock
 * moves, for one provider and across providers, in pages of any size, against a model of three lines.
 */

const GRID = 12 * 24;
const PROVIDERS = 3;

interface Owned {
  grace: Who;
  until: number;
  appointmentId: string;
}

const quarter = fc.integer({ min: 0, max: GRID - 1 });
const who = fc.integer({ min: 0, max: PROVIDERS - 1 });
const step = fc.oneof(
  fc.record({ do: fc.constant("submit" as const), who, from: quarter, length: fc.integer({ min: 1, max: 30 }) }),
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("reserve" as const), who, at: fc.integer({ min: 0, max: 60 }) }),
  },
  fc.record({ do: fc.constant("confirm" as const), nth: fc.nat(20) }),
  fc.record({
    do: fc.constant("wait" as const),
    seconds: fc.constantFrom(1, 15 * 60, 29 * 60 + 59, 30 * 60, 5 * HOUR),
  }),
);

let run = 0;

it("lists exactly what can be reserved", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 14 }),
      fc.integer({ min: 1, max: 40 }),
      fc.tuple(fc.integer({ min: 0, max: GRID * 15 * 60 }), fc.integer({ min: 1, max: 4 * DAY })),
      async (steps, limit, [offset, width]) => {
        // Each run has days of its own, because a list across providers shows everyone's slots.
        let now = NOW + ++run * 60 * DAY;
        const base = now - (now % DAY) + DAY;
        const ids = Array.from({ length: PROVIDERS }, (_, n) => provider(`run${run}${".".repeat(n)}`));
        const offered = ids.map(() => new Set<number>());
        const owned = ids.map(() => new Map<number, Owned>());
        const isFree = (n: number, slot: number) =>
          offered[n]?.has(slot) && slot - now >= DAY && !((owned[n]?.get(slot)?.until ?? 0) > now);

        for (const each of ids) await call("createUser", { as: each, body: { role: "provider", name: "P" }, at: now });
        for (const one of steps) {
          if (one.do === "wait") now += one.seconds;
          if (one.do === "submit") {
            const from = base + one.from * QUARTER;
            const as = ids[one.who] as (typeof ids)[number];
            await submit(as, from, from + one.length * QUARTER, now);
            for (let slot = from; slot < from + one.length * QUARTER; slot += QUARTER) offered[one.who]?.add(slot);
          }
          if (one.do === "reserve") {
            const slots = [...(offered[one.who] ?? [])];
            const slot = slots[one.at % Math.max(slots.length, 1)] ?? base;
            // Each slot has a client of its own, so that no limit per client refuses the reservation.
            const grace = client(`grace-${one.who}-${slot}`);
            const reserved = await reserve(grace, ids[one.who] as (typeof ids)[number], slot, now);
            const mine = (owned[one.who]?.get(slot)?.until ?? 0) > now;
            expect(reserved.status === 201).toBe(isFree(one.who, slot) === true);
            expect(reserved.status === 200).toBe(mine);
            if (reserved.status === 201)
              owned[one.who]?.set(slot, {
                grace,
                until: now + 30 * MINUTE,
                appointmentId: reserved.body.appointmentId,
              });
          }
          if (one.do === "confirm") {
            const all = owned.flatMap((claims) => [...claims.values()]);
            const claim = all[one.nth % Math.max(all.length, 1)];
            if (!claim) continue;
            const confirmed = await confirm(claim.grace, claim.appointmentId, now);
            expect(confirmed.status).toBe(claim.until > now ? 200 : 410);
            if (confirmed.status === 200) claim.until = Number.POSITIVE_INFINITY;
          }
        }

        const from = base + offset;
        const to = Math.min(from + width, from + 31 * DAY);
        const model = (n: number) =>
          [...(offered[n] ?? [])]
            .filter((slot) => isFree(n, slot) && slot >= from && slot < to)
            .sort((a, b) => a - b)
            .map((slot) => ({ providerId: ids[n]?.userId as string, startsAt: iso(slot) }));
        const bare = (slots: { providerId: string; startsAt: string }[]) =>
          slots.map(({ providerId, startsAt }) => ({ providerId, startsAt }));
        const window = { from: iso(from), to: iso(to), limit };

        for (const [n, { userId: providerId }] of ids.entries())
          expect(bare(await list({ providerId, ...window }, now))).toEqual(model(n));
        const day = ({ startsAt }: { startsAt: string }) => startsAt.slice(0, 10);
        const all = ids.flatMap((_, n) => model(n));
        const order = (a: (typeof all)[number], b: (typeof all)[number]) =>
          day(a).localeCompare(day(b)) || (a.providerId < b.providerId ? -1 : a.providerId > b.providerId ? 1 : 0);
        const across = bare(await list(window, now));
        expect(across).toEqual(all.toSorted(order));

        // A listed slot is reserved, and one that is not listed is refused.
        const [first] = across;
        if (first) {
          const startsAt = Date.parse(first.startsAt) / 1000;
          expect((await reserve(client(), provider(first.providerId), startsAt, now)).status).toBe(201);
        }
        const hidden = [...(offered[0] ?? [])].find((slot) => slot >= from && slot < to && !isFree(0, slot));
        if (hidden !== undefined) {
          const refused = await reserve(client(), ids[0] as (typeof ids)[number], hidden, now);
          expect([409, 422]).toContain(refused.status);
        }
      },
    ),
    { numRuns: 25 },
  );
});
