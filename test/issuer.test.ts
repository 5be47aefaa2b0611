import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";

/** An issuer as production has one: OpenID Connect Discovery and a key set, over HTTP. Set before anything is imported. */
const issuer = await vi.hoisted(async () => {
  const { createServer } = await import("node:http");
  const { exportJWK, generateKeyPair, SignJWT } = await import("jose");
  const { listen } = await import("../local/listen.ts");
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "es", alg: "ES256", use: "sig" };
  const state = { away: false, names: "", url: "" };
  const server = createServer((request, response) => {
    if (state.away) return void response.writeHead(500).end();
    const documents: Record<string, unknown> = {
      "/.well-known/openid-configuration": { issuer: state.names || state.url, jwks_uri: `${state.url}/keys` },
      "/keys": { keys: [jwk] },
    };
    response.end(JSON.stringify(documents[request.url ?? ""]));
  });
  state.url = (await listen(server)).url;
  const now = Date.parse("2031-03-03T10:07:30Z") / 1000;
  const sign = (claims: object, kid = "es") =>
    new SignJWT({ iss: state.url, aud: "shop", sub: "grace", exp: now + 3600, ...claims })
      .setProtectedHeader({ alg: "ES256", kid })
      .sign(privateKey);
  const before = process.env;
  const { AUTH_JWKS: _, ...rest } = before;
  process.env = {
    ...rest,
    AUTH_ISSUER: state.url,
    AUTH_AUDIENCE: "shop",
    AUTH_ROLES_CLAIM: "https://shop.example/roles",
  };
  const close = () => {
    process.env = before;
    server.close();
  };
  return { state, sign, close };
});

import type { Answer } from "./harness.ts";

/** A call to functions that have just started, as after a cold start. */
async function afterColdStart(token: string): Promise<Answer> {
  vi.resetModules();
  const { call } = await import("./harness.ts");
  return call("createUser", { authorization: `Bearer ${token}`, body: { role: "provider", name: "Grace" } });
}

beforeEach(() => Object.assign(issuer.state, { away: false, names: "" }));
afterAll(() => issuer.close());

describe("Given an issuer that is found by its address", () => {
  it("an ES256 token is accepted, and the configured claim gives the role", async () => {
    const provider = await issuer.sign({ sub: "ada", "https://shop.example/roles": ["provider"] });
    expect((await afterColdStart(provider)).status).toBe(201);
    const client = await issuer.sign({ sub: "bob", "cognito:groups": ["provider"] });
    expect((await afterColdStart(client)).body.type).toBe("/problems/forbidden");
  });

  it("its key is imported before the first call, which imports none", async () => {
    const imported = vi.spyOn(crypto.subtle, "importKey");
    vi.resetModules();
    const { call } = await import("./harness.ts");
    expect(imported).toHaveBeenCalledTimes(1);
    // At the time of the start, because keys are fetched again when they are ten minutes old.
    await call("createUser", { authorization: `Bearer ${await issuer.sign({})}`, at: Date.now() / 1000 });
    expect(imported).toHaveBeenCalledTimes(1);
    imported.mockRestore();
  });

  it("a token of a key it does not have is refused", async () => {
    const answer = await afterColdStart(await issuer.sign({}, "other"));
    expect(answer.body.type).toBe("/problems/unauthenticated");
  });

  it("while it is down every call is a 503, and once it is up again calls succeed, without a restart", async () => {
    issuer.state.away = true;
    const token = await issuer.sign({ "https://shop.example/roles": ["provider"] });
    const away = await afterColdStart(token);
    expect([away.status, away.body.type, away.requests]).toEqual([503, "/problems/unavailable", []]);
    issuer.state.away = false;
    const { call } = await import("./harness.ts");
    const back = await call("createUser", {
      authorization: `Bearer ${token}`,
      body: { role: "provider", name: "Grace" },
    });
    expect(back.status).toBe(201);
  });

  it("a document that names another issuer is not trusted", async () => {
    issuer.state.names = "https://elsewhere.example";
    expect((await afterColdStart(await issuer.sign({}))).status).toBe(503);
  });
});
