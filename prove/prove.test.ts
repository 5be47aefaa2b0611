/** A share of what `npm run prove` and `npm run interleavings` do at length, and that each planted bug is found. */
import { randomInt } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { operations } from "../shared/contract/operations.gen.ts";
import { casesOf } from "./interleave/actors.ts";
import { taskFor } from "./plants/find.ts";
import { type Plant, type PlantName, plants } from "./plants/plants.ts";
import { startThreads } from "./threads.ts";
import { FAULTS } from "./world/faults.ts";

// One thread: what a second would do in the meantime, it would take to read the source.
const threads = startThreads(1);
afterAll(() => threads.close());

const seed = randomInt(2 ** 31);
const oneIn = 96;
const first = randomInt(oneIn);
console.log(`simulating with seed ${seed}, exploring pair ${first} and each ${oneIn}th from there`);

/** What must not be missing where people race: a proof in which nobody moves proves nothing of moves. */
const answers = {
  reserveAppointment: ["201", "200", "slot-held", "slot-taken", "slot-not-offered"],
  confirmAppointment: ["200", "cancelled", "reservation-expired", "not-found"],
  cancelAppointment: ["204", "not-found"],
  rescheduleAppointment: ["200", "not-found"],
};

describe("Given callers, clocks and faults drawn at random", () => {
  it("each write is one that may be, and each answer was true", async () => {
    const { found } = await threads.run(
      [seed, seed + 1].map((seed) => ({ simulate: { seed, runs: 15, shrinks: true } })),
    );
    expect(found).toBeUndefined();
  });

  it("the embedded DynamoDB answers each request as the simulated one", async () => {
    const { found } = await threads.run([{ simulate: { seed, runs: 10, beside: true } }]);
    expect(found).toBeUndefined();
  });

  it("every answer to a race and every fault comes about, in a few runs of kept seeds", async () => {
    const { counts, found } = await threads.run([
      { simulate: { seed: 4, runs: 30, as: { slots: 1, stormy: 25 } } },
      { simulate: { seed: 5, runs: 30, as: { slots: 5, stormy: 8 } } },
    ]);
    expect(found).toBeUndefined();
    for (const [operationId, wanted] of Object.entries(answers))
      for (const answer of wanted) expect(counts.keys()).toContain(`call ${operationId} ${answer}`);
    for (const fault of [...FAULTS, "kill"]) expect(counts.keys()).toContain(`fault ${fault}`);
    for (const what of ["swept", "events delivered", "events failed"]) expect(counts.get(what)).toBeGreaterThan(0);
  });
});

describe("Given hostile requests", () => {
  it("each is answered as the contract says, and tells and changes nothing of others; each operation is reached", async () => {
    const { found, counts } = await threads.run(
      [seed, seed + 1].map((seed) => ({ fuzz: { seed, runs: 12, shrinks: true } })),
    );
    expect(found).toBeUndefined();
    const reached = [...counts.keys()].map((reply) => reply.split(" ")[1]);
    expect(reached).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
  });
});

describe("Given actors on one slot, clocks a second apart, and a fault anywhere", () => {
  it("every interleaving of one is as it may be", async () => {
    const { done, found } = await threads.run(explorations(1, 1, 0));
    expect(found).toBeUndefined();
    expect(done).toBe(casesOf(1).length);
  });

  it(`every interleaving of pair ${first}, and each ${oneIn}th from there, is as it may be`, async () => {
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
