import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { asking } from "./ask.ts";
import { type Entry, mayHaveActed } from "./ledger.ts";

/** What the server does with each request, one after the other: cuts the connection, or answers with a status. */
let script: ("cut" | number)[];
const server = createServer((_, response) => {
  const next = script.shift() ?? "cut";
  if (next === "cut") return response.destroy();
  response.writeHead(next, { "X-Request-Id": "1", "Content-Type": "application/json", "Retry-After": "1" });
  response.end(JSON.stringify({ userId: "grace", role: "client", name: "Grace", version: 1 }));
});
await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
afterAll(() => server.close());

const url = async () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const grace = { person: "grace", as: { role: "client", userId: "grace" } } as const;
let ledger: Entry[];
let faults: string[];
beforeEach(() => {
  ledger = [];
  faults = [];
});
const ask = (where = url) => asking(where, ledger, faults)({ operationId: "deleteUser", ...grace });

describe("A call", () => {
  it("is repeated until its answer is known, and each attempt counts", async () => {
    script = ["cut", 503, 403];
    expect((await ask())?.status).toBe(403);
    expect(ledger).toMatchObject([{ operationId: "deleteUser", attempts: 3, reply: { status: 403 } }]);
    expect(ledger.map(mayHaveActed)).toEqual([true]);
  });

  it("that was refused at once had no effect", async () => {
    script = [403];
    await ask();
    expect(ledger.map(mayHaveActed)).toEqual([false]);
  });

  it("whose answer is not as the contract promises, or a 500, is a fault", async () => {
    script = [200];
    await ask();
    expect(faults).toEqual([expect.stringContaining("deleteUser 200")]);
    script = [500];
    await ask();
    expect(faults).toHaveLength(2);
  });

  it("of which nobody will know any more stays unanswered", async () => {
    expect(await ask(() => Promise.reject(new Error("stopped")))).toBeUndefined();
    expect(ledger).toMatchObject([{ attempts: 0 }]);
    expect(ledger[0]).not.toHaveProperty("reply");
  });
});
