/** Who calls: people with good tokens, and every way a token can be bad. */
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { exportJWK, type JWTPayload, SignJWT } from "jose";
import { AUDIENCE, ISSUER, issuerEnvironment, sign, signToken } from "../../build/issuer.ts";
import type { Caller } from "../../shared/domain/access.ts";

export interface Person extends Caller {
  /** The value of the Authorization header. */
  authorization: string;
}

export const person = async (role: Person["role"], userId: string): Promise<Person> => ({
  role,
  userId,
  authorization: `Bearer ${await signToken(role, userId)}`,
});

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens that must be worth nothing, by what is wrong with them. Each would be an admin's. */
async function makeBadAuthorizations(): Promise<Record<string, string | undefined>> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: "root", exp: now + 43_200, "cognito:groups": ["admin"] };
  const good = await sign(claims);
  const [head, , signature] = good.split(".");
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const byAnother = (header: object, payload: JWTPayload = claims) =>
    new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: "development", ...header }).sign(privateKey);
  const { AUTH_JWKS } = await issuerEnvironment();
  const pem = createPublicKey({ key: JSON.parse(AUTH_JWKS).keys[0], format: "jwk" });
  const withPublicKey = new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", kid: "development" })
    .sign(Buffer.from(pem.export({ type: "spki", format: "pem" })));
  const signed = (changes: Record<string, unknown>) => sign({ ...claims, ...changes } as JWTPayload);
  const bearers = {
    garbage: "x.y.z",
    "one part": "abc",
    "two parts": `${head}.${base64url(claims)}`,
    "alg none": `${base64url({ alg: "none" })}.${base64url(claims)}.`,
    "alg nOnE": `${base64url({ alg: "nOnE", kid: "development" })}.${base64url(claims)}.`,
    "HS256 with the public key": await withPublicKey,
    "another key": await byAnother({}),
    "a key of its own": await byAnother({ jwk }),
    "a key from elsewhere": await byAnother({ jku: "http://127.0.0.1:9/jwks.json" }),
    "a kid that is a path": await byAnother({ kid: "../../../../dev/null" }),
    "no kid": await byAnother({ kid: undefined }),
    huge: await byAnother({}, { ...claims, more: "x".repeat(8000) }),
    "another payload": `${head}.${base64url({ ...claims, sub: "someone" })}.${signature}`,
    "no signature": `${head}.${base64url(claims)}.`,
    "a truncated signature": good.slice(0, -4),
    "a payload that is no object": `${head}.${base64url([])}.${signature}`,
    "a deep payload": `${head}.${Buffer.from("[".repeat(5000)).toString("base64url")}.${signature}`,
    expired: await signed({ exp: now - 3600 }),
    "no expiry": await signed({ exp: undefined }),
    "an expiry that is a text": await signed({ exp: "9999999999" }),
    "not yet valid": await signed({ nbf: now + 7200 }),
    "another issuer": await signed({ iss: "https://elsewhere.example" }),
    "another audience": await signed({ aud: "elsewhere" }),
    "no audience": await signed({ aud: undefined }),
    "an audience like ours": await signed({ aud: [`${AUDIENCE} `, AUDIENCE.toUpperCase()] }),
    "no subject": await signed({ sub: undefined }),
    "an empty subject": await signed({ sub: "" }),
    "a subject with a key's separator": await signed({ sub: "a#PROFILE" }),
    "a subject that a path cannot carry": await signed({ sub: ".." }),
    "a subject that is too long": await signed({ sub: "a".repeat(256) }),
    "a subject that is no text": await signed({ sub: { toString: "a" } }),
  };
  return {
    none: undefined,
    "another scheme": `Basic ${good}`,
    "no scheme": good,
    "two tokens": `Bearer ${good}, Bearer ${good}`,
    "a quoted token": `Bearer "${good}"`,
    ...Object.fromEntries(Object.entries(bearers).map(([kind, token]) => [kind, `Bearer ${token}`])),
  };
}

export const badAuthorizations = await makeBadAuthorizations();
export const badTokens = Object.keys(badAuthorizations);
