/** Why a call failed. */
import { isProblem, NetworkError, type Problem } from "../client/index.ts";

export type Failure = Problem | { type: "no-answer" } | { type: "signed-out" };

/** Throws what is neither a problem nor a lost reply: it is a bug in this page. */
export function failureOf(caught: unknown): Failure {
  if (isProblem(caught)) return caught;
  if (caught instanceof NetworkError) return { type: "no-answer" };
  throw caught;
}
