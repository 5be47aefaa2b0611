/** Verifies tokens as RFC 8725 recommends: signature, issuer, audience, expiry. Nothing reads a token before it is verified here. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import * as z from "zod/mini";
import { auth } from "../config.ts";
import { unavailable } from "../domain/refusal.ts";
import { logger } from "../telemetry/logger.ts";
import { getJson } from "./get-json.ts";
import { Problem } from "./problem.ts";

const ALGORITHMS = ["RS256", "ES256"];

/** How far the issuer's clock and ours may differ. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** How long each request to the issuer may take. */
const TIMEOUT_MS = 3000;

/** The issuer's keys, inline or found by OpenID Connect Discovery 1.0. Fetched and warmed up during init. */
let keys: Promise<JWTVerifyGetKey> | undefined;
const findKeys = () => {
  keys ??= warmKeys().catch((error) => {
    keys = undefined;
    throw error;
  });
  return keys;
};

/** Verifies a bad token with each key, so that the first call finds the key imported and the code already run. */
async function warmKeys(): Promise<JWTVerifyGetKey> {
  const found = await fetchKeys();
  for (const { kid, kty, alg = kty === "RSA" ? "RS256" : "ES256" } of found.jwks()?.keys ?? []) {
    const header = Buffer.from(JSON.stringify({ alg, kid })).toString("base64url");
    await jwtVerify(`${header}.e30.unsigned`, found).catch(() => undefined);
  }
  return found;
}

async function fetchKeys() {
  if (auth.jwks) return createLocalJWKSet(auth.jwks);
  const document = `${auth.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await getJson(document, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status !== 200) throw new Error(`${document} answered ${response.status}`);
  // Section 4.3 of Discovery: the document must name the issuer that was asked for it.
  const { jwks_uri } = z.object({ issuer: z.literal(auth.issuer), jwks_uri: z.url() }).parse(await response.json());
  // jose's type demands a whole Response, but jose reads only its status and its JSON.
  const remote = createRemoteJWKSet(new URL(jwks_uri), {
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: getJson as never,
  });
  await remote.reload();
  return remote;
}

// If this fails, the next call tries again, answers 503 and logs why.
await findKeys().catch(() => undefined);

/**
 * The claims of a token that the issuer signed for this audience.
 *
 * @param now epoch seconds
 * @throws Problem unauthenticated; Refusal unavailable while the issuer's keys cannot be fetched
 */
export async function verifyToken(token: string, now: number): Promise<JWTPayload> {
  const claims = await verified(token, now);
  const audiences = [claims.aud ?? claims.client_id].flat();
  if (!audiences.includes(auth.audience)) throw unauthenticated("The token is for another audience.");
  return claims;
}

async function verified(token: string, now: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, await findKeys(), {
      issuer: auth.issuer,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now * 1000),
    });
    return payload;
  } catch (error) {
    throw answerTo(error);
  }
}

/** A faulty token is a 401. An issuer that cannot be reached is our failure: 503. */
function answerTo(error: unknown) {
  if (error instanceof errors.JWTExpired) return unauthenticated("The token has expired.");
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthenticated(`The token's ${error.claim} is not accepted here.`);
  if (error instanceof errors.JOSEAlgNotAllowed)
    return unauthenticated("The token must be signed with RS256 or ES256.");
  const faults = [
    errors.JWTInvalid,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ];
  if (faults.some((fault) => error instanceof fault)) return unauthenticated("The token is not valid.");
  logger.error("the issuer's keys cannot be fetched or used", { error });
  return unavailable();
}

export const unauthenticated = (detail: string) => new Problem("unauthenticated", detail);
