/**
 * Every interleaving of a few calls: a search through all states that the table and the calls can come to, where each step
 * is one the real handlers and the embedded DynamoDB took. Where calls and table stand alike, what follows is alike, so it is
 * looked at once.
 */
import { remembering } from "../memory.ts";
import { isWrite } from "../simulation/engine.ts";
import type { Sent } from "../simulation/handlers.ts";
import { claimKeyOf } from "../simulation/scene.ts";
import { actedAs, writeOf as told } from "../simulation/writes.ts";
import { type Actor, type Asking, type Beginning, EXPIRY, LAST_CLOCK, type Seen, slot } from "./actors.ts";
import { after, begin, dead, isOver, LOST, type Node } from "./caller.ts";
import { itemsOf, judging, type Path, slotsOf, storyOf } from "./end.ts";
import type { Table } from "./table.ts";

export interface Case {
  beginning: Beginning;
  actors: readonly Actor[];
  /** Each actor's clock, in seconds after the expiry of the hold. */
  clocks: readonly number[];
}

/** How far a case has come. */
interface Moment {
  table: number;
  /** Undefined for who has not begun, and for the sweeping. */
  nodes: readonly (Node | undefined)[];
  /** Who was done when each began, as bits; undefined for who has not begun. */
  begun: readonly (number | undefined)[];
  /** The one fault of this interleaving, if it has come. */
  fault?: "lost" | "late" | "twice" | "dies" | undefined;
  /** A request on its way that nobody waits for. */
  stray?: { actor: number; command: string; body: string } | undefined;
  /** What it was, and who had begun when it acted. */
  late?: string | undefined;
}

/** What happens next, and how things stand then. */
type Next = [what: Omit<Path[number], "actor">, moment: Moment];

export interface Explored {
  /** How many orders of events there are. */
  interleavings: number;
  states: number;
  /** What was found that no order of the calls explains. */
  what?: string | undefined;
}

const key = claimKeyOf(slot);

const writeOf = remembering(
  ({ command, body }: Pick<Sent, "command" | "body">) => told(command, body),
  ({ body }) => body,
);

/**
 * Explores a case wholly, or until an end of it cannot be explained. Once in an interleaving, anywhere, a reply is lost, a
 * write acts late or twice, or a server dies.
 */
export async function explore(table: Table, { beginning, actors, clocks }: Case): Promise<Explored> {
  const slots = slotsOf(beginning);
  const wrongAt = judging(slots, actors, table);
  const counted = new Map<string, number>();
  let what: string | undefined;

  /** How many ways lead on from a moment. Throws a promise where a step is not known yet. */
  function count(moment: Moment, path: Path): number {
    const name = nameOf(moment);
    const before = counted.get(name);
    if (before !== undefined) return before;
    const isEnd = actors.every((actor, i) => isDone(moment, i) || !("asks" in actor || moment.nodes[i]));
    if (isEnd) what ??= wrongAt(moment.table, moment.nodes, path);
    let ways = isEnd ? 1 : 0;
    for (const actor of actors.keys()) {
      for (const [happened, next] of stepsOf(moment, actor)) {
        if (what) return ways;
        ways += count(next, [...path, { actor, ...happened }]);
      }
    }
    if (ways === 0) what ??= storyOf("a call never ends", slots, actors, [], path);
    counted.set(name, ways);
    return ways;
  }

  function* stepsOf(moment: Moment, number: number): Generator<Next> {
    const actor = actors[number] as Actor;
    if (moment.stray?.actor === number) yield straying(moment, moment.stray);
    if ("sweeps" in actor) return yield* sweepings(moment, number);
    const node = moment.nodes[number];
    if (node) yield* steps(moment, number, node);
    else if ("asks" in actor) yield* steps(moment, number, rootOf(number, actor.asks));
    else yield* seeings(moment, number, actor);
  }

  /** An actor's call before its first request acts. */
  const rootOf = (number: number, asks: Asking) =>
    known(begin({ asks, now: EXPIRY + (clocks[number] ?? 0), seed: number + 1 }));

  /** Somebody sees what stands on the slot, and will act on it. */
  function* seeings(moment: Moment, number: number, actor: { asksAbout(seen: Seen): Asking }): Generator<Next> {
    const { appointmentId, clientId } = table.itemOf(moment.table, key) ?? {};
    if (!clientId?.S || !appointmentId?.S) return;
    const node = rootOf(number, actor.asksAbout({ appointmentId: appointmentId.S, clientId: clientId.S }));
    yield [
      { what: "sees what is there", isBefore: true },
      { ...moment, nodes: moment.nodes.with(number, node) },
    ];
  }

  function* steps(moment: Moment, actor: number, node: Node): Generator<Next> {
    const begun = begunBy(moment, actor);
    const hasBegun = moment.begun[actor] !== undefined;
    /** A definite answer is the end of all that its call has sent: see docs/correctness.md. */
    const later = (next: Node, change: Partial<Moment>): Moment => {
      const strays = { ...moment, ...change }.stray;
      const stray = strays?.actor === actor && next.answer && next.answer.status !== 503 ? undefined : strays;
      return { ...moment, begun, ...change, stray, nodes: moment.nodes.with(actor, next) };
    };
    for (const [request, { command, body }] of node.waiting.entries()) {
      const { state, did, ...replied } = known(table.act(moment.table, command, body));
      const write = actedAs(writeOf({ command, body }), replied.reply);
      const answered = known(after(node, request, replied));
      yield [{ what: did, write }, later(answered, { table: state })];
      if (moment.fault) continue;
      const lost = known(after(node, request, LOST));
      yield [{ what: `${did}, reply lost`, write }, later(lost, { table: state, fault: "lost" })];
      if (!isWrite(command)) continue;
      const stray = { actor, command, body };
      yield [{ what: `${command} is delayed` }, later(lost, { fault: "late", stray })];
      const twice = later(answered, { table: state, fault: "twice", stray });
      if (twice.stray) yield [{ what: `${did}, and will again`, write }, twice];
      if (hasBegun) yield [{ what: `dies, ${command} under way` }, later(dead(node), { fault: "dies", stray })];
    }
    if (!moment.fault && !isOver(node) && hasBegun) yield [{ what: "dies" }, later(dead(node), { fault: "dies" })];
  }

  /** What nobody waits for acts. */
  function straying(moment: Moment, { actor, command, body }: NonNullable<Moment["stray"]>): Next {
    const { state, did, reply } = known(table.act(moment.table, command, body));
    const write = actedAs(writeOf({ command, body }), reply);
    const begun = moment.begun.map((one) => one !== undefined);
    const happened = { what: `${did}, late`, write, isLate: true } as const;
    return [happened, { ...moment, table: state, stray: undefined, late: `${actor} ${body} ${begun}` }];
  }

  function* sweepings(moment: Moment, actor: number): Generator<Next> {
    const { expiresAt } = table.itemOf(moment.table, key) ?? {};
    if (moment.begun[actor] !== undefined || !(Number(expiresAt?.N) <= LAST_CLOCK)) return;
    yield [{ what: "" }, { ...moment, table: table.without(moment.table, key), begun: begunBy(moment, actor) }];
  }

  const nobody = actors.map(() => undefined);
  const first: Moment = { table: table.stateOf(itemsOf(slots)), nodes: nobody, begun: nobody };
  for (;;)
    try {
      const interleavings = count(first, []);
      return { interleavings, states: counted.size, ...(what !== undefined && { what }) };
    } catch (unknown) {
      if (!(unknown instanceof Promise)) throw unknown;
      await unknown;
    }
}

/** What is known already. Throws the promise of what is not. */
function known<T extends object>(found: T | Promise<T>): T {
  if (found instanceof Promise) throw found;
  return found;
}

const isDone = ({ nodes, begun }: Moment, actor: number) =>
  nodes[actor] ? isOver(nodes[actor]) : begun[actor] !== undefined;

function begunBy(moment: Moment, actor: number) {
  if (moment.begun[actor] !== undefined) return moment.begun;
  const done = moment.nodes.reduce((bits, _, other) => (isDone(moment, other) ? bits | (1 << other) : bits), 0);
  return moment.begun.with(actor, done);
}

const nameOf = ({ table, nodes, begun, fault, stray, late }: Moment) =>
  `${table} ${nodes.map((node) => node?.number)} ${begun} ${fault} ${late} ${stray ? `${stray.actor} ${stray.body}` : ""}`;
