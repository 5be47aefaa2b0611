/**
 * Whether calls that overlapped have an order that explains them: each takes effect at one instant between its beginning
 * and its end, and each answer is true at that instant. After Wing and Gong, "Testing and Verifying Concurrent Objects"
 * (1993), with Lowe's memory of what was tried. Complete: it finds an order if there is one.
 */
import { type Next, type Slot, stateKey } from "./slot.ts";

/** What a call did or saw at one slot. */
export interface Effect {
  /** For a person. */
  label: string;
  /** The first and the last instant at which it may have happened. */
  from: number;
  to: number;
  /** Where the slot may stand then; nowhere if it could not have happened to a slot like this. */
  apply(slot: Slot): Next;
  /** Happens first. */
  after?: Effect | undefined;
}

/**
 * Looks for an order of all effects.
 *
 * @returns undefined if there is one, or else the effects left over by the order that explains the most
 */
export function unexplained(initial: Slot, effects: readonly Effect[]): readonly Effect[] | undefined {
  const all = [...effects].sort((a, b) => a.from - b.from);
  const bits = all.map((_, i) => 1n << BigInt(i));
  const requires = all.map(({ after }) => (after ? (bits[all.indexOf(after)] ?? 0n) : 0n));
  const everything = (1n << BigInt(all.length)) - 1n;
  const tried = new Set<string>();
  let furthest = { count: -1, done: 0n };

  function search(slot: Slot, done: bigint, count: number): boolean {
    if (done === everything) return true;
    const key = `${done} ${stateKey(slot)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    if (count > furthest.count) furthest = { count, done };
    // What ended before another began happened before it.
    let deadline = Number.POSITIVE_INFINITY;
    for (const [i, { to }] of all.entries()) if (!(done & (bits[i] as bigint))) deadline = Math.min(deadline, to);
    for (const [i, effect] of all.entries()) {
      if (effect.from > deadline) break;
      const [bit, first] = [bits[i] as bigint, requires[i] as bigint];
      if (done & bit || (done & first) !== first) continue;
      for (const next of effect.apply(slot)) if (search(next, done | bit, count + 1)) return true;
    }
    return false;
  }

  if (search(initial, 0n, 0)) return undefined;
  return all.filter((_, i) => !(furthest.done & (bits[i] as bigint)));
}
