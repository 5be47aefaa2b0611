import { request as rawRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signToken } from "../build/development-issuer.ts";
import { eventsIn } from "../test/calendars.ts";
import { paste, pasted, type RunningServer, startServer } from "../test/server.ts";

let server: RunningServer;
beforeAll(async () => {
  server = await startServer("--port", "0", "--data", "memory");
});
afterAll(async () => {
  await server.stop();
});

/** Sends a request exactly as given, which fetch would correct. */
const raw = (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) =>
  new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = rawRequest({ hostname, port, method, path, headers }, async (response) => {
      const chunks = await Array.fromAsync(response);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() });
    });
    sent.once("error", reject).end(body);
  });

describe("Given a server that has started", () => {
  it("its three curl lines work when pasted, and its token confirms", async () => {
    const [offer, list, reserve] = pasted(server);
    expect(await paste(offer ?? "")).toMatchObject({ providerId: "demo-provider", slots: 28 });
    expect((await paste(list ?? "")).slots).toHaveLength(3);
    const { appointmentId } = await paste(reserve ?? "");
    const [, token] = /^demo-client\n(\S+)$/m.exec(server.output()) ?? [];
    const confirmed = await fetch(`${server.url}/appointments/${appointmentId}/confirm`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(await confirmed.json()).toMatchObject({ status: "confirmed", clientId: "demo-client" });
  });

  it("serves the page, which may talk to this server and run nothing but its own script", async () => {
    const page = await fetch(`${server.url}/`);
    expect(page.headers.get("content-security-policy")).toBe(
      `connect-src 'self' ${server.url}; frame-ancestors 'none'`,
    );
    const html = await page.text();
    expect(html).toContain("default-src 'none'; script-src 'self';");
    for (const [, asset] of html.matchAll(/(?:src|href)="([\w.-]+)"/g))
      expect((await fetch(`${server.url}/${asset}`)).status, asset).toBe(200);
    expect(await (await fetch(`${server.url}/config.json`)).json()).toMatchObject({
      api: server.url,
      issuer: `${server.url}/issuer`,
    });
  });

  it("serves the contract and its documentation, and nothing beside them", async () => {
    expect(await (await fetch(`${server.url}/openapi.yaml`)).text()).toMatch(/^openapi: 3.0.3/);
    const docs = await fetch(`${server.url}/docs`);
    expect(docs.status).toBe(200);
    const html = await docs.text();
    for (const [, asset] of html.matchAll(/(?:src|href)="\.?\/?([\w.-]+)"/g))
      expect((await fetch(`${server.url}/docs/${asset}`)).status, asset).toBe(200);
    expect(await (await fetch(`${server.url}/docs/swagger-initializer.js`)).text()).toContain("/openapi.yaml");
    for (const path of ["/docs/package.json", "/docs/../package.json", "/docs/%2e%2e/package.json", "/docs/nothing.js"])
      expect((await raw("GET", path)).status, path).toBe(404);
  });

  it.each([
    ["/nothing", 404, "not-found"],
    ["/providers/", 401, "unauthenticated"],
    ["/providers//", 404, "not-found"],
    ["http://example.com/providers?limit=1", 401, "unauthenticated"],
    ["http://example.com", 200, ""],
    ["//", 404, "not-found"],
    ["/users/a/b", 404, "not-found"],
    ["/?x=%", 200, ""],
  ])("answers GET %s with %i", async (path, status, kind) => {
    const answer = await raw("GET", path);
    expect(answer.status).toBe(status);
    if (kind) expect(JSON.parse(answer.body).type).toBe(`/problems/${kind}`);
  });

  it("answers a method that a path does not have with 405 and those it has", async () => {
    for (const method of ["PUT", "PATCH", "HEAD", "DELETE"]) {
      const answer = await raw(method, "/appointments");
      expect([answer.status, answer.headers.allow]).toEqual([405, "GET, POST, OPTIONS"]);
      expect(answer.headers["content-type"]).toBe("application/problem+json");
      expect(answer.headers["x-request-id"]).toBeTruthy();
    }
    expect(JSON.parse((await raw("PUT", "/appointments")).body).type).toBe("/problems/method-not-allowed");
  });

  it("answers a path without an operation with 404, but with 400 if API Gateway could not read the content type", async () => {
    for (const [kind, status] of [
      ["text/plain; charset=utf-8", 404],
      ["text/csv", 400],
    ] as const)
      expect((await raw("POST", "/nothing", { "Content-Type": kind })).status).toBe(status);
  });

  it("answers a preflight with the methods and headers a browser may use", async () => {
    const answer = await raw("OPTIONS", "/appointments", {
      Origin: "https://example.com",
      "Access-Control-Request-Method": "POST",
    });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,POST,OPTIONS",
      "access-control-allow-headers": "Authorization,Content-Type,If-Match,If-None-Match",
    });
  });

  it("lets a browser read every reply", async () => {
    for (const path of ["/appointments", "/nothing"])
      expect((await raw("GET", path, { Origin: "https://example.com" })).headers["access-control-allow-origin"]).toBe(
        "*",
      );
  });

  it("answers a body that is not text with 400, and one over 64 KiB or over the gateway's limit with 413", async () => {
    const Authorization = `Bearer ${await signToken("client", "grace")}`;
    const send = async (body: Buffer) => (await raw("POST", "/appointments", { Authorization }, body)).status;
    expect(await send(Buffer.from([0xff, 0xfe, 0x00]))).toBe(400);
    expect(await send(Buffer.alloc(64 * 1024, 0xff))).toBe(400);
    expect(await send(Buffer.alloc(64 * 1024 + 1, 0xff))).toBe(413);
    expect(await send(Buffer.alloc(11 * 1024 * 1024))).toBe(413);
  });

  it("refuses a query parameter that is given twice", async () => {
    const Authorization = `Bearer ${await signToken("client", "grace")}`;
    const answer = await raw("GET", "/appointments?limit=1&limit=2", { authorization: Authorization });
    expect(JSON.parse(answer.body).errors).toEqual([{ path: "query.limit", message: "must be given once" }]);
  });

  it("logs each request once, with its cost, but not who sent it or what it says", async () => {
    const userId = "someone-to-look-for";
    const token = await signToken("client", userId);
    const body = JSON.stringify({ role: "client", name: "Nobody In Logs", email: "nobody@example.com" });
    const answer = await raw("POST", "/users", { Authorization: `Bearer ${token}` }, Buffer.from(body));
    const lines = () => server.output().split("\n");
    const find = () => lines().filter((one) => one.includes(`${answer.headers["x-request-id"]}`));
    const [line] = await vi.waitFor(() => {
      expect(find()).toHaveLength(1);
      return find();
    });
    expect(JSON.parse(line ?? "")).toMatchObject({
      operation: "createUser",
      status: 201,
      dynamodb: { requests: 1, capacityUnits: expect.any(Number) },
      durationMs: expect.any(Number),
    });
    for (const secret of [userId, "Nobody", "nobody@example.com", token]) expect(line).not.toContain(secret);
  });

  it.each(["x@clients", "grace@example.com", "google-oauth2|1", "accounts.example.com:123", "f:1:o'hara+x", "..."])(
    "serves the profile of %s at the Location that its creation gave, with or without a slash at the end of that path",
    async (userId) => {
      for (const path of ["/users", "/users/"]) {
        const Authorization = `Bearer ${await signToken("client", `${userId}${path.length}`)}`;
        const body = Buffer.from('{"role":"client","name":"Grace"}');
        const { headers } = await raw("POST", path, { Authorization }, body);
        const found = await fetch(new URL(`${headers.location}`, `${server.url}${path}`), {
          headers: { Authorization },
        });
        expect(await found.json()).toMatchObject({ userId: `${userId}${path.length}` });
      }
    },
  );

  it("serves a calendar feed at the URL it gave out, and logs neither its key nor its path", async () => {
    const Authorization = `Bearer ${await signToken("client", "grace")}`;
    const made = JSON.parse(
      (await raw("POST", "/users/grace/calendar-feed", { Authorization, Host: "a.test:8080" })).body,
    );
    expect(made.url).toBe(`http://a.test:8080/calendar-feeds/${made.feedKey}`);
    const feed = `/calendar-feeds/${made.feedKey}`;
    const answers = [await raw("GET", feed), await raw("GET", `${feed}A`), await raw("PUT", feed)];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 405]);
    expect(eventsIn(answers[0]?.body ?? "")).toEqual([]);
    await vi.waitFor(() => expect(server.output()).toContain(`${answers[1]?.headers["x-request-id"]}`));
    for (const secret of [made.feedKey.slice(0, 43), "/calendar-feeds"]) expect(server.output()).not.toContain(secret);
  });

  it("refuses a port that is taken in one clear sentence", async () => {
    const { port } = new URL(server.url);
    await expect(startServer("--port", port, "--data", "memory")).rejects.toThrow(
      `exit 1: Port ${port} is taken; choose another: npm start -- --port ${Number(port) + 1}\n`,
    );
  });

  it.each([
    ["--port", "http"],
    ["--port", "70000"],
    ["--prot", "3000"],
  ])("refuses %s %s in one clear sentence", async (...args) => {
    await expect(startServer(...args)).rejects.toThrow(/^exit 1: [^\n]+\n$/);
  });
});
