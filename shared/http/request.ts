import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod/mini";
import { isOnGrid } from "../domain/time.ts";
import { invalid, Problem } from "./problem.ts";

/** The largest body that is accepted, in bytes: 64 KiB. */
const MAX_BODY_BYTES = 64 * 1024;

export interface Fault {
  path: string;
  message: string;
}

/** The schemas of an operation's request, generated from the contract. */
export interface RequestSchemas {
  path: z.ZodMiniType;
  query: z.ZodMiniType;
  body: z.ZodMiniType;
  /** Finds faults that the schema cannot express. It gets the body as it was sent, so it must expect any shape. */
  bodyFaults?: (body: unknown) => Fault[];
}

export interface ParsedRequest<S extends RequestSchemas> {
  path: z.output<S["path"]>;
  query: z.output<S["query"]>;
  body: AsJson<z.output<S["body"]>>;
}

/** JSON has no undefined, so an optional field either has a value or is missing. */
type AsJson<Body> = Body extends object ? { [Name in keyof Body]: Exclude<Body[Name], undefined> } : Body;

/**
 * Parses path, query and body by the contract.
 *
 * @throws Problem payload-too-large; invalid-request with every fault at once
 */
export function parseRequest<S extends RequestSchemas>(schemas: S, event: APIGatewayProxyEvent): ParsedRequest<S> {
  const bytes = bodyOf(event);
  const expectsBody = schemas.body.type !== "undefined";
  const faults: Fault[] = [];
  const body = expectsBody ? json(bytes, faults) : undefined;
  const parsed = {
    path: parsePart("path", schemas.path, decoded(event.pathParameters ?? {}), faults),
    query: parsePart("query", schemas.query, single(event.multiValueQueryStringParameters ?? {}, faults), faults),
    body: parsePart("body", schemas.body, body, faults),
  };
  if (schemas.bodyFaults && body !== UNREADABLE) addFaults(schemas.bodyFaults(body), faults);
  if (faults.length > 0) throw invalid(...faults);
  return parsed as ParsedRequest<S>;
}

/** A request's header, whatever its case. */
export const header = ({ headers }: APIGatewayProxyEvent, name: string) => valueIn(headers, name);

/** All values of a header that may be sent several times, or undefined. */
export function headerLines({ headers, multiValueHeaders }: APIGatewayProxyEvent, name: string): string[] | undefined {
  const line = valueIn(headers, name);
  return valueIn(multiValueHeaders, name) ?? (line === undefined ? undefined : [line]);
}

const valueIn = <T>(headers: Record<string, T> | null | undefined, name: string) =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];

/** Throws Problem invalid-request unless a body's `startsAt` is on the grid. */
export function mustBeOnGrid(startsAt: number) {
  if (!isOnGrid(startsAt)) throw invalid({ path: "body.startsAt", message: "must be on the 15-minute grid" });
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent) {
  const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > MAX_BODY_BYTES)
    throw new Problem("payload-too-large", `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`);
  return bytes;
}

/** Stands for a body that is not JSON, whose fault is already reported. */
const UNREADABLE = Symbol("unreadable");

/** JSON is UTF-8, RFC 8259. Anything else is rejected, because decoding it would change what was sent. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

function json(bytes: Buffer, faults: Fault[]): unknown {
  if (bytes.toString().trim() === "") {
    faults.push({ path: "body", message: "is required, as JSON" });
    return UNREADABLE;
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    faults.push({ path: "body", message: "must be JSON in UTF-8" });
    return UNREADABLE;
  }
}

/** Path parameters may arrive percent-encoded. No id has a percent sign, so decoding once more does no harm. */
const decoded = (parameters: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value = ""]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        return [name, value];
      }
    }),
  );

/** Takes the one value of each query parameter: none of them is a list. */
function single(parameters: Record<string, string[] | undefined>, faults: Fault[]) {
  const entries = Object.entries(parameters).map(([name, values = []]) => {
    if (values.length > 1) faults.push({ path: `query.${name}`, message: "must be given once" });
    return [name, values[0]];
  });
  return Object.fromEntries(entries);
}

function parsePart(part: string, schema: z.ZodMiniType, input: unknown, faults: Fault[]): unknown {
  if (input === UNREADABLE) return undefined;
  const { success, data, error } = schema.safeParse(input, {
    reportInput: true,
  });
  if (success) return data;
  addFaults(
    error.issues.flatMap((issue) => describe(part, issue)),
    faults,
  );
  return undefined;
}

/** Adds only the first fault of each field: what is not a date would break every other rule for dates too. */
function addFaults(found: readonly Fault[], faults: Fault[]) {
  const seen = new Set(faults.map(({ path }) => path));
  for (const fault of found) if (!seen.has(fault.path) && seen.add(fault.path)) faults.push(fault);
}

function describe(part: string, issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === "invalid_union") return issuesOfMeant(issue).flatMap((one) => describe(part, one));
  const path = [part, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: `${path}.${key}`,
      message: "is not known here",
    }));
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
  if (origin === "string") return `have ${which} ${bound} characters`;
  if (origin === "array") return `have ${which} ${bound} ${bound === 1 ? "entry" : "entries"}`;
  return `be ${which} ${bound}`;
}
