import type { APIGatewayProxyEvent } from "aws-lambda";
import type * as z from "zod/mini";
import { addFaults, type Fault, faultsOf } from "./faults.ts";
import { invalid, Problem } from "./problem.ts";

/** The largest body that is accepted, in bytes: 64 KiB. */
const MAX_BODY_BYTES = 64 * 1024;

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
  // The compiler cannot know that without a fault every part was parsed.
  return parsed as ParsedRequest<S>;
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

/** The single value of each query parameter: none of them is a list. */
function single(parameters: Record<string, string[] | undefined>, faults: Fault[]) {
  const entries = Object.entries(parameters).map(([name, values = []]) => {
    if (values.length > 1) faults.push({ path: `query.${name}`, message: "must be given once" });
    return [name, values[0]];
  });
  return Object.fromEntries(entries);
}

function parsePart(part: string, schema: z.ZodMiniType, input: unknown, faults: Fault[]): unknown {
  if (input === UNREADABLE) return undefined;
  const { success, data, error } = schema.safeParse(input, { reportInput: true });
  if (success) return data;
  addFaults(faultsOf(part, error), faults);
  return undefined;
}
