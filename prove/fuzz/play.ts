/** Sends drawn requests over HTTP to the local server, which runs on the simulated table and clock, and judges each reply. */
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { text as textOf } from "node:stream/consumers";
import type { Handlers } from "../../build/handlers.gen.ts";
import { serve } from "../../local/server.ts";
import type { Caller } from "../../shared/domain/access.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { userKey } from "../../shared/store/keys.ts";
import { type Batch, hunt, Violation } from "../hunt.ts";
import { act, contentsOf } from "../world/contents.ts";
import type { Raw } from "../world/expressions.ts";
import type { Product } from "../world/handlers.ts";
import { BEGINS, beginnings, callers, clients, dansAppointment, initialItems, places } from "../world/people.ts";
import { decoded, type Operation, operations, routeOf } from "./contract.ts";
import { type DrawnRequest, type History, histories, isSeen, type Seen, type Text } from "./draw.ts";
import { forgeries, neverGiven } from "./forge.ts";
import * as hostile from "./hostile.ts";
import {
  difference,
  type Exchange,
  isParty,
  type Ownership,
  operationOf,
  type Request,
  wrongExchange,
} from "./promises.ts";
import { authorizationOf } from "./tokens.ts";

const people: Caller[] = [...new Set(callers), { role: "client", userId: "mallory" }];

const secrets = clients.flatMap(({ userId }) =>
  [`Planted ${userId} Private`, `planted.${userId}@private.example`].map((text) => ({ text, owner: userId })),
);
const profiles = clients.map(({ userId }, i) => ({
  ...{ ...userKey(userId), userId, role: "client", createdAt: BEGINS, version: 1 },
  ...{ name: secrets[2 * i]?.text, email: secrets[2 * i + 1]?.text },
}));

/** A list with further pages: who asked for it, and at which URL. */
interface Page {
  operation: Operation;
  caller: Caller | undefined;
  target: string;
}

async function startFuzzing(product: Product) {
  let contents = contentsOf([]);
  let clock = BEGINS;
  let number = 0;
  let writes: Raw[] = [];
  let log: string[] = [];
  /** Ids, cursors and instants that were seen so far, by field name, to be sent again. */
  let seen = new Map<string, string[]>();
  let pages: Page[] = [];
  let owners = new Map<string, Ownership>();

  function answer(command: string, body: string) {
    const { reply, now } = act(contents, contents.items, command, body);
    const names = new Set([...contents.items.keys(), ...now.items.keys()]);
    for (const name of names) {
      const [before, after] = [contents.items.get(name), now.items.get(name)];
      const item = after ?? before;
      if (item && before !== after) writes.push(item);
    }
    contents = now;
    return reply;
  }

  await product.log((line) => log.push(line));
  const handlers = operations.map(({ operationId }) => [
    operationId,
    (event: object) => product.answer(operationId, event, { now: clock, number: ++number }, answer),
  ]);
  // The type of fromEntries forgets the names.
  const { server, url } = await serve(Object.fromEntries(handlers) as Handlers, 0);
  const agent = new Agent({ keepAlive: true });

  async function send(request: Request): Promise<Exchange> {
    [writes, log] = [[], []];
    const { method, target, headers, body } = request;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const all = [["Host", "localhost"], ["Content-Length", `${body?.length ?? 0}`], ...headers].flat();
      const sent = httpRequest({ hostname, port, agent, method, path: target, headers: all });
      sent.once("response", resolve).once("error", reject).end(body);
    });
    const text = await textOf(response);
    const replied = {
      ...{ status: response.statusCode ?? 0, text },
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, `${value}`])),
      body: text && /json$/.test(`${response.headers["content-type"]}`) ? JSON.parse(text) : text || undefined,
    };
    noteOwners();
    return { request, reply: replied, writes, log, owners, secrets };
  }

  /** Notes whose each appointment in the table is. */
  function noteOwners() {
    for (const { pk, appointmentId, clientId, providerId } of contents.items.values())
      if (appointmentId?.S && clientId?.S)
        // A record names its provider; a claim is stored below its provider's key.
        owners.set(appointmentId.S, {
          providerId: providerId?.S ?? `${pk?.S}`.replace("PROVIDER#", ""),
          clientId: clientId.S,
        });
  }

  function learn(body: unknown) {
    if (typeof body !== "object" || body === null) return;
    for (const [name, value] of Object.entries(body))
      if (typeof value !== "string") learn(value);
      else if (!/[nN]ame$|[eE]mail$|^detail$/.test(name)) remember(sameAs[name] ?? name, value);
  }
  function remember(name: string, value: string) {
    const others = (seen.get(name) ?? []).filter((one) => one !== value);
    seen.set(name, [...others, value]);
  }

  /** Prefers newer values: older ones may be out of date. */
  const mostlyRecent = <T>(all: readonly T[], pick: number): T | undefined =>
    all[all.length - 1 - Math.floor(pick ** 2 * all.length)];

  function resolved(text: unknown): string {
    if (!isSeen(text)) return typeof text === "string" ? text : "";
    const known = mostlyRecent(seen.get(text.seen) ?? [], text.pick) ?? text.orElse;
    return forgeries[`${text.forgery}`]?.(known, text.pick) ?? known;
  }

  async function requestOf(drawn: DrawnRequest): Promise<Request> {
    const { operation, path, query, headers, spelling, route } = drawn;
    const cursor = query.find(([, value]) => isSeen(value) && value.seen === "cursor")?.[1];
    const page = mostlyRecent(cursor ? pages.filter((one) => one.operation === operation) : [], drawn.caller.pick);
    const spell = (text: Text) => spellings[spelling](resolved(text));
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, name) => spell(path[name] ?? ""));
    const search = (page ? [["cursor", cursor ?? ""] as const] : query).map(
      ([name, value]) => `${spell(name)}=${spell(value)}`,
    );
    const target = page?.target ?? hostile.paths[route ?? -1]?.(filled) ?? filled;
    const body = bytesOf(drawn.body, resolved);
    const { fits, pick, token } = drawn.caller;
    const among = fits ? fitting(operation, (name) => resolved(path[name] ?? Object(drawn.body)[name])) : people;
    const caller = page?.caller ?? (among[Math.floor(pick * among.length)] as Caller);
    const authorization = await authorizationOf(caller, token);
    const all = headers.map(([name, value]): [string, string] => [name, resolved(value)]);
    if (body) all.unshift(["Content-Type", "application/json"]);
    if (authorization !== undefined) all.unshift(["Authorization", authorization]);
    return {
      method: drawn.method ?? operation.method,
      target: [target, search.join("&")].filter(Boolean).join(target.includes("?") ? "&" : "?"),
      ...{ headers: all, body, caller: token === "good" ? caller : undefined },
    };
  }

  /** For an appointment its client and its provider; for anything else whoever the request names. */
  function fitting({ roles = [] }: Operation, named: (name: string) => string) {
    const { clientId, providerId } = owners.get(named("appointmentId")) ?? {};
    const wanted = clientId ? [clientId, providerId] : ["clientId", "userId", "providerId"].map(named);
    const able = people.filter(({ role }) => roles.includes(role));
    const meant = able.filter(({ userId }) => wanted.includes(userId));
    return [meant, able].find(({ length }) => length > 0) ?? people;
  }

  /** If a stranger was refused something that exists: the same request for something that does not. */
  function twinOf({ request, reply }: Exchange): Request | undefined {
    const { caller, target } = request;
    const [value = ""] = Object.values(routeOf(target)?.parameters ?? {});
    const owned = owners.get(value);
    const isForeign = owned
      ? !(caller && isParty(caller, owned))
      : people.some(({ userId }) => userId === value) && value !== caller?.userId;
    if (reply.status < 400 || !operationOf(request) || caller?.role === "admin" || !isForeign) return undefined;
    const other = owned ? neverGiven(value) : `${value.slice(0, -1)}x`;
    const [path = "", ...search] = target.split("?");
    const segments = path
      .split("/")
      .map((segment) => (decoded(segment) === value ? encodeURIComponent(other) : segment));
    return { ...request, target: [segments.join("/"), ...search].join("?") };
  }

  /** Plays one history, and throws the first fault. Calls `count` for each reply. */
  async function play({ beginning, requests }: History, count: (what: string) => void) {
    contents = contentsOf([...initialItems([...beginnings[beginning], dansAppointment]), ...profiles]);
    [clock, number, owners, pages] = [BEGINS, 0, new Map(), []];
    seen = new Map();
    noteOwners();
    for (const id of owners.keys()) remember("appointmentId", id);
    for (const { role, userId } of people) for (const name of ["userId", `${role}Id`]) remember(name, userId);
    for (const { startsAt } of places) remember("startsAt", formatInstant(startsAt));
    const story: string[] = [];
    for (const drawn of requests) {
      clock += drawn.later;
      const exchange = await send(await requestOf(drawn));
      const { request, reply } = exchange;
      // Node itself refuses headers of more than 16 KB.
      if (reply.status === 431) continue;
      count(`reply ${operationOf(request)?.operationId ?? "none"} ${reply.status}`);
      story.push(`${formatInstant(clock)} ${described(exchange)}`);
      const twin = twinOf(exchange);
      const wrong = wrongExchange(exchange) ?? (twin && difference(reply, (await send(twin)).reply));
      if (wrong) throw new Violation(`${wrong}\n\n${story.join("\n")}`);
      if (reply.status >= 300) continue;
      learn(reply.body);
      if (reply.headers.etag) remember("If-Match", reply.headers.etag);
      const isPage = Object(reply.body).nextCursor && !request.target.includes("cursor=");
      if (isPage) pages.push({ operation: drawn.operation, caller: request.caller, target: request.target });
    }
  }

  async function stop() {
    await product.log();
    agent.destroy();
    server.close();
  }
  return { play, stop };
}

/** Plays random histories of requests, until one ends in a violation. */
export async function fuzzAll(product: Product, batch: Batch) {
  const { play, stop } = await startFuzzing(product);
  try {
    return await hunt(histories, play, batch, (seed, path) => `npm run fuzz -- --seed ${seed} --only ${path}`);
  } finally {
    await stop();
  }
}

/** Fields whose values also fit fields of another name. */
const sameAs: Record<string, string> = {
  ...{ nextCursor: "cursor", rescheduledTo: "appointmentId", rescheduledFrom: "appointmentId" },
};

/** Lone surrogates are replaced, because they cannot be encoded. What Node refuses to send is always encoded. */
const spellings: Record<DrawnRequest["spelling"], (text: string) => string> = {
  usual: (text) => encodeURIComponent(text.toWellFormed()),
  twice: (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed())),
  raw: (text) => text.toWellFormed().replace(/[^!"$-;=@-~]/gu, encodeURIComponent),
};

function bytesOf(body: unknown, resolved: (text: Seen) => string): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(JSON.stringify(body, (_, value) => (isSeen(value) ? resolved(value) : value)));
}

const SHOWN = 2000;
function described({ request: { caller, method, target, headers, body }, reply }: Exchange) {
  const rest = headers.filter(([name]) => !["Authorization", "Content-Type"].includes(name)).flat();
  const asked = [caller?.userId ?? "nobody", method, target, ...rest, body].join(" ").slice(0, SHOWN);
  return `${asked}\n  ${reply.status} ${reply.text.slice(0, SHOWN)}`;
}
