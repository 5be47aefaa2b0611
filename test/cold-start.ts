import { vi } from "vitest";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import type { ProxyResult } from "../shared/http/proxy-result.ts";
import { proxyEvent } from "./event.ts";

/** Calls an operation without a token, as a function that starts with these settings. */
export async function coldCall(
  operationId: OperationId,
  settings: Record<string, string>,
  headers?: Record<string, string>,
): Promise<ProxyResult> {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { handler } = await import(`../functions/${operationId}.ts`);
  return handler(proxyEvent({ headers }, undefined));
}
