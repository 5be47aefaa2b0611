/** A stranger's answer must not depend on whether what it asks for exists. */

import { routeOf } from "./contract.ts";
import { type Exchange, operationOf } from "./exchange.ts";
import { neverGiven } from "./forge.ts";
import { isParty, type Ledger } from "./ledger.ts";
import type { Request } from "./request.ts";

/**
 * For a request that was refused something that exists and is another's: the same request for what does not exist.
 * Undefined for any other.
 */
export function twinOf(exchange: Exchange, { appointments }: Ledger, owners: ReadonlySet<string>): Request | undefined {
  const { request, outcome } = exchange;
  const { caller, target, breakage } = request;
  const refused = "reply" in outcome && outcome.reply.status >= 400;
  if (!refused || !operationOf(exchange) || breakage !== undefined || caller?.role === "admin") return undefined;
  const { parameters = {} } = routeOf(target) ?? {};
  const [value = ""] = Object.values(parameters);
  const owned = appointments.get(value);
  const isForeign = owned ? !(caller && isParty(caller, owned)) : owners.has(value) && value !== caller?.userId;
  if (!isForeign) return undefined;
  const other = owned ? neverGiven(value) : `${value.slice(0, -1)}x`;
  const [path = "", ...search] = target.split("?");
  const segments = path.split("/").map((segment) => (decode(segment) === value ? encodeURIComponent(other) : segment));
  return { ...request, target: [segments.join("/"), ...search].join("?") };
}

/** How two replies differ beyond their ids and dates. */
export function difference(one: Exchange, other: Exchange): string | undefined {
  const [a, b] = [one, other].map(({ outcome }) => {
    if (!("reply" in outcome)) return outcome.none;
    const { "x-request-id": _, date: __, ...headers } = outcome.reply.headers;
    return JSON.stringify([outcome.reply.status, headers, outcome.reply.body.toString()]);
  });
  return a === b ? undefined : `answers ${a} for what exists and ${b} for what does not`;
}

function decode(segment: string) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
