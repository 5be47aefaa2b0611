import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod/mini";
import { isOnGrid } from "./domain/time.ts";
import { isTimeZone } from "./domain/time-zone.ts";
import { invalid, Problem } from "./problem.ts";

/** The largest body there may be, in bytes: 64 KiB. */
const MAX_BODY_BYTES = 64 * 1024;

/** What a request to an operation must be like: generated from the contract. */
export interface RequestSchemas {
  path: z.ZodMiniType;
  query: z.ZodMiniType;
  body: z.ZodMiniType;
}

export interface ParsedRequest<S extends RequestSchemas> {
  path: z.output<S["path"]>;
  query: z.output<S["query"]>;
  body: z.output<S["body"]>;
}

type Fault = { path: string; message: string };

/**
 * Parses path, query and body by the contract.
 *
 * @throws Problem payload-too-large; invalid-request with every fault there is
 */
export function parseRequest<S extends RequestSchemas>(schemas: S, event: APIGatewayProxyEvent): ParsedRequest<S> {
  const body = bodyOf(event);
  const expectsBody = schemas.body.type !== "undefined";
  const faults: Fault[] = [];
  const parsed = {
    path: parsePart("path", schemas.path, decoded(event.pathParameters ?? {}), faults),
    query: parsePart("query", schemas.query, single(event.multiValueQueryStringParameters ?? {}, faults), faults),
    body: expectsBody ? parsePart("body", schemas.body, json(body, faults), faults) : undefined,
  };
  if (faults.length > 0) throw invalid(...faults);
  return parsed as ParsedRequest<S>;
}

/** Throws Problem invalid-request unless a body's `timeZone`, where it has one, is known. */
export function mustBeTimeZone(timeZone: string | null | undefined) {
  if (typeof timeZone === "string" && !isTimeZone(timeZone))
    throw invalid({ path: "body.timeZone", message: "must be an IANA time zone name such as Europe/London" });
}

/** Throws Problem invalid-request unless a body's `startsAt` is where slots start. */
export function mustBeOnGrid(startsAt: number) {
  if (!isOnGrid(startsAt)) throw invalid({ path: "body.startsAt", message: "must be on the 15-minute grid" });
}

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent) {
  const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > MAX_BODY_BYTES)
    throw new Problem("payload-too-large", `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`);
  return bytes.toString("utf8");
}

/** What could not be read at all: its fault is told already. */
const UNREADABLE = Symbol("unreadable");

function json(text: string, faults: Fault[]): unknown {
  if (text.trim() === "") {
    faults.push({ path: "body", message: "is required, as JSON" });
    return UNREADABLE;
  }
  try {
    return JSON.parse(text);
  } catch {
    faults.push({ path: "body", message: "must be JSON" });
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

/** No query parameter of ours is a list. */
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
  const found = error.issues.flatMap((issue) => describe(part, issue));
  // One fault a place: that a text is no date also breaks every other rule for dates.
  const seen = new Set(faults.map(({ path }) => path));
  for (const fault of found) if (!seen.has(fault.path) && seen.add(fault.path)) faults.push(fault);
  return undefined;
}

function describe(part: string, issue: z.core.$ZodIssue): Fault[] {
  const path = [part, ...issue.path.map(String)].join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: `${path}.${key}`,
      message: "is not known here",
    }));
  return [{ path, message: messageOf(issue) }];
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
      return issue.origin === "string"
        ? `must have at least ${issue.minimum} characters`
        : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case "invalid_format":
      if (issue.format === "datetime") return "must be an RFC 3339 date and time such as 2027-08-13T08:00:00Z";
      if (issue.format === "email") return "must be an email address";
      return issue.message;
    default:
      return issue.message;
  }
}
