/** Chance, made of a run's numbers. */
import { randomOf } from "../../test/random.ts";

/** Draws a number below `bound`; the smallest is the simplest. */
export type Draw = (bound: number) => number;

export interface Possible {
  /** Tells it from all else that can happen. */
  name: string;
  weight: number;
  happen(draw: Draw, fault: number): unknown;
}

/**
 * Draws by name, not by number, so that a run with a step less goes on alike where it can. Weighted rendezvous hashing. The
 * pick 0 is for the first, which is the simplest.
 */
export function drawn(all: readonly Possible[], pick: number): Possible {
  const [first, ...rest] = all.filter(({ weight }) => weight > 0) as [Possible, ...Possible[]];
  if (pick === 0) return first;
  const score = ({ name, weight }: Possible) => -Math.log(randomOf(pick ^ hashOf(name))()) / weight;
  let [best, least] = [first, score(first)];
  for (const one of rest) {
    const other = score(one);
    if (other < least) [best, least] = [one, other];
  }
  return best;
}

/** FNV-1a. */
function hashOf(text: string) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Draws by the digits of one number. */
export function drawFrom(number: number): Draw {
  let left = number;
  return (bound) => {
    const drawn = left % bound;
    left = Math.floor(left / bound);
    return drawn;
  };
}
