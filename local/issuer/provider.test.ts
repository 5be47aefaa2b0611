import type { Server } from "node:http";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Handlers } from "../../build/handlers.gen.ts";
import { call } from "../../test/harness.ts";
import { serve } from "../server.ts";
import { CLIENT_ID } from "./provider.ts";

const APP = "http://localhost:5173/app/";
const client = { client_id: CLIENT_ID };
const insecure = { [oauth.allowInsecureRequests]: true };

let server: Server;
let issuer: URL;
let provider: oauth.AuthorizationServer;
beforeAll(async () => {
  const served = await serve({} as Handlers, 0);
  server = served.server;
  issuer = new URL(`${served.url}/issuer`);
  provider = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
});
afterAll(() => void server.close());

/** A request for a code, as an app makes it, with some of its parameters changed or, if undefined, left out. */
async function authorizing(changes: Record<string, string | undefined> = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(`${provider.authorization_endpoint}`);
  const parameters = {
    client_id: CLIENT_ID,
    redirect_uri: APP,
    response_type: "code",
    scope: "openid",
    state: "a state",
    nonce: "a nonce",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    person: "demo-provider",
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  const response = await fetch(url, { redirect: "manual" });
  const location = response.headers.get("location");
  return { verifier, response, location: location ? new URL(location) : undefined };
}

async function exchange(location: URL | undefined, verifier: string, redirectUri = APP) {
  const parameters = oauth.validateAuthResponse(provider, client, location ?? new URL(APP), "a state");
  return oauth.authorizationCodeGrantRequest(
    provider,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    verifier,
    insecure,
  );
}

describe("Given an app that signs people in by the code flow with PKCE", () => {
  it("it gets a token that the API accepts, and an ID token that says who it is", async () => {
    const { location, verifier } = await authorizing();
    const response = await exchange(location, verifier);
    const tokens = await oauth.processAuthorizationCodeResponse(provider, client, response, {
      expectedNonce: "a nonce",
      requireIdToken: true,
    });
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: "demo-provider", name: "Demo Provider" });
    const me = await call("createUser", {
      authorization: `Bearer ${tokens.access_token}`,
      body: { role: "provider", name: "Me" },
      at: Date.now() / 1000,
    });
    expect([me.status, me.body.userId]).toEqual([201, "demo-provider"]);
  });

  it("the ID token's signature is that of the issuer's keys", async () => {
    const { location, verifier } = await authorizing({ nonce: undefined });
    const response = await exchange(location, verifier);
    await oauth.processAuthorizationCodeResponse(provider, client, response);
    await oauth.validateApplicationLevelSignature(provider, response, insecure);
  });

  it("the person is asked who to be, and each choice leads back to the app", async () => {
    const { response } = await authorizing({ person: undefined, state: '"><script>' });
    const page = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page).not.toContain("<script");
    const choices = [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => `${href}`.replaceAll(/&(amp|#38);/g, "&"));
    expect(choices).toHaveLength(4);
    for (const choice of choices) {
      const chosen = await fetch(new URL(choice, provider.authorization_endpoint), { redirect: "manual" });
      const back = new URL(`${chosen.headers.get("location")}`);
      expect([back.href.startsWith(APP), back.searchParams.get("state")]).toEqual([true, '"><script>']);
    }
  });
});

describe("Given a code", () => {
  const refused = async (response: Response) => [response.status, ((await response.json()) as { error: string }).error];

  it("is valid once", async () => {
    const { location, verifier } = await authorizing();
    expect((await exchange(location, verifier)).status).toBe(200);
    expect(await refused(await exchange(location, verifier))).toEqual([400, "invalid_grant"]);
  });

  it("is valid only with its verifier and its address, and is used up by any other attempt", async () => {
    const { location, verifier } = await authorizing();
    const other = oauth.generateRandomCodeVerifier();
    expect(await refused(await exchange(location, other))).toEqual([400, "invalid_grant"]);
    expect(await refused(await exchange(location, verifier))).toEqual([400, "invalid_grant"]);
    const second = await authorizing();
    expect(await refused(await exchange(second.location, second.verifier, `${APP}x`))).toEqual([400, "invalid_grant"]);
  });

  it("is valid for less than a minute", async () => {
    const { location, verifier } = await authorizing();
    const late = await authorizing();
    const clock = vi.spyOn(Date, "now");
    const now = Date.now();
    clock.mockReturnValue(now + 59_000);
    expect((await exchange(location, verifier)).status).toBe(200);
    clock.mockReturnValue(now + 60_000);
    expect(await refused(await exchange(late.location, late.verifier))).toEqual([400, "invalid_grant"]);
    clock.mockRestore();
  });

  it("is not enough without the right grant type and client id", async () => {
    const post = (body: Record<string, string>) =>
      fetch(`${provider.token_endpoint}`, { method: "POST", body: new URLSearchParams(body) });
    expect(await refused(await post({ grant_type: "password" }))).toEqual([400, "unsupported_grant_type"]);
    const grant = { grant_type: "authorization_code" };
    expect(await refused(await post({ ...grant, client_id: "other" }))).toEqual([401, "invalid_client"]);
    expect(await refused(await post({ ...grant, client_id: CLIENT_ID }))).toEqual([400, "invalid_grant"]);
  });
});

describe("Given a request for a code", () => {
  it.each([
    "https://example.com/",
    "http://example.com/",
    "http://127.0.0.1.example.com/",
    "http://127.0.0.1@example.com/",
    "http://me@127.0.0.1/",
    "https://127.0.0.1/",
    "javascript:alert(1)//127.0.0.1",
    "http://127.0.0.1:3000/#here",
    "127.0.0.1",
    undefined,
  ])("nothing is sent to %s", async (redirect_uri) => {
    const { response } = await authorizing({ redirect_uri });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });

  it("nothing is sent to an unknown app", async () => {
    const { response } = await authorizing({ client_id: "other" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });

  it.each(["http://127.0.0.1:3000/", "http://localhost/", "http://[::1]:8080/a?b=c"])(
    "a code is sent to %s",
    async (redirect_uri) => {
      const { location } = await authorizing({ redirect_uri });
      expect(location?.href.startsWith(redirect_uri)).toBe(true);
      expect(location?.searchParams.get("code")).toBeTruthy();
    },
  );

  it.each([
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ scope: "email" }, "invalid_scope"],
    [{ code_challenge: undefined }, "invalid_request"],
    [{ code_challenge_method: "plain" }, "invalid_request"],
    [{ prompt: "none" }, "login_required"],
  ])("the app is told why %j is refused: %s", async (changes, error) => {
    const { location } = await authorizing(changes);
    expect(location?.searchParams.get("error")).toBe(error);
    expect(location?.searchParams.get("state")).toBe("a state");
    expect(location?.searchParams.has("code")).toBe(false);
  });
});

describe("Given other origins", () => {
  const allowed = async (Origin: string) =>
    (await fetch(`${issuer}/.well-known/openid-configuration`, { headers: { Origin } })).headers.get(
      "access-control-allow-origin",
    );

  it("those on this machine may read its answers, and the rest of the web may not", async () => {
    expect(await allowed("http://localhost:5173")).toBe("http://localhost:5173");
    for (const origin of ["https://example.com", "http://127.0.0.1.example.com", "null"])
      expect(await allowed(origin), origin).toBe(null);
  });
});

describe("Given someone who signs out", () => {
  const leave = (parameters: Record<string, string>) =>
    fetch(`${provider.end_session_endpoint}?${new URLSearchParams(parameters)}`, { redirect: "manual" });

  it("is led back to the app, and to nowhere but this machine", async () => {
    const back = await leave({ post_logout_redirect_uri: APP, state: "s" });
    expect([back.status, back.headers.get("location")]).toEqual([302, `${APP}?state=s`]);
    expect((await leave({ post_logout_redirect_uri: "https://example.com/" })).status).toBe(400);
    expect((await leave({})).status).toBe(200);
  });
});
