/** Why a call did not do what it was asked for. */
import { isProblem, NetworkError, type Problem } from "../client/index.ts";

export type Failure = Problem | { type: "no-answer" } | { type: "signed-out" };

/** Throws on whatever is neither a problem nor a lost reply: that is a bug of this page. */
export function failureOf(caught: unknown): Failure {
  if (isProblem(caught)) return caught;
  if (caught instanceof NetworkError) return { type: "no-answer" };
  throw caught;
}
