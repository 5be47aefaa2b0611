/** Requests over HTTP, as a client sends them. Checks every reply of an operation against the contract. */
import { expect } from "vitest";
import { signToken } from "../build/development-issuer.ts";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { contractFault } from "./contract.ts";
import type { Answer, Call } from "./harness.ts";

/** Calls an operation of the API at `baseUrl`, as `as` (with a token of the development issuer) or as nobody. */
export async function request(
  baseUrl: string,
  operationId: OperationId,
  { as, path = {}, query = {}, body, headers }: Call,
) {
  const operation = operations.find((one) => one.operationId === operationId);
  const filled = `${operation?.path}`.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ""));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
  );
  const response = await fetch(`${baseUrl.replace(/\/$/, "")}${filled}?${search}`, {
    method: operation?.method ?? "",
    headers: {
      ...headers,
      ...(as && { Authorization: `Bearer ${await signToken(as.role, as.userId)}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const reply = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text && /json/.test(`${response.headers.get("content-type")}`) ? JSON.parse(text) : text || undefined,
  };
  expect(contractFault(operationId, reply)).toBeUndefined();
  return reply satisfies Omit<Answer, "requests" | "roundTrips">;
}
