/** Explores many cases on all processors. */
import { startPool } from "../pool.ts";
import { casesOf, isAmong, type Only } from "./cases.ts";
import type { Explored } from "./search.ts";
import type { Chosen } from "./worker.ts";

/** Which cases to explore. */
interface Cases extends Omit<Chosen, "number"> {
  only?: Only | undefined;
  /** One in so many of them, from which on. */
  oneIn?: number;
  first?: number;
}

/** What was explored. */
interface Total extends Explored {
  cases: number;
}

export interface Explorers {
  /** Explores cases until one is found that cannot be explained. */
  explore(cases: Cases, onProgress?: (total: Total) => void): Promise<Total>;
  close(): Promise<unknown>;
}

/** Starts threads that explore, one a processor or so many. */
export function startExplorers(threads?: number): Explorers {
  const pool = startPool<Chosen, Explored>(new URL("./worker.ts", import.meta.url), threads);

  async function explore(cases: Cases, onProgress?: (total: Total) => void) {
    const total: Total = { cases: 0, interleavings: 0, states: 0 };
    await pool.give(chosenOf(cases), ({ interleavings, states, what }) => {
      total.cases += 1;
      total.interleavings += interleavings;
      total.states += states;
      if (what !== undefined) total.what ??= what;
      onProgress?.(total);
      return what !== undefined;
    });
    return total;
  }

  return { explore, close: pool.close };
}

function* chosenOf({ only, oneIn = 1, first = 0, ...shared }: Cases): Generator<Chosen> {
  const chosen = casesOf(shared.size).flatMap((one, number) => (only && !isAmong(only, one) ? [] : [number]));
  for (const [i, number] of chosen.entries()) if (i % oneIn === first) yield { ...shared, number };
}
