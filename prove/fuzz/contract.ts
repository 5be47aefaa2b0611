/** The contract as the fuzzer reads it: what each operation takes, every reference resolved. No generated code has a say. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { OperationId } from "../../shared/contract/operations.gen.ts";

export interface Schema {
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  enum?: unknown[];
  format?: string;
  pattern?: string;
  example?: unknown;
  nullable?: boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export interface Operation {
  operationId: OperationId;
  method: string;
  /** As in the contract: `/users/{userId}`. */
  path: string;
  /** Without them it needs no token. */
  roles?: string[];
  parameters: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema }[];
  body?: Schema;
}

// biome-ignore lint/suspicious/noExplicitAny: a YAML document has no type
type Document = any;

const document: Document = parse(readFileSync("openapi.yaml", "utf8"));

export const operations: Operation[] = Object.entries<Document>(document.paths).flatMap(([path, methods]) =>
  Object.entries<Document>(methods).map(([method, operation]) => {
    const { operationId, parameters = [], requestBody, "x-roles": roles } = resolved(operation);
    const body = requestBody?.content["application/json"].schema;
    return {
      operationId,
      method: method.toUpperCase(),
      path,
      ...(roles && { roles }),
      parameters,
      ...(body && { body }),
    };
  }),
);

function resolved(node: Document): Document {
  if (Array.isArray(node)) return node.map(resolved);
  if (typeof node !== "object" || node === null) return node;
  if (node.$ref) return resolved(at(node.$ref));
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolved(value)]));
}

function at(reference: string): Document {
  const keys = reference.slice(2).split("/");
  return keys.reduce((parent, key) => parent[key], document);
}

/**
 * The operations of the path that a request target names, as a reader of the contract finds them, and its parameters. A slash
 * at the end is ignored, as API Gateway does, and so is the host in front of it.
 */
export function routeOf(target: string): { offered: Operation[]; parameters: Record<string, string> } | undefined {
  const path = target.replace(/^https?:\/\/[^/?]*/, "").split("?", 1)[0] ?? "";
  const segments = path.replace(/(?<=.)\/$/, "").split("/");
  const isParameter = (segment: string) => segment.startsWith("{");
  const offered = operations.filter(({ path }) => {
    const template = path.split("/");
    const fits = (segment: string, i: number) => (isParameter(segment) ? segments[i] !== "" : segment === segments[i]);
    return template.length === segments.length && template.every(fits);
  });
  const [first] = offered;
  if (!first) return undefined;
  const parameters = first.path
    .split("/")
    .flatMap((segment, i) => (isParameter(segment) ? [[segment.slice(1, -1), decoded(segments[i] ?? "")]] : []));
  return { offered, parameters: Object.fromEntries(parameters) };
}

function decoded(segment: string) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
