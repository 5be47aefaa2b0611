/** A share of what `npm run prove` and `npm run interleavings` do at length. */
import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { startExplorers } from "./interleavings/explore.ts";
import { faults } from "./simulation/faults.ts";
import { startPlayers } from "./simulation/play.ts";
import { failedOnce } from "./simulation/seeds.ts";

const players = startPlayers();
const explorers = startExplorers();
afterAll(() => Promise.all([players.close(), explorers.close()]));

const random = { seed: randomInt(2 ** 31), from: 0, to: 100 };
/** Of a seed that has it all in few runs. */
const { counts } = await players.play({ seed: 4, from: 0, to: 100, shrinks: false });
const answers = {
  reserveAppointment: ["201", "200", "slot-held", "slot-taken", "slot-not-offered", "too-soon", "client-busy"],
  confirmAppointment: ["200", "cancelled", "reservation-expired", "not-found"],
  cancelAppointment: ["204", "rescheduled", "not-found"],
  rescheduleAppointment: ["200", "cancelled", "rescheduled", "not-confirmed", "slot-held", "slot-taken"],
};
const known = failedOnce.map(({ seed, run }) => ({ seed, from: run, to: run + 1 }));

const oneIn = 16;
const first = randomInt(oneIn);
console.log(`simulating with seed ${random.seed}, exploring pair ${first} and each ${oneIn}th from there`);

describe("Given callers, clocks and faults of a seed", () => {
  it.each([random, ...known])("every history of runs $from to $to of seed $seed is explained", async (runs) => {
    const { found } = await players.play({ ...runs, shrinks: true });
    expect(found && `${found.what}\n${found.story}`).toBeUndefined();
  });

  it.each(Object.entries(answers))("%s gets every answer that there is to a race", (operationId, wanted) => {
    for (const answer of wanted) expect(counts.get(`call ${operationId} ${answer}`)).toBeGreaterThan(0);
  });

  it("every fault comes about, and the sweeping", () => {
    expect([...counts.keys()].filter((name) => name.startsWith("fault"))).toHaveLength(faults.length + 1);
    expect(counts.get("swept")).toBeGreaterThan(0);
  });
});

describe("Given actors on one slot, clocks a second apart, and a fault anywhere", () => {
  it("every interleaving of one actor is explained", async () => {
    const { cases, what } = await explorers.explore({ size: 1, returnsItem: true });
    expect(what).toBeUndefined();
    expect(cases).toBeGreaterThan(50);
  });

  it(`every interleaving of pair ${first}, and each ${oneIn}th from there, is explained`, async () => {
    const { cases, what } = await explorers.explore({ size: 2, returnsItem: true, oneIn, first });
    expect(what).toBeUndefined();
    expect(cases).toBeGreaterThan(50);
  });
});
