import { createHmac, generateKeyPairSync, sign as signBytes } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { AUDIENCE, ISSUER, ROLES_CLAIM, sign } from "../build/development-issuer.ts";
import { isUserId } from "../shared/domain/user-id.ts";
import { call, expectRefusal, HOUR, NOW } from "./harness.ts";

const claims = { iss: ISSUER, aud: AUDIENCE, sub: "grace", iat: NOW, exp: NOW + HOUR };
const getting =
  (authorization: string | undefined, at = NOW) =>
  () =>
    call("getUser", { path: { userId: "grace" }, authorization, at });
const refused = async (authorization: string | undefined, at = NOW) => {
  const answer = await expectRefusal(getting(authorization, at), 401, "unauthenticated");
  expect(answer.headers["WWW-Authenticate"]).toMatch(/^Bearer/);
  expect(answer.requests).toEqual([]);
  return answer.body.detail;
};
const accepted = async (token: string, at = NOW) =>
  expect((await getting(`Bearer ${token}`, at)()).body.type).toBe("/problems/not-found");

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("Given a token", () => {
  it("of the issuer for this audience is accepted, whatever the case of Bearer", async () => {
    const token = await sign(claims);
    await accepted(token);
    expect((await getting(`bearer ${token}`)()).status).toBe(404);
  });

  it("that names its audience among others, or as Cognito's client_id, is accepted", async () => {
    const { aud: _, ...rest } = claims;
    await accepted(await sign({ ...claims, aud: ["other", AUDIENCE] }));
    await accepted(await sign({ ...rest, client_id: AUDIENCE }));
  });

  it("for another audience is refused, even with our client_id beside it", async () => {
    const { aud: _, ...rest } = claims;
    await refused(`Bearer ${await sign({ ...claims, aud: "other" })}`);
    await refused(`Bearer ${await sign({ ...claims, aud: "other", client_id: AUDIENCE })}`);
    await refused(`Bearer ${await sign({ ...rest, client_id: "other" })}`);
    await refused(`Bearer ${await sign(rest)}`);
  });

  it("of another issuer is refused", async () => {
    await refused(`Bearer ${await sign({ ...claims, iss: "https://elsewhere.example" })}`);
  });

  it("is accepted until five seconds after it expires, for clocks that differ, and no longer", async () => {
    const token = await sign(claims);
    await accepted(token, claims.exp + 4);
    expect(await refused(`Bearer ${token}`, claims.exp + 5)).toBe("The token has expired.");
  });

  it("that is not valid yet is refused until five seconds before it is", async () => {
    const token = await sign({ ...claims, nbf: NOW + 100 });
    await refused(`Bearer ${token}`, NOW + 94);
    await accepted(token, NOW + 95);
  });

  it("without an expiry is refused", async () => {
    const { exp: _, ...rest } = claims;
    await refused(`Bearer ${await sign(rest)}`);
  });

  it.each([undefined, "", "a b", "x".repeat(256), "a/b", ".", "..", "a%2Fb", "é"])(
    "with a subject that is no userId (%j) is refused",
    async (sub) => {
      await refused(`Bearer ${await sign({ ...claims, sub: sub as string })}`);
    },
  );

  it("signed with another key is refused, under our key's name too", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    for (const kid of ["development", "other"]) {
      const token = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
      await refused(`Bearer ${token}`);
    }
  });

  it("that was changed is refused", async () => {
    const [header, , signature] = (await sign(claims)).split(".");
    await refused(`Bearer ${header}.${base64url({ ...claims, [ROLES_CLAIM]: ["admin"] })}.${signature}`);
  });

  it("with alg none, whatever its signature, is refused", async () => {
    const [, payload, signature] = (await sign(claims)).split(".");
    for (const alg of ["none", "None", "NONE"])
      for (const end of ["", signature])
        await refused(`Bearer ${base64url({ alg, kid: "development" })}.${payload}.${end}`);
  });

  it("with an HMAC by our public key is refused", async () => {
    const { keys } = JSON.parse(process.env.AUTH_JWKS ?? "");
    const head = `${base64url({ alg: "HS256", kid: "development" })}.${base64url(claims)}`;
    const mac = createHmac("sha256", JSON.stringify(keys[0])).update(head).digest("base64url");
    await refused(`Bearer ${head}.${mac}`);
  });

  it("with RS512 or PS256 is refused: only RS256 and ES256 are accepted", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    for (const alg of ["RS512", "PS256"]) {
      const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: "development" }).sign(privateKey);
      expect(await refused(`Bearer ${token}`)).toBe("The token must be signed with RS256 or ES256.");
    }
  });

  it("that brings its own key is refused", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const header = { alg: "RS256", kid: "development", jwk: publicKey.export({ format: "jwk" }) };
    const head = `${base64url(header)}.${base64url(claims)}`;
    const signature = signBytes("sha256", Buffer.from(head), privateKey).toString("base64url");
    await refused(`Bearer ${head}.${signature}`);
  });

  it.each([
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "Basic Z3JhY2U6aG9wcGVy",
    "Bearer a.b.c",
    "Bearer a b",
    "Bearer ..",
    `Bearer ${"a".repeat(9000)}`,
  ])("that is not a token (%j) is refused", async (authorization) => {
    await refused(authorization);
  });
});

describe("Given a token's groups", () => {
  const roleOf = async (groups: unknown) => {
    const token = await sign({ ...claims, sub: `u-${Math.random().toString(36).slice(2)}`, [ROLES_CLAIM]: groups });
    const asked = async (role: string) =>
      (await call("createUser", { authorization: `Bearer ${token}`, body: { role, name: "N" } })).status === 201;
    if (await asked("provider")) return "provider";
    return (await asked("client")) ? "client" : "none";
  };

  it.each([
    ["provider", ["provider"]],
    ["provider", "provider"],
    ["provider", ["staff", "provider"]],
    ["client", undefined],
    ["client", []],
    ["client", ["Provider"]],
    ["client", { admin: true }],
    ["client", 5],
  ])("they make a %s of %j", async (role, groups) => {
    expect(await roleOf(groups)).toBe(role);
  });
});

it("a user's id may be neither . nor .., is at most 255 long, and all its characters sort above #", () => {
  for (const yes of ["...", "....", ".a", "..a", "a..", "a.b", "x".repeat(255)]) expect(isUserId(yes), yes).toBe(true);
  for (const no of [".", "..", "", "x".repeat(256), "a#b", "ä", undefined, null, 5])
    expect(isUserId(no), `${no}`).toBe(false);
  for (let code = 0; code < 256; code++) {
    const character = String.fromCharCode(code);
    if (isUserId(character)) expect(character > "#").toBe(true);
  }
});
