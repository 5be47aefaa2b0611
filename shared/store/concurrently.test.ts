import { describe, expect, it } from "vitest";
import { MAX_IN_FLIGHT, mapConcurrently, settleConcurrently } from "./concurrently.ts";

const items = Array.from({ length: 3 * MAX_IN_FLIGHT }, (_, item) => item);
const odd = async (item: number) => {
  await null;
  if (item % 2 === 0) throw new Error(`${item}`);
  return item;
};

it("no items have no outcomes", async () => {
  expect(await settleConcurrently([], odd)).toEqual([]);
});

describe("Given more than may be in flight at once", () => {
  it("at most so many run at a time, and the outcomes are in the order of the items", async () => {
    const [waiting, done]: [(() => void)[], number[]] = [[], []];
    const all = mapConcurrently(
      items,
      (item) => new Promise<number>((end) => waiting.push(() => end(done.push(item) - 1))),
    );
    for (let left = items.length; left > 0; left -= MAX_IN_FLIGHT) {
      await new Promise(setImmediate);
      expect(waiting).toHaveLength(Math.min(left, MAX_IN_FLIGHT));
      for (const end of waiting.splice(0)) end();
    }
    expect(await all).toEqual(items);
  });

  it("each is run even if others fail", async () => {
    const outcomes = await settleConcurrently(items, odd);
    expect(outcomes.map(({ status }) => status)).toEqual(
      items.map((item) => (item % 2 === 0 ? "rejected" : "fulfilled")),
    );
  });

  it("the first failure in the order of the items is thrown", async () => {
    await expect(mapConcurrently(items.slice(1), odd)).rejects.toThrow("2");
  });
});
