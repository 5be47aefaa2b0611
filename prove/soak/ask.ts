/** Sends a call over HTTP, repeats it until its answer is known, and enters both in the ledger. */
import { setTimeout as pause } from "node:timers/promises";
import { signToken } from "../../build/issuer.ts";
import { operations } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";
import { contractFault } from "../../test/contract.ts";
import type { Answer, Entry } from "./ledger.ts";

export type Ask = (call: Omit<Entry, "sentAt" | "attempts" | "reply">) => Promise<Answer | undefined>;

const RETRY_MS = 100;

/** Epoch seconds, which never go back. */
const clock = () => (performance.timeOrigin + performance.now()) / 1000;

/**
 * @param url of the server, once there is one; rejects when there will be none any more
 * @param ledger gets every call
 * @param faults get every reply that is not as the contract promises, and every 500
 */
export function asking(url: () => Promise<string>, ledger: Entry[], faults: string[]): Ask {
  const tokens = new Map<string, Promise<string>>();
  const token = ({ role, userId }: Caller) => {
    const key = `${role} ${userId}`;
    const signed = tokens.get(key) ?? signToken(role, userId);
    tokens.set(key, signed);
    return signed;
  };
  return async (call) => {
    const entry: Entry = { ...call, sentAt: clock(), attempts: 0 };
    ledger.push(entry);
    for (;;) {
      const base = await url().catch(() => undefined);
      if (base === undefined) return undefined;
      entry.attempts++;
      const answer = await send(base, entry, await token(call.as)).catch(() => undefined);
      const fault = answer && (answer.status === 500 ? `500: ${answer.body}` : contractFault(call.operationId, answer));
      if (fault) faults.push(fault);
      if (answer && answer.status !== 503) {
        entry.reply = answer;
        return answer;
      }
      await pause(RETRY_MS);
    }
  };
}

async function send(base: string, { operationId, path = {}, query = {}, headers, body }: Entry, token: string) {
  const operation = operations.find((one) => one.operationId === operationId);
  const filled = `${operation?.path}`.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ""));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
  );
  const response = await fetch(`${base}${filled}?${search}`, {
    method: operation?.method ?? "",
    headers: { ...headers, Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.endsWith("json");
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === "" ? undefined : isJson ? JSON.parse(text) : text,
    at: clock(),
  } satisfies Answer;
}
