/** Sends a seed's requests, one at a time, so that each write is known to be the request's that it came with. */
import { type Finding, judge } from "./checks.ts";
import { draftsOf } from "./drafts.ts";
import { bodyOf, type Exchange, operationOf } from "./exchange.ts";
import { learn, remember } from "./known.ts";
import { enter, type Ledger } from "./ledger.ts";
import type { watchLog } from "./log.ts";
import type { Recorder } from "./recorder.ts";
import { bytesOf, type Fitting, type Request, requestOf } from "./request.ts";
import type { senderTo } from "./send.ts";
import { shrink } from "./shrink.ts";
import { difference, twinOf } from "./twin.ts";
import { breakages } from "./wire.ts";
import type { World } from "./world.ts";

/** What the requests go to, and by what they are judged. */
export interface Target {
  sender: ReturnType<typeof senderTo>;
  recorder: Pick<Recorder, "take">;
  log: ReturnType<typeof watchLog>;
  /** Of all that was ever written there, seeds before this one included. */
  ledger: Ledger;
  isAlive(): boolean;
}

export interface Failure {
  /** Which of the seed's requests, from 0 on. */
  index: number;
  findings: Finding[];
  request: Request;
}

/** How many replies there were, by operation and status. */
export type Tally = Map<string, number>;

export interface Run {
  seed: number;
  /** The requests to send, of those that the seed draws. */
  count: number;
  world: World;
  onFailure(failure: Failure): void;
  onExchange?(index: number, exchange: Exchange): void;
  tally?: Tally;
}

/** Sends the first `count` requests of a seed. Stops where the server is gone or hangs. */
export async function fuzz(target: Target, run: Run): Promise<void> {
  const { world, tally = new Map() } = run;
  const { ledger } = target;
  enter(ledger, target.recorder.take());
  const owners = new Set(world.secrets.map(({ owner }) => owner));
  const attempt = async (request: Request) => {
    const exchange = await exchangeWith(target, request);
    const findings = judge(exchange, { ledger, secrets: world.secrets });
    const twin = twinOf(exchange, ledger, owners);
    if (twin) findings.push(...(await compared(target, exchange, twin)));
    if (!target.isAlive()) findings.push({ check: "lives", what: "the server's process ended" });
    return { exchange, findings: [...findings, ...target.log.take()] };
  };

  for (const [index, draft] of draftsOf(run.seed, run.count).entries()) {
    const request = requestOf(draft, world.known, world.people, fittingIn(world, ledger));
    const { exchange, findings } = await attempt(request);
    run.onExchange?.(index, exchange);
    count(tally, exchange);
    if (findings.length > 0) {
      const isOver = findings.some(({ check, what }) => check === "lives" || what.startsWith("hang"));
      const again = async (smaller: Request) => fails((await attempt(smaller)).findings, findings[0]);
      run.onFailure({ index, findings, request: isOver ? request : await shrink(request, again) });
      if (isOver) return;
    }
    learnFrom(exchange, world);
  }
}

async function exchangeWith({ sender, recorder, log, ledger }: Target, request: Request): Promise<Exchange> {
  const whole = bytesOf(request);
  const broken = request.breakage === undefined ? undefined : breakages[request.breakage]?.(whole);
  log.expect(request);
  const { bytes, ends } = broken ?? { bytes: whole, ends: false };
  const outcome = await sender.send(bytes, { method: request.method, ends, lastOfConnection: broken !== undefined });
  const writes = recorder.take();
  enter(ledger, writes);
  return { request, outcome, writes };
}

/** Asks for what does not exist, too. A second may pass in between, and with it a hold: then both are asked again. */
async function compared(target: Target, exchange: Exchange, twin: Request): Promise<Finding[]> {
  let other = await exchangeWith(target, twin);
  if (difference(exchange, other)) {
    const again = await exchangeWith(target, exchange.request);
    other = await exchangeWith(target, twin);
    const what = difference(again, other);
    if (what) return [{ check: "tellsNoExistence", what }];
  }
  return other.writes.length === 0 ? [] : [{ check: "writesItsOwn", what: "a forged id wrote" }];
}

const fails = (found: Finding[], wanted: Finding | undefined) => found.some(({ check }) => check === wanted?.check);

/** For an appointment its client or its provider; for anything else who it is named after. */
const fittingIn =
  ({ people }: World, { appointments }: Ledger): Fitting =>
  ({ roles = [] }, { appointmentId = "", clientId, userId, providerId }, pick) => {
    const owners = appointments.get(appointmentId);
    const wanted = owners ? [owners.clientId, owners.providerId] : [clientId, userId, providerId];
    const able = people.filter(({ role }) => roles.includes(role));
    const named = able.filter(({ userId }) => wanted.includes(userId));
    const among = named.length > 0 ? named : able;
    return among[Math.floor(pick * among.length)];
  };

function learnFrom({ request, outcome }: Exchange, { known }: World) {
  if (!("reply" in outcome) || outcome.reply.status >= 300 || request.breakage !== undefined) return;
  const { headers } = outcome.reply;
  if (headers["content-type"] !== "application/json") return;
  const reply = Object(bodyOf(outcome.reply));
  learn(known, reply);
  if (headers.etag) remember(known, "If-Match", headers.etag);
  const operationId = operationOf({ request, outcome, writes: [] })?.operationId;
  if (operationId && reply.nextCursor && !request.target.includes("cursor="))
    known.pages = [
      ...known.pages,
      { operationId, caller: request.caller, target: request.target, cursor: reply.nextCursor },
    ].slice(-50);
}

function count(tally: Tally, exchange: Exchange) {
  const { outcome, request } = exchange;
  const what = request.breakage === undefined ? (operationOf(exchange)?.operationId ?? "no operation") : "no HTTP";
  const key = `${what} ${"reply" in outcome ? outcome.reply.status : outcome.none}`;
  tally.set(key, (tally.get(key) ?? 0) + 1);
}
