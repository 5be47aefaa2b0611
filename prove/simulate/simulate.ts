/**
 * One simulated run. At each step something happens, drawn with the step's seed: somebody calls, a request acts, time passes, an
 * expired item is swept, an index catches up, a server dies. The same seeds make the same run again.
 */
import type { Caller } from "../../shared/domain/access.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { randomOf } from "../../test/random.ts";
import { Violation } from "../hunt.ts";
import { wrongAnswer } from "../judge/answers.ts";
import { type Implied, impliedBy, impliedBySweeping, wrongEvents } from "../judge/events.ts";
import { actOf, answerOf, askedOf } from "../judge/story.ts";
import { wrongWrite } from "../judge/writes.ts";
import { type Asked, type Call, kindOf } from "../model/call.ts";
import { HOLD_SECONDS } from "../model/slot.ts";
import type { State } from "../model/state.ts";
import { choose, type Draw, type Known, nextAsk, pick } from "../world/asks.ts";
import { act as actOn, type Contents, contentsOf, showing, stateOf, statesOf, without } from "../world/contents.ts";
import type { Compare } from "../world/embedded.ts";
import { FAULTS, type Fault, isWrite, partOf, type Reply, replyTo } from "../world/faults.ts";
import type { Product, Running, Sent } from "../world/handlers.ts";
import {
  BEGINS,
  beginnings,
  callers,
  first,
  initialItems,
  pat,
  places,
  usedPlaces,
  wholeTime,
} from "../world/people.ts";
import { startStream } from "../world/stream.ts";
import type { Run } from "./run.ts";

/** A call that has no answer yet, with what the table and the indexes have held since it began. */
interface Ongoing {
  call: Call;
  agent: Caller;
  running: Running;
  table: State[];
  index: State[];
  disturbed: boolean;
  /** Delivers its reply, which waits until its whole transaction is visible. */
  held?: () => Promise<void>;
}
/** A request that may still act, although nobody waits for it. */
interface Stray {
  call: Call;
  command: string;
  body: string;
}

/** The longest that a run's clock goes on, in seconds. */
const MAX_SECONDS = 3 * 3600;
const zoe: Caller = { role: "client", userId: "zoe" };

/** Plays a run, and throws the first violation. Calls `count` for each thing that happens. */
export async function simulate(
  product: Product,
  run: Run,
  count: (what: string) => void,
  compare?: Compare,
): Promise<void> {
  let contents = contentsOf(initialItems(beginnings[run.beginning]));
  /** What the indexes hold. */
  let index = contents.items;
  const asked = usedPlaces.slice(0, run.slots);
  const known: Known[] = beginnings[run.beginning].flatMap(({ place, claim }) =>
    claim.clientId ? [{ ...place, ...claim, clientId: claim.clientId }] : [],
  );
  const ongoing: Ongoing[] = [];
  const strays: Stray[] = [];
  const last = new Map<Caller, { asked: Asked; isUnsure: boolean }>();
  const story: (() => string)[] = [];
  const done = new Map<string, Reply>();
  const stream = startStream(product, count);
  const events: Implied[] = [];
  let clock = BEGINS;
  let calls = 0;

  /** Changes what the table holds, and passes the changes to its stream. */
  function setContents(now: Contents) {
    stream.changed(contents, now);
    contents = now;
  }

  /** Adds to the story. It is put into words only if something goes wrong. */
  function tell(what: () => string) {
    const at = clock;
    story.push(() => `${formatInstant(at).slice(11, 19)}  ${what()}`);
  }
  const failIf = (wrong: unknown) => {
    if (wrong) throw new Violation(`${wrong}\n\n${story.map((what) => what()).join("\n")}`);
  };

  /** The table or an index has changed: adds the new states to every ongoing call. */
  function changed(by?: Call) {
    const [shown, indexed] = [statesOf(contents), stateOf(index)];
    for (const one of ongoing) {
      one.table.push(...shown);
      one.index.push(indexed);
      one.disturbed ||= one.call !== by;
    }
  }

  async function begin(agent: Caller, asked: Asked, now: number) {
    const call = { ...asked, as: agent, now, number: ++calls };
    tell(() => `${agent.userId} asks ${askedOf(call)}`);
    const running = await product.call(call);
    const one = { call, agent, running, table: statesOf(contents), index: [stateOf(index)], disturbed: false };
    ongoing.push(one);
    end(one);
  }

  /** Judges the answer, if there is one. */
  function end(one: Ongoing) {
    const { answer } = one.running;
    if (!answer) return;
    ongoing.splice(ongoing.indexOf(one), 1);
    last.set(one.agent, { asked: askOf(one.call), isUnsure: answer.status === 503 });
    count(`call ${one.call.operationId} ${kindOf(answer) ?? answer.status}`);
    tell(() => `${one.agent.userId} is told ${answerOf(answer)}`);
    failIf(wrongAnswer(one.call, answer, one, places));
    for (const told of [answer.body, answer.body?.appointments].flat()) if (told?.clientId) known.push(told);
  }

  /** A request acts. */
  async function act({ call, command, body }: Stray, draw: Draw): Promise<Reply> {
    count(`request ${command}`);
    const token = JSON.parse(body).ClientRequestToken;
    // DynamoDB recognizes a repeated transaction by its token, but only for a while.
    const earlier = done.get(token);
    if (earlier && draw(2) === 1) return earlier;
    const isTorn = run.faultPercent > 0 && draw(3) > 0;
    const { reply, now, after, met, from } = actOn(contents, index, command, body, isTorn);
    if (!met) failIf(await compare?.(from, command, body, reply, from === contents.items ? after.items : from));
    const [before = stateOf(contents.items)] = statesOf(contents);
    setContents(now);
    for (const one of ongoing) if (one.call === call && met) one.disturbed = true;
    const isHidden = contents.hidden.size > 0;
    tell(() => `for ${call.as.userId}: ${actOf(command, body, reply)}${isHidden ? ", not visible yet" : ""}`);
    if (!isWrite(command) || reply.status !== 200) return reply;
    if (token) done.set(token, reply);
    const [written = before] = statesOf(after);
    failIf(wrongWrite({ call, before, after: written }));
    events.push(...impliedBy(call, before, written));
    changed(call);
    return reply;
  }

  /** A request acts that nobody waits for. */
  function actLate(stray: Stray, draw: Draw) {
    strays.splice(strays.indexOf(stray), 1);
    return act(stray, draw);
  }

  /** A request acts, or meets a fault. */
  async function actOrFail(one: Ongoing, sent: Sent, draw: Draw) {
    const stray = { call: one.call, ...sent };
    const { command, body } = sent;
    if (draw(100) >= run.faultPercent) return deliver(one, sent, await act(stray, draw));
    one.disturbed = true;
    const kind: Fault = pick(draw, run.faults ?? FAULTS);
    count(`fault ${kind}`);
    tell(() => `${command} of ${one.agent.userId}: ${kind}`);
    if (kind === "duplicate" || kind === "delay") strays.push(stray);
    const part = kind === "partly" ? partOf(command, body, draw(3)) : undefined;
    if (part) {
      const reply = await act({ ...stray, body: part.body }, draw);
      return deliver(one, sent, { ...reply, body: { ...reply.body, ...part.rest } });
    }
    const reply = replyTo(kind, command, JSON.parse(body).TransactItems?.length);
    if (!reply) return deliver(one, sent, await act(stray, draw));
    if (kind === "lose") await act(stray, draw);
    await sent.reply(reply);
    end(one);
  }

  /** Delivers a reply; if it is of a transaction, only when the whole transaction is visible. */
  async function deliver(one: Ongoing, sent: Sent, reply: Reply) {
    one.held = async () => {
      delete one.held;
      await sent.reply(reply);
      end(one);
    };
    if (!(sent.command === "TransactWriteItems" && reply.status === 200 && contents.hidden.size > 0)) await one.held();
  }

  /** The server dies. What it has sent may still act. */
  function kill(one: Ongoing, draw: Draw) {
    tell(() => `the server of ${one.agent.userId} dies`);
    count("fault kill");
    if (!one.held) for (const sent of one.running.waiting) if (draw(2) === 1) strays.push({ call: one.call, ...sent });
    ongoing.splice(ongoing.indexOf(one), 1);
    last.set(one.agent, { asked: askOf(one.call), isUnsure: true });
  }

  function passTime(draw: Draw) {
    const ends = [...stateOf(contents.items).values()].flatMap(({ status, expiresAt }) =>
      status === "reserved" ? expiresAt : [],
    );
    const moments = [...ends, ...places.flatMap(({ startsAt }) => [startsAt, startsAt - 86_400])]
      .flatMap((at) => [at - 2, at - 1, at, at + 1, at + 2])
      .filter((at) => at > clock && at < BEGINS + MAX_SECONDS);
    clock = pick(draw, [clock + 1, clock + 60, ...moments]);
    tell(() => "time passes");
  }

  function sweep(name: string) {
    events.push(...impliedBySweeping(stateOf(contents.items).get(name)));
    setContents(without(contents, name));
    count("swept");
    tell(() => `DynamoDB sweeps ${name}`);
    changed();
  }

  /** The indexes catch up with an item. */
  function updateIndex(name: string) {
    const item = contents.items.get(name);
    index = item ? new Map([...index, [name, item]]) : without({ ...contents, items: index }, name).items;
    changed();
  }
  const lagging = () =>
    [...new Set([...contents.items.keys(), ...index.keys()])].filter(
      (name) => contents.items.get(name) !== index.get(name),
    );

  async function makeVisible(name: string) {
    setContents(showing(contents, name));
    tell(() => `${name} becomes visible`);
    changed();
    if (contents.hidden.size === 0) for (const { held } of [...ongoing]) await held?.();
  }

  /** Makes a caller's next call: often the last one again after a 503 or no answer, otherwise mostly a new one. */
  function ask(draw: Draw, agent: Caller) {
    const before = last.get(agent);
    const repeats = before && draw(before.isUnsure ? 2 : 12) === 1;
    const next = repeats ? before.asked : nextAsk(draw, agent, known, asked);
    return begin(agent, next, clock + draw(2 * run.clockSkew + 1) - run.clockSkew);
  }

  type Happening = readonly [weight: number, happen: (draw: Draw) => unknown];
  /** What can happen to calls under way. Taking the first each time ends all calls in the simplest way. */
  const progress = (): Happening[] => [
    ...[...contents.hidden.keys()].map((name): Happening => [30, () => makeVisible(name)]),
    ...ongoing.flatMap((one) =>
      one.held ? [] : one.running.waiting.map((sent): Happening => [40, (draw) => actOrFail(one, sent, draw)]),
    ),
  ];
  const possible = (): Happening[] => [
    ...progress(),
    ...callers
      .filter((agent) => !ongoing.some((one) => one.agent === agent))
      .map((agent): Happening => [WEIGHTS[agent.role], (draw) => ask(draw, agent)]),
    [10, passTime],
    ...lagging().map((name): Happening => [12, () => updateIndex(name)]),
    ...expired(contents, clock).map((name): Happening => [8, () => sweep(name)]),
    ...strays.map((stray): Happening => [12, (draw) => actLate(stray, draw)]),
    ...(run.faultPercent > 0 ? ongoing.map((one): Happening => [1, (draw) => kill(one, draw)]) : []),
  ];

  for (const seed of run.stepSeeds) {
    const draw = drawFrom(seed);
    await choose(draw, possible())(draw);
    await stream.deliver(drawFrom(seed && seed + 1));
  }
  /** Ends all calls, without faults. */
  const endAllCalls = async () => {
    run = { ...run, faultPercent: 0 };
    for (let next = progress()[0]; next; next = progress()[0]) await next[1](() => 0);
  };
  await endAllCalls();
  for (const name of lagging()) updateIndex(name);
  tell(() => "--- no more faults; the last calls follow ---");
  for (const { agent, asked, later } of audit(known)) {
    clock += later;
    await begin(agent, asked, clock);
    await endAllCalls();
  }
  failIf(wrongEvents(events, await stream.drain()));
}

const WEIGHTS = { client: 24, provider: 8, admin: 12 };

/** Draws with a seed; 0 draws what is simplest. */
function drawFrom(seed: number): Draw {
  const random = randomOf(seed);
  return (bound) => (seed === 0 ? 0 : Math.floor(random() * bound));
}

const askOf = ({ as: _, now: __, number: ___, ...asked }: Call): Asked => asked;

const expired = ({ items, hidden }: Contents, clock: number) =>
  [...items].flatMap(([name, { expiresAt }]) => (Number(expiresAt?.N) <= clock && !hidden.has(name) ? name : []));

/** The last calls, without faults: some at once, and some when every hold has lapsed. */
const audit = (known: readonly Known[]): { agent: Caller; asked: Asked; later: number }[] => [
  { agent: zoe, asked: { operationId: "listAvailableSlots", query: wholeTime }, later: 0 },
  { agent: pat, asked: { operationId: "getSchedule", path: { providerId: "pat" }, query: wholeTime }, later: 0 },
  ...[...new Map(known.map((one) => [one.appointmentId, one])).values()]
    .slice(-2)
    .map(({ appointmentId, clientId }) => ({
      agent: { role: "client", userId: clientId } as const,
      asked: { operationId: "getAppointment", path: { appointmentId } } as const,
      later: 0,
    })),
  {
    agent: zoe,
    asked: {
      operationId: "reserveAppointment",
      body: { providerId: first.providerId, startsAt: formatInstant(first.startsAt) },
    },
    later: HOLD_SECONDS + 5,
  },
  { agent: zoe, asked: { operationId: "listAvailableSlots", query: { ...wholeTime, providerId: "pat" } }, later: 0 },
];
