/** A caller's Authorization header, valid or not. test/identity.test.ts has more kinds of invalid tokens. */
import type { JWTPayload } from "jose";
import { AUDIENCE, ISSUER, ROLES_CLAIM, sign } from "../../build/development-issuer.ts";
import type { Caller } from "../../shared/domain/access.ts";
import { DAY_SECONDS } from "../../shared/domain/rules.ts";
import { tokenOf } from "../world/handlers.ts";
import { BEGINS } from "../world/people.ts";

const claims = { iss: ISSUER, aud: AUDIENCE, sub: "root", exp: BEGINS + DAY_SECONDS, [ROLES_CLAIM]: ["admin"] };
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const good = await sign(claims);
const [head, , signature] = good.split(".");
const signed = async (changes: JWTPayload) => `Bearer ${await sign({ ...claims, ...changes })}`;

/** Invalid headers, by what is wrong with them. Each claims to be an admin's. */
const bad: Record<string, string | undefined> = {
  none: undefined,
  scheme: `Basic ${good}`,
  garbage: "Bearer x.y.z",
  unsigned: `Bearer ${encoded({ alg: "none" })}.${encoded(claims)}.`,
  changed: `Bearer ${head}.${encoded({ ...claims, sub: "ann" })}.${signature}`,
  expired: await signed({ exp: BEGINS - DAY_SECONDS }),
  audience: await signed({ aud: "elsewhere" }),
  nobody: await signed({ sub: "a#PROFILE" }),
};
export const badTokens = Object.keys(bad);

export const authorizationOf = async (caller: Caller, token: string) =>
  token === "good" ? `Bearer ${await tokenOf(caller, BEGINS)}` : bad[token];
