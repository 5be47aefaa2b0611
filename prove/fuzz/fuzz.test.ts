import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { person } from "./callers.ts";
import type { Schema } from "./contract.ts";
import * as contract from "./contract.ts";
import { draftsOf } from "./drafts.ts";
import { type Failure, fuzz, type Tally } from "./fuzz.ts";
import { nothingKnown } from "./known.ts";
import { emptyLedger } from "./ledger.ts";
import { watchLog } from "./log.ts";
import { report } from "./report.ts";
import { seeds } from "./seeds.ts";
import { startTarget } from "./target.ts";
import { newWorld } from "./world.ts";

describe("Hostile requests", () => {
  let target: Awaited<ReturnType<typeof startTarget>>;
  beforeAll(async () => {
    target = await startTarget();
  });
  afterAll(() => target.stop());

  async function failuresOf(seed: number, count: number, tally: Tally = new Map()) {
    const failures: string[] = [];
    const world = await newWorld(target.place, seed);
    await fuzz(target, {
      seed,
      count,
      world,
      tally,
      onFailure: (one) => failures.push(report(seed, one, target.place.url)),
    });
    return failures;
  }

  it("of a random seed are all answered as the contract says, and each operation is reached", async () => {
    const seed = Math.floor(Math.random() * 1e9);
    console.log(`fuzzing with seed ${seed}`);
    const tally: Tally = new Map();
    expect(await failuresOf(seed, 500, tally)).toEqual([]);
    const reached = [...tally.keys()].map((what) => what.split(" ")[0]);
    expect(reached).toEqual(expect.arrayContaining(contract.operations.map(({ operationId }) => operationId)));
  });

  it.each(seeds)("of seed $seed, which found $found, are too", async ({ seed, count }) => {
    expect(await failuresOf(seed, count)).toEqual([]);
  });
});

describe("A seed", () => {
  it("draws the same requests each time, and of more the same first ones", () => {
    expect(draftsOf(1, 50)).toEqual(draftsOf(1, 200).slice(0, 50));
    expect(draftsOf(1, 50)).not.toEqual(draftsOf(2, 50));
  });

  it("draws every parameter and every field of every operation", () => {
    const drawn = draftsOf(1, 3000).flatMap(({ operation: { operationId }, path, query, headers, body }) => {
      const names = [
        ...query.flatMap(([{ value }]) => ("text" in value ? value.text : [])),
        ...headers.map(([name]) => name),
      ];
      const fields = body && "object" in body ? body.object.map(([name]) => name) : [];
      return [...Object.keys(path), ...names, ...fields].map((name) => `${operationId} ${name}`);
    });
    const fieldsOf = ({ properties = {}, oneOf = [] }: Schema): string[] => [
      ...Object.keys(properties),
      ...oneOf.flatMap(fieldsOf),
    ];
    const there = contract.operations.flatMap(({ operationId, parameters, body = {} }) =>
      [...parameters.map(({ name }) => name), ...fieldsOf(body)].map((name) => `${operationId} ${name}`),
    );
    expect(drawn).toEqual(expect.arrayContaining(there));
  });
});

describe("Given a server with a fault", () => {
  const badRequest = {
    type: "/problems/invalid-request",
    title: "Invalid request",
    status: 400,
    detail: "No.",
    errors: [{ path: "body", message: "must be good" }],
  };

  async function run(fails: (sent: string) => boolean, isAlive = () => true) {
    const failures: Failure[] = [];
    const send = async (bytes: Buffer) => ({
      reply: {
        status: fails(bytes.toString()) ? 500 : 400,
        headers: { "content-type": "application/problem+json", "x-request-id": "1" },
        body: Buffer.from(JSON.stringify(badRequest)),
      },
      more: 0,
    });
    const target = {
      sender: { send, close() {} },
      recorder: { take: () => [] },
      log: watchLog(),
      ledger: emptyLedger(),
      isAlive,
    };
    const world = { people: [await person("admin", "root")], known: nothingKnown(), secrets: [] };
    await fuzz(target, { seed: 1, count: 300, world, onFailure: (failure) => failures.push(failure) });
    return failures;
  }

  it("the failure comes with the smallest request that shows it", async () => {
    const failures = await run((sent) => /^GET \/providers\?.*limit=/.test(sent));
    const shown = failures.filter(({ findings }) => findings.some(({ check }) => check === "isNoFailure"));
    expect(shown).not.toEqual([]);
    for (const { request } of shown) {
      if (request.breakage !== undefined) continue;
      expect(request).toMatchObject({ target: expect.stringMatching(/^\/providers\?limit=[^&]*$/), headers: [] });
    }
  });

  it("it ends where the server's process has ended", async () => {
    expect(
      await run(
        () => false,
        () => false,
      ),
    ).toMatchObject([{ index: 0, findings: expect.arrayContaining([{ check: "lives", what: expect.any(String) }]) }]);
  });
});
