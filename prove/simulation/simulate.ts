/**
 * One simulated run: callers ask, and at each step one thing happens, drawn by the run's steps: somebody calls, a request
 * acts, its reply arrives, time passes, an expired item goes, an index follows, a server dies. The same steps make the same
 * run again.
 */
import { setImmediate as turn } from "node:timers/promises";
import { type Call, isUnsure, kindOf, NEVER, type Write } from "../model/call.ts";
import { type Asked, type Known, nextAsk } from "./asks.ts";
import { auditing } from "./audit.ts";
import { type Draw, drawFrom, drawn, type Possible } from "./draw.ts";
import { type Item, isWrite, keyOf, mayLag, startEngine } from "./engine.ts";
import { type Fault, faults, partOf, reasonOf } from "./faults.ts";
import { invoke, numbered, refillRetries, type Sent } from "./handlers.ts";
import { claimItem } from "./items.ts";
import {
  type Agent,
  agents,
  BEGINS,
  type Beginning,
  beginnings,
  everyPlace,
  initialItems,
  initialSlot,
  noticeEnds,
  places,
  soon,
} from "./scene.ts";
import { actOf, answerOf, askedOf } from "./story.ts";
import { actedAs, writeOf } from "./writes.ts";

/** Numbers below 2^32; the smallest are the simplest. */
export interface Step {
  /** Which of the things that can happen. */
  pick: number;
  /** How. */
  how: number;
  /** What becomes of a request. */
  fault: number;
}

export interface Settings {
  /** Whether DynamoDB returns the item that failed a condition, as AWS does and the embedded one does not. */
  returnsItem: boolean;
  /** How far a server's clock may be off, in seconds. */
  skew: number;
  /** How many requests of a hundred meet a fault. */
  faults: number;
  /** Of how many slots the callers speak. */
  slots: number;
  /** What ann has at first. */
  beginning: Beginning;
}

/** A change of the table: by a call, or without one by DynamoDB's sweeping, or what was there at first. */
export interface Change {
  instant: number;
  /** Epoch seconds. */
  clock: number;
  key: string;
  before: Item | undefined;
  after: Item | undefined;
  call?: Call;
}

export interface History {
  beginning: Beginning;
  calls: Call[];
  changes: Change[];
  /** What the table holds in the end, by key. */
  table: ReadonlyMap<string, Item>;
  /** What happened, for a person. */
  events: { instant: number; clock: number; text: string }[];
  /** How often each thing came about, `PutItem`, `lose`, `reserveAppointment 201`. */
  counts: Map<string, number>;
}

/** A call as long as it is not over. */
type Growing = Call & { writes: Write[]; faults: (Write | "read")[] };

/** A call under way. */
interface Ongoing {
  call: Growing;
  agent: Agent;
  sent: Sent[];
  /** What comes back, in whatever order. */
  replies: (() => void)[];
  timers: (() => void)[];
}

/** A request that acts without anyone waiting for it. */
type Stray = Pick<Sent, "command" | "body"> & { call: Growing };

const LONGEST = 3 * 3600;

/** How often each asks, against the others. */
const WEIGHTS = { client: 24, provider: 8, admin: 12 };

/** The embedded engine never lets go of a query it answered: a new one takes its place from time to time. */
const RUNS_AN_ENGINE = 100;
let engine = await startEngine();
let runs = 0;

export async function simulate(
  steps: readonly Step[],
  { returnsItem, skew, faults: stormy, slots, beginning }: Settings,
): Promise<History> {
  if (++runs % RUNS_AN_ENGINE === 0) engine = await startEngine();
  const standing = everyPlace.map((place) => initialSlot(place, beginning)).flatMap(claimItem);
  await engine.reset([...initialItems, ...standing]);
  refillRetries();

  const history: History = {
    ...{ beginning, calls: [], table: new Map(), events: [], counts: new Map() },
    changes: standing.map((item) => ({ instant: 0, clock: BEGINS, key: keyOf(item), before: undefined, after: item })),
  };
  const there = beginnings[beginning]?.claim;
  const known: Known[] = there ? [{ providerId: "pat", ...there }] : [];
  const ongoing: Ongoing[] = [];
  const strays: Stray[] = [];
  const last = new Map<Agent, Call>();
  let instant = 0;
  let drawnBytes = 0;
  let clock = BEGINS;
  const tell = (text: string) => history.events.push({ instant, clock, text });
  const count = (name: string) => history.counts.set(name, (history.counts.get(name) ?? 0) + 1);

  if (there) tell(`${there.clientId} has ${there.status} ${there.appointmentId}`);

  async function begin(agent: Agent, asked: Asked, now: number) {
    const call: Growing = {
      ...{ ...asked, as: agent.caller, now, from: instant, to: NEVER, actsUntil: instant },
      ...{ answer: undefined, writes: [], faults: [], staleSince: new Map() },
    };
    history.calls.push(call);
    last.set(agent, call);
    const one: Ongoing = { call, agent, sent: [], replies: [], timers: [] };
    ongoing.push(one);
    tell(`${agent.name} asks ${askedOf(call)}`);
    const underWay = Promise.withResolvers<void>();
    const finished = invoke(asked.operationId, asked, agent.caller, {
      now,
      onRequest: (sent) => underWay.resolve(void one.sent.push(sent)),
      onTimer: (wake) => one.timers.push(wake),
      random: (size) => numbered(size, ++drawnBytes),
    });
    finished.then((answer) => end(one, answer)).then(underWay.resolve, underWay.reject);
    await underWay.promise;
    await turn();
    return one;
  }

  function end(one: Ongoing, answer: Call["answer"]) {
    if (!ongoing.includes(one)) return;
    ongoing.splice(ongoing.indexOf(one), 1);
    Object.assign(one.call, { answer, to: instant });
    count(`call ${one.call.operationId} ${answer ? (kindOf(one.call) ?? answer.status) : "unanswered"}`);
    // What is under way acts before its call's answer, or when nobody got one or a 503: see docs/correctness.md.
    if (answer && answer.status !== 503)
      strays.splice(0, strays.length, ...strays.filter(({ call }) => call !== one.call));
    tell(`${one.agent.name} is told ${answerOf(answer)}`);
    const told = [answer?.body, answer?.body?.appointments].flat().filter((one) => one?.clientId);
    for (const { appointmentId, clientId, providerId, status } of told)
      known.push({ appointmentId, clientId, providerId, status });
  }

  /** A request acts. */
  async function act({ command, body, call }: Stray) {
    count(`request ${command}`);
    call.actsUntil = instant;
    if (mayLag(command, JSON.parse(body)))
      for (const [key, since] of engine.behind)
        call.staleSince.set(key, Math.min(since, call.staleSince.get(key) ?? since));
    const key = isWrite(command) ? keyOfRequest(body) : "";
    const before = engine.items.get(key);
    const reply = await engine.act(command, body, instant, returnsItem);
    const write = actedAs(writeOf(command, body), reply);
    if (write) call.writes.push(write);
    tell(`for ${call.as.userId}: ${actOf(command, body, reply)}`);
    if (key && reply.status === 200)
      history.changes.push({ instant, clock, key, before, after: engine.items.get(key), call });
    return reply;
  }

  async function meet(one: Ongoing, sent: Sent, draw: Draw, chosen: Fault | undefined) {
    one.sent.splice(one.sent.indexOf(sent), 1);
    const { command, body } = sent;
    const part = chosen === "partly" ? partOf(command, body, draw(3)) : undefined;
    const fault = chosen === "partly" && !part ? undefined : chosen;
    const stray = { command, body, call: one.call };
    if (fault) {
      count(`fault ${fault}`);
      one.call.faults.push(writeOf(command, body) ?? "read");
      tell(`${command} of ${one.agent.name}: ${fault}`);
    }
    if (fault === "duplicate" || fault === "delay") strays.push(stray);
    const acts = part || fault === undefined || fault === "duplicate" || fault === "lose";
    const whole = acts ? await act({ ...stray, ...(part && { body: part.body }) }) : undefined;
    const reply =
      part && whole ? { ...whole, text: JSON.stringify({ ...JSON.parse(whole.text), ...part.rest }) } : whole;
    const reason = fault && reasonOf(fault);
    const back = () => {
      if (reason instanceof Error) sent.fail(reason);
      else sent.respond(reason ?? reply ?? { status: 500, text: "" });
    };
    one.replies.push(back);
    if (draw(4) < 3) await arrive(one.replies, back);
  }

  async function arrive(waiting: (() => void)[], what: () => void) {
    waiting.splice(waiting.indexOf(what), 1);
    what();
    await turn();
  }

  /** The server dies. What it has sent may act all the same. */
  function kill(one: Ongoing, draw: Draw) {
    tell(`the server of ${one.agent.name} dies`);
    count("fault kill");
    for (const { command, body } of one.sent) if (draw(2) === 1) strays.push({ command, body, call: one.call });
    end(one, undefined);
  }

  function passTime(draw: Draw) {
    const holds = [...engine.items.values()].flatMap(({ status, expiresAt }) =>
      status?.S === "reserved" ? Number(expiresAt?.N) : [],
    );
    const moments = [...holds, ...places.map(noticeEnds), soon.startsAt].flatMap((at) => [
      at - 2,
      at - 1,
      at,
      at + 1,
      at + 2,
    ]);
    const ahead = moments.filter((at) => at > clock && at < BEGINS + LONGEST);
    clock = [clock + 1, clock + 60, ...ahead][draw(ahead.length + 2)] as number;
    tell("time passes");
  }

  async function sweep(key: string) {
    const before = engine.items.get(key);
    await engine.sweep(key, instant);
    history.changes.push({ instant, clock, key, before, after: undefined });
    tell(`DynamoDB sweeps ${key}`);
    count("swept");
  }

  /** What a caller asks next: the same again where it was told nothing of use, or else something new. */
  function ask(draw: Draw, agent: Agent) {
    const before = last.get(agent);
    const repeats = before && draw(isUnsure(before) ? 2 : 12) === 1;
    const asked = repeats ? before : nextAsk(draw, agent, known, places.slice(0, slots));
    const { operationId, path, query, body } = asked;
    const now = clock + draw(2 * skew + 1) - skew;
    return begin(agent, { operationId, ...(path && { path }), ...(query && { query }), ...(body && { body }) }, now);
  }

  const faultOf = (drawn: number) =>
    drawn % 100 >= 100 - stormy ? faults[Math.floor(drawn / 100) % faults.length] : undefined;

  /** What goes on by itself, in order, so that the first is always the simplest. */
  const progress = (): Possible[] =>
    ongoing.flatMap((one) => [
      ...one.replies.map((reply) => ({
        name: `reply ${one.agent.name}`,
        weight: 40,
        happen: () => arrive(one.replies, reply),
      })),
      ...one.sent.map((sent) => ({
        name: `${sent.command} ${one.agent.name}`,
        weight: 40,
        happen: (draw: Draw, fault: number) => meet(one, sent, draw, faultOf(fault)),
      })),
      ...one.timers.map((wake) => ({
        name: `timer ${one.agent.name}`,
        weight: 40,
        happen: () => arrive(one.timers, wake),
      })),
    ]);

  const possible = (): Possible[] => [
    ...progress(),
    ...agents
      .filter((agent) => !ongoing.some((one) => one.agent === agent))
      .map((agent) => ({
        name: agent.name,
        weight: WEIGHTS[agent.caller.role],
        happen: (draw: Draw) => ask(draw, agent),
      })),
    { name: "time", weight: 10, happen: passTime },
    ...[...engine.behind.keys()].map((key) => ({
      name: `follow ${key}`,
      weight: 12,
      happen: () => engine.follow(key),
    })),
    ...[...engine.items]
      .filter(([, { expiresAt }]) => Number(expiresAt?.N) <= clock)
      .map(([key]) => ({ name: `sweep ${key}`, weight: 8, happen: () => sweep(key) })),
    ...strays.map((stray) => ({
      name: `stray ${stray.call.as.userId}`,
      weight: 12,
      happen: () => {
        strays.splice(strays.indexOf(stray), 1);
        return act(stray);
      },
    })),
    ...ongoing.map((one) => ({
      name: `kill ${one.agent.name}`,
      weight: stormy > 0 ? 1 : 0,
      happen: (draw: Draw) => kill(one, draw),
    })),
  ];

  for (const { pick, how, fault } of steps) {
    instant++;
    await drawn(possible(), pick).happen(drawFrom(how), fault);
  }
  const calm = async () => {
    for (let next = progress(); next[0]; next = progress()) {
      instant++;
      await next[0].happen(drawFrom(0), 0);
    }
  };
  await calm();
  await engine.followAll();
  tell("--- all is calm; what is asked in the end: ---");
  for (const { agent, asked, later } of auditing) {
    instant++;
    clock += later;
    await begin(agent, asked, clock);
    await calm();
  }
  return { ...history, table: new Map(engine.items) };
}

const keyOfRequest = (body: string) => {
  const { Item, Key } = JSON.parse(body);
  return keyOf(Item ?? Key);
};
