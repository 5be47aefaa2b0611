/** Runs a small share of what `npm run prove`, `interleavings` and `fuzz` run, and finds each planted bug. */
import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { operations } from "../shared/contract/operations.gen.ts";
import { casesOf } from "./interleave/actors.ts";
import { taskFor } from "./plants/find.ts";
import { type Plant, type PlantName, plants } from "./plants/plants.ts";
import { startThreads } from "./threads.ts";
import { FAULTS } from "./world/faults.ts";

// One thread: a second one would take as long to load the sources as it saves.
const threads = startThreads(1);
afterAll(() => threads.close());

const seed = randomInt(2 ** 31);
const oneIn = 96;
const first = randomInt(oneIn);
console.log(`simulating with seed ${seed}, exploring pair ${first} and each ${oneIn}th from there`);

/** The answers that must occur where callers race: a run without moves proves nothing about moves. */
const answers = {
  reserveAppointment: ["201", "200", "slot-held", "slot-taken", "slot-not-offered"],
  confirmAppointment: ["200", "cancelled", "reservation-expired", "not-found"],
  cancelAppointment: ["204", "not-found"],
  rescheduleAppointment: ["200", "not-found"],
};

describe("Given callers, clocks and faults drawn at random", () => {
  it("every write is allowed, and every answer was true at some instant of its call", async () => {
    const { found } = await threads.run([{ simulate: { seed, runs: 20, shrinks: true } }]);
    expect(found).toBeUndefined();
  });

  it("the embedded DynamoDB answers each request as the simulated one does", async () => {
    const { found } = await threads.run([{ simulate: { seed, runs: 10, compareEngines: true } }]);
    expect(found).toBeUndefined();
  });

  it("a few runs with fixed seeds have every answer to a race, and every fault", async () => {
    const { counts, found } = await threads.run([
      { simulate: { seed: 4, runs: 30, settings: { slots: 1, faultPercent: 25 } } },
      { simulate: { seed: 5, runs: 30, settings: { slots: 5, faultPercent: 8 } } },
    ]);
    expect(found).toBeUndefined();
    for (const [operationId, wanted] of Object.entries(answers))
      for (const answer of wanted) expect(counts.keys()).toContain(`call ${operationId} ${answer}`);
    for (const fault of [...FAULTS, "kill"]) expect(counts.keys()).toContain(`fault ${fault}`);
    for (const what of ["swept", "events delivered", "events failed"]) expect(counts.get(what)).toBeGreaterThan(0);
  });
});

describe("Given hostile requests", () => {
  it("every reply keeps the contract, reveals and changes nothing of others, and every operation is reached", async () => {
    const { found, counts } = await threads.run([{ fuzz: { seed, runs: 24, shrinks: true } }]);
    expect(found).toBeUndefined();
    const reached = [...counts.keys()].map((reply) => reply.split(" ")[1]);
    expect(reached).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
  });
});

describe("Given actors on one slot, clocks a second apart, and a fault anywhere", () => {
  it("no interleaving of one actor goes wrong", async () => {
    const { done, found } = await threads.run(explorations(1, 1, 0));
    expect(found).toBeUndefined();
    expect(done).toBe(casesOf(1).length);
  });

  it(`no interleaving of pair ${first}, and of each ${oneIn}th from there, goes wrong`, async () => {
    const { found } = await threads.run(explorations(2, oneIn, first));
    expect(found).toBeUndefined();
  });
});

describe("Given a planted bug", () => {
  it.each(Object.entries(plants) as [PlantName, Plant][])("%s is found", async (plant, { shows }) => {
    const { found } = await threads.run([taskFor(plant)]);
    expect(found).toContain(shows);
  });
});

const explorations = (size: number, oneIn: number, first: number) =>
  casesOf(size).flatMap((_, number) => (number % oneIn === first ? { explore: { size, numbers: [number] } } : []));
