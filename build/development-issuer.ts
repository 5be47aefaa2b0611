/**
 * The development issuer. It signs tokens for the local server and for the stage `local`. Its private key is made on first
 * use, in `.local/`, and stays there; only its public key is deployed, to the stage `local`.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import type { Role } from "../shared/domain/access.ts";

export const ISSUER = "urn:reservation-api:development";
export const AUDIENCE = "reservation-api";
const KEY_FILE = ".local/issuer.json";
const KEY_ID = "development";
/** Cognito's, which `shared/config.ts` reads unless a setting names another. */
export const ROLES_CLAIM = "cognito:groups";

export const roles = ["admin", "provider", "client"] as const satisfies Role[];

/** The settings that make functions accept this issuer's tokens, with the public key inline. */
export async function issuerEnvironment() {
  return {
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_JWKS: JSON.stringify(await publicKeys()),
  };
}

/** The JSON Web Key Set that verifies its tokens. */
export async function publicKeys() {
  const { kty, n, e } = await privateKey();
  return { keys: [{ kty, n, e, kid: KEY_ID, alg: "RS256", use: "sig" }] };
}

/** How long a token is valid. */
export const TOKEN_SECONDS = 12 * 60 * 60;

/** A token for the API. `issuedAt` is in epoch seconds. */
export const signToken = (role: Role, userId: string, issuedAt = Math.floor(Date.now() / 1000)) =>
  sign({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: userId,
    iat: issuedAt,
    exp: issuedAt + TOKEN_SECONDS,
    ...(role !== "client" && { [ROLES_CLAIM]: [role] }),
  });

/** Signs any claims: ID tokens, and the tokens of tests and measurements. */
export const sign = async (claims: JWTPayload) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: KEY_ID }).sign(await privateKey());

let key: Promise<JWK> | undefined;
const privateKey = () => {
  key ??= Promise.resolve(storedKey() ?? makeKey());
  return key;
};

const readKey = (): JWK => JSON.parse(readFileSync(KEY_FILE, "utf8"));

function storedKey(): JWK | undefined {
  try {
    return readKey();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw new Error(`${KEY_FILE} cannot be read; delete it, and a new key is made.`, { cause: error });
  }
}

/** Makes the key. It is written under another name and then linked, so that two first runs at the same time share one key. */
async function makeKey(): Promise<JWK> {
  const { privateKey: made } = await generateKeyPair("RS256", { extractable: true });
  const draft = `${KEY_FILE}.${process.pid}`;
  mkdirSync(dirname(KEY_FILE), { recursive: true });
  writeFileSync(draft, JSON.stringify(await exportJWK(made)), { mode: 0o600 });
  try {
    linkSync(draft, KEY_FILE);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  return readKey();
}

const hasCode = (error: unknown, code: string) => error instanceof Error && "code" in error && error.code === code;
