/** A share of what `npm run prove` and `npm run interleavings` do at length. */
import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { exploreAll } from "./interleavings/explore.ts";
import { startPool } from "./simulation/pool.ts";
import { failedOnce } from "./simulation/seeds.ts";

const pool = startPool();
afterAll(() => pool.close());

const random = { seed: randomInt(2 ** 31), from: 0, to: 100 };
const known = failedOnce.map(({ seed, run }) => ({ seed, from: run, to: run + 1 }));

describe("Given callers, clocks and faults of a seed", () => {
  it.each([random, ...known])("every history of runs $from to $to of seed $seed is explained", async (runs) => {
    const { found } = await pool.play({ ...runs, shrinks: true });
    expect(found && `${found.what}\n${found.story}`).toBeUndefined();
  });

  it("all that matters comes about", async () => {
    const { counts } = await pool.play({ seed: 1, from: 0, to: 150, shrinks: false });
    const [calls, faults] = ["call", "fault"].map((kind) => [...counts.keys()].filter((name) => name.startsWith(kind)));
    for (const answer of ["200", "slot-held", "not-confirmed", "cancelled"])
      expect(calls).toContain(`call rescheduleAppointment ${answer}`);
    for (const answer of ["201", "200", "slot-held", "slot-taken", "slot-not-offered", "too-soon"])
      expect(calls).toContain(`call reserveAppointment ${answer}`);
    for (const answer of ["200", "cancelled", "reservation-expired", "not-found"])
      expect(calls).toContain(`call confirmAppointment ${answer}`);
    expect(faults).toHaveLength(9);
    expect(counts.get("swept")).toBeGreaterThan(0);
  });
});

describe("Given one actor or two on one slot, clocks a second apart, and a reply that may get lost", () => {
  it.each([1, 2])("every interleaving of every choice of %i is explained", async (size) => {
    const { cases, what } = await exploreAll({ size, returnsItem: true });
    expect(what).toBeUndefined();
    expect(cases).toBeGreaterThan(size === 1 ? 50 : 500);
  });
});
