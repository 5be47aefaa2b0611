/** What must be true of every exchange. */
import type { Check, Exchange, Knowledge } from "./exchange.ts";
import * as promises from "./promises.ts";
import * as rights from "./rights.ts";

/** By the name that a failure is reported under. */
const checks: Record<string, Check> = { ...promises, ...rights };

export interface Finding {
  check: string;
  what: string;
}

/** All that is wrong with an exchange. */
export const judge = (exchange: Exchange, knowledge: Knowledge): Finding[] =>
  Object.entries(checks).flatMap(([name, check]) => {
    const what = check(exchange, knowledge);
    return what === undefined ? [] : [{ check: name, what }];
  });
