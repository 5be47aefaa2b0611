/** What is wrong with a request, in words. */
import type * as z from "zod/mini";

/** `path` names a field, such as `body.startsAt`; the message says what is wrong with it. */
export interface Fault {
  path: string;
  message: string;
}

/** Adds only the first fault of each field: a text that is not a date breaks every other rule for dates too. */
export function addFaults(found: readonly Fault[], faults: Fault[]) {
  const seen = new Set(faults.map(({ path }) => path));
  for (const fault of found) if (!seen.has(fault.path) && seen.add(fault.path)) faults.push(fault);
}

/** The faults that a schema found in a part of the request, in words. It must have parsed with `reportInput`. */
export const faultsOf = (part: string, { issues }: z.core.$ZodError) =>
  issues.flatMap((issue) => describe(part, issue));

function describe(part: string, issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === "invalid_union") return issuesOfMeant(issue).flatMap((one) => describe(part, one));
  const path = [part, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: `${path}.${key}`, message: "is not known here" }));
  return [{ path, message: messageOf(issue) }];
}

/** The issues of the shape that the caller most likely meant: the one with the fewest missing and unknown fields. */
function issuesOfMeant({ errors }: z.core.$ZodIssueInvalidUnion) {
  const misfits = (issues: readonly z.core.$ZodIssue[]) =>
    issues
      .filter(({ path }) => path.length <= 1)
      .map((issue) => (issue.code === "unrecognized_keys" ? issue.keys.length : issue.input === undefined ? 1 : 0))
      .reduce<number>((sum, count) => sum + count, 0);
  return errors.toSorted((a, b) => misfits(a) - misfits(b))[0] ?? [];
}

function messageOf(issue: z.core.$ZodIssue) {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is required"
        : `must be ${/^[aeio]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_value":
      return issue.input === undefined ? "is required" : `must be one of ${issue.values.join(", ")}`;
    case "too_small":
      return `must ${bounded(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must ${bounded(issue.origin, "at most", issue.maximum)}`;
    case "invalid_format":
      if (issue.format === "datetime") return "must be an RFC 3339 date and time such as 2027-08-13T08:00:00Z";
      if (issue.format === "email") return "must be an email address";
      return issue.message;
    default:
      return issue.message;
  }
}

/** A bound in words, for the length of a text or a list, or for a number. */
function bounded(origin: string, which: "at least" | "at most", bound: number | bigint) {
  if (origin === "string") return `have ${which} ${bound} ${bound === 1 ? "character" : "characters"}`;
  if (origin === "array") return `have ${which} ${bound} ${bound === 1 ? "entry" : "entries"}`;
  return `be ${which} ${bound}`;
}
