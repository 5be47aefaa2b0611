/** Who is calling: the one place that reads a token, and nothing of it before it is verified. RFC 8725. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import * as z from "zod/mini";
import { auth } from "../config.ts";
import type { Caller, Role } from "../domain/access.ts";
import { unavailable } from "../domain/refusal.ts";
import { isUserId } from "../domain/user-id.ts";
import { logger } from "../logger.ts";
import { Problem } from "./problem.ts";

const ALGORITHMS = ["RS256", "ES256"];

/** The issuer's and our clocks may differ by this many seconds. */
const CLOCK_TOLERANCE = 5;

/** The issuer's keys: given inline, or found by OpenID Connect Discovery 1.0. They are fetched during init. */
let keys: Promise<JWTVerifyGetKey> | undefined;
const findKeys = () => {
  keys ??= fetchKeys().catch((error) => {
    keys = undefined;
    throw error;
  });
  return keys;
};

async function fetchKeys(): Promise<JWTVerifyGetKey> {
  if (auth.jwks) return createLocalJWKSet(auth.jwks as JSONWebKeySet);
  const document = `${auth.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(document, { signal: AbortSignal.timeout(3000) });
  if (!response.ok) throw new Error(`${document} answered ${response.status}`);
  // Section 4.3: the document must name the very issuer it was asked of.
  const { jwks_uri } = z.object({ issuer: z.literal(auth.issuer), jwks_uri: z.url() }).parse(await response.json());
  const remote = createRemoteJWKSet(new URL(jwks_uri), {
    timeoutDuration: 3000,
  });
  await remote.reload();
  return remote;
}

// A failure here is tried again by the next request, which says 503 and logs why.
await findKeys().catch(() => undefined);

/**
 * The caller whose bearer token this is.
 *
 * @param authorization the request's `Authorization` header
 * @param now epoch seconds
 * @throws Problem unauthenticated; unavailable while the issuer's keys cannot be had
 */
export async function authenticate(authorization: string | undefined, now: number): Promise<Caller> {
  if (!authorization) throw unauthenticated("Send a token: Authorization: Bearer <token>.");
  const [, token] = /^Bearer +([^ ]+) *$/i.exec(authorization) ?? [];
  if (!token) throw unauthenticated("The Authorization header must be: Bearer <token>.");
  const payload = await verify(token, now);
  const audiences = [payload.aud ?? payload.client_id].flat();
  if (!audiences.includes(auth.audience)) throw unauthenticated("The token is for another audience.");
  if (!isUserId(payload.sub)) throw unauthenticated("The token's subject cannot be a userId.");
  return { userId: payload.sub, role: roleOf(payload) };
}

async function verify(token: string, now: number): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, await findKeys(), {
      issuer: auth.issuer,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "sub"],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(now * 1000),
    });
    return payload;
  } catch (error) {
    throw refusal(error);
  }
}

/** What is the token's fault is a 401; that the issuer cannot be reached is ours to say. */
function refusal(error: unknown) {
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
  logger.error("the issuer's keys cannot be had or used", { error });
  return unavailable();
}

const unauthenticated = (detail: string) => new Problem("unauthenticated", detail);

function roleOf(payload: JWTPayload): Role {
  const groups = [payload[auth.rolesClaim]].flat();
  return groups.includes("admin") ? "admin" : groups.includes("provider") ? "provider" : "client";
}
