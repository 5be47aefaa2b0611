/** What a caller may have, know and change. */
import type { Caller } from "../../shared/domain/access.ts";
import { decodeFeedKey } from "../../shared/domain/feed-key.ts";
import { routeOf } from "./contract.ts";
import { type Check, type Exchange, isBroken, operationOf, replyOf, statusOf } from "./exchange.ts";
import { isParty, isTheirs, type Ledger, type Ownership } from "./ledger.ts";
import { textOf } from "./request.ts";

/** Without a good token there is nothing to be had, and with one only what its role may ever do. */
export const knowsItsCaller: Check = (exchange) => {
  const operation = operationOf(exchange);
  const status = statusOf(exchange);
  if (!operation?.roles || status === 0 || isBroken(exchange)) return undefined;
  const { caller, body = "" } = exchange.request;
  const refused = !caller ? 401 : operation.roles.includes(caller.role) ? undefined : 403;
  const isOverruled = body.length > 10 * 1024 * 1024 || exchange.request.headers.filter(isAuthorization).length > 1;
  if (refused === undefined || isOverruled)
    return status === 401 && !isOverruled ? "a good token was a 401" : undefined;
  return status === refused ? undefined : `${status}, not ${refused}`;
};
const isAuthorization = ([name]: [string, string]) => name.toLowerCase() === "authorization";

/** A refused request and a read write nothing, and a write changes what is its caller's. */
export const writesItsOwn: Check = (exchange, { ledger }) => {
  const { request, writes } = exchange;
  const status = statusOf(exchange);
  const said = () => JSON.stringify(writes);
  if (writes.length === 0) return undefined;
  if (status >= 400 || status === 0) return `refused with ${status || "nothing"}, and wrote ${said()}`;
  if (request.method === "GET") return `read, and wrote ${said()}`;
  const { caller } = request;
  const foreign = writes.filter((write) => !caller || !isTheirs(caller, write, ledger));
  return foreign.length > 0 ? `wrote what is not ${caller?.userId}'s: ${JSON.stringify(foreign)}` : undefined;
};

/** What is not its caller's is not in a reply, unless the request said it itself. Cursors are read too. */
export const revealsNothing: Check = (exchange, { ledger, secrets }) => {
  const reply = replyOf(exchange);
  const caller = readerOf(exchange);
  if (!reply || caller?.role === "admin") return undefined;
  const text = [...Object.values(reply.headers), reply.body.toString()].join("\n");
  // As long as an id or a cursor may be.
  const ids = text.match(/[\w-]{24,2000}/g) ?? [];
  const all = [text, ...ids.map((id) => Buffer.from(id, "base64url").toString("latin1"))].join("\n");
  const said = textOf(exchange.request);
  // Who deletes itself is told what is in its way, whichever role its token has by now.
  const asked =
    operationOf(exchange)?.operationId === "deleteUser" && caller ? ({ ...caller, role: "provider" } as const) : caller;
  const leaked = [
    ...ids.filter((id) => !mayKnow(asked, ledger.appointments.get(id))),
    ...secrets
      .filter(({ text, owner }) => all.includes(text) && !mayName(caller, owner, ledger))
      .map(({ text }) => text),
  ].filter((one) => !said.includes(one));
  return leaked.length > 0 ? `tells ${caller?.userId ?? "nobody"} of ${leaked.join(", ")}` : undefined;
};

/** Who is told: the caller, or whoever a calendar feed's key was given to. */
function readerOf({ request }: Exchange) {
  const feed = decodeFeedKey(routeOf(request.target)?.parameters.feedKey ?? "");
  return feed ? { userId: feed.userId, role: "provider" as const } : request.caller;
}

const mayKnow = (caller: Caller | undefined, owners: Ownership | undefined) =>
  owners === undefined || (caller !== undefined && isParty(caller, owners));

/** A provider knows who its clients are. */
const mayName = (caller: Caller | undefined, clientId: string, { appointments }: Ledger) =>
  caller?.userId === clientId ||
  (caller?.role === "provider" &&
    [...appointments.values()].some((one) => one.clientId === clientId && one.providerId === caller.userId));

/** An appointment is had by its parties only, and by the one id that was given out. */
export const grantsNothing: Check = (exchange, { ledger }) => {
  const { appointmentId } = routeOf(exchange.request.target)?.parameters ?? {};
  const status = statusOf(exchange);
  if (appointmentId === undefined || !operationOf(exchange) || status >= 300 || isBroken(exchange)) return undefined;
  const owners = ledger.appointments.get(appointmentId);
  if (!owners) return `${status} for an id that was never given out`;
  return mayKnow(exchange.request.caller, owners) ? undefined : `${status} for someone else's appointment`;
};
