/** Judges a call to a real server by what the table held before and after it: what it held in between is unknown. */
import { isDeepStrictEqual } from "node:util";
import { callNumberOf, wrongAnswer } from "../judge/answers.ts";
import { wrongWrite } from "../judge/writes.ts";
import type { Answer, Call } from "../model/call.ts";
import type { State } from "../model/state.ts";
import { places } from "../world/people.ts";

export interface JudgedCall {
  call: Omit<Call, "now" | "number">;
  /** The server's clock when the call was sent. */
  from: number;
  /** The server's clock when the call was answered, or the server died. */
  until: number;
  before: State;
  after: State;
  /** Undefined where the server died before it answered. */
  answer: Answer | undefined;
  /** Whether a process was killed meanwhile. */
  disturbed: boolean;
}

/** What is wrong with a call, or undefined if all is right for one of the seconds that the server's clock may have shown. */
export function wrongCall({ call, from, until, before, after, answer, disturbed }: JudgedCall): string | undefined {
  // What has expired may be swept at any time.
  const kept = new Map([...before].filter(([name, { expiresAt }]) => after.has(name) || !(expiresAt < until)));
  const isRefused = answer && answer.status >= 400 && answer.status < 500;
  if (isRefused && !disturbed && !isDeepStrictEqual(kept, after)) return "a refused call wrote";
  // A real server's ids are random: an id that was not in the table before is from this call.
  const id = answer?.body?.appointmentId;
  const isNew = id && ![...before.values()].some(({ appointmentId }) => appointmentId === id);
  const states = [kept, after];
  let wrong: string | undefined;
  for (let now = Math.floor(from); now <= until; now++) {
    const judged: Call = { ...call, now, number: isNew ? callNumberOf(id) : -1 };
    wrong =
      wrongWrite({ call: judged, before: kept, after }) ??
      (answer && wrongAnswer(judged, answer, { table: states, index: states, disturbed }, places));
    if (!wrong) return undefined;
  }
  return wrong;
}
