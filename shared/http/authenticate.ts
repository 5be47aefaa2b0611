/** Who makes a call and in which role, by its bearer token. */
import type { JWTPayload } from "jose";
import { auth } from "../config.ts";
import type { Caller, Role } from "../domain/access.ts";
import { isUserId } from "../domain/user-id.ts";
import { header } from "./headers.ts";
import type { Middleware, PrivateContract } from "./middleware.ts";
import { Problem, tokenMissing } from "./problem.ts";
import { unauthenticated, verifyToken } from "./verify-token.ts";

/** Gives the handler its caller. Throws Problem unauthenticated, or forbidden for a role that may never call this. */
export const authenticate = (contract: PrivateContract): Middleware => ({
  async before({ event, context }) {
    const caller = callerOf(await verifyToken(bearerToken(header(event, "authorization")), context.now));
    if (!contract.roles.includes(caller.role)) throw forbidden(contract, caller);
    Object.assign(context, { caller });
  },
});

function bearerToken(authorization: string | undefined): string {
  if (!authorization) throw tokenMissing();
  const [, token] = /^Bearer +([^ ]+) *$/i.exec(authorization) ?? [];
  if (!token) throw unauthenticated("The Authorization header must be: Bearer <token>.");
  return token;
}

function callerOf(claims: JWTPayload): Caller {
  if (!isUserId(claims.sub)) throw unauthenticated("The token's subject is not a valid userId.");
  return { userId: claims.sub, role: roleOf(claims) };
}

function roleOf(claims: JWTPayload): Role {
  const roles = [rolesIn(claims)].flat();
  return roles.includes("admin") ? "admin" : roles.includes("provider") ? "provider" : "client";
}

/** The claim with exactly the configured name, or else the nested one that its dots lead to: `realm_access.roles`. */
function rolesIn(claims: JWTPayload): unknown {
  if (Object.hasOwn(claims, auth.rolesClaim)) return claims[auth.rolesClaim];
  return auth.rolesClaim.split(".").reduce<unknown>(member, claims);
}

const member = (value: unknown, name: string): unknown => new Map(Object.entries(Object(value))).get(name);

const forbidden = ({ operationId, roles }: PrivateContract, { role }: Caller) =>
  new Problem("forbidden", `A ${role} cannot call ${operationId}; it is for ${roles.join(" and ")}.`);
