/** What each operation takes, read from openapi.yaml itself and not from generated code, with all references resolved. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { document, type Node } from "../../test/document.ts";

export interface Schema {
  type?: string;
  enum?: unknown[];
  format?: string;
  pattern?: string;
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
  /** Who may call it; undefined if it needs no token. */
  roles?: string[];
  parameters: { name: string; in: "path" | "query" | "header"; required?: boolean; schema: Schema }[];
  body?: Schema;
}

export const operations: Operation[] = Object.entries<Node>(document.paths).flatMap(([path, methods]) =>
  Object.entries<Node>(methods).map(([method, operation]) => {
    const { operationId, parameters = [], requestBody, "x-roles": roles } = resolved(operation);
    const body = requestBody?.content["application/json"].schema;
    return {
      operationId,
      method: method.toUpperCase(),
      path,
      parameters,
      ...(roles && { roles }),
      ...(body && { body }),
    };
  }),
);

function resolved(node: Node): Node {
  if (Array.isArray(node)) return node.map(resolved);
  if (typeof node !== "object" || node === null) return node;
  if (node.$ref)
    return resolved(
      node.$ref
        .slice(2)
        .split("/")
        .reduce((parent: Node, key: string) => parent[key], document),
    );
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolved(value)]));
}

/**
 * The operations of a request target's path, and its path parameters; undefined if the contract has no such path. Ignores a
 * host in front and, as API Gateway does, a slash at the end.
 */
export function routeOf(target: string): { offered: Operation[]; parameters: Record<string, string> } | undefined {
  const path = target.replace(/^https?:\/\/[^/?]*/, "").replace(/\?.*$/s, "");
  for (const { path: template } of operations) {
    const pattern = new RegExp(`^${template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`);
    const found = pattern.exec(path);
    if (!found) continue;
    const parameters = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decoded(text)]);
    return { offered: operations.filter((one) => one.path === template), parameters: Object.fromEntries(parameters) };
  }
  return undefined;
}

export function decoded(segment: string) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
