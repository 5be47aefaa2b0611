/** Settings, from the environment, read once at start. There is no secret among them. */
import type { JSONWebKeySet } from "jose";
import * as z from "zod/mini";

const nonEmpty = z.string().check(z.minLength(1));

const settings = z
  .object({
    TABLE_NAME: nonEmpty,
    /** The tokens' issuer, as in their `iss`. */
    AUTH_ISSUER: nonEmpty,
    /** Whom tokens must be for: their `aud`, or Cognito's `client_id`. */
    AUTH_AUDIENCE: nonEmpty,
    /** The claim that lists a caller's roles. Dots lead into nested claims: `realm_access.roles`. */
    AUTH_ROLES_CLAIM: z._default(nonEmpty, "cognito:groups"),
    /** The issuer's public keys, as a JSON Web Key Set, which jose checks. Without it they are fetched from the issuer. */
    AUTH_JWKS: z.optional(
      z.pipe(
        z.string(),
        z.transform((text): JSONWebKeySet => JSON.parse(text)),
      ),
    ),
    /** For each of the three attempts at a DynamoDB request: how long it may take to connect, and again to answer. */
    DYNAMODB_TIMEOUT_MS: z._default(z.coerce.number(), 1000),
    /** What the function reads during init to warm up. Its role must allow it: a GetItem, or a Query of the table or an index. */
    WARM_UP: z.optional(z.enum(["GetItem", "table", "listing", "byClient"])),
    /** Origins a browser may call from, separated by spaces. */
    CORS_ORIGINS: z._default(z.string(), "*"),
  })
  .parse(process.env);

export const tableName = settings.TABLE_NAME;
export const auth = {
  issuer: settings.AUTH_ISSUER,
  audience: settings.AUTH_AUDIENCE,
  rolesClaim: settings.AUTH_ROLES_CLAIM,
  jwks: settings.AUTH_JWKS,
};
export const dynamodbTimeoutMs = settings.DYNAMODB_TIMEOUT_MS;
export const warmUpBy = settings.WARM_UP;
export const corsOrigins = settings.CORS_ORIGINS.split(" ");
