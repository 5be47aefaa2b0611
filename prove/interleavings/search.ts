/**
 * Every interleaving of a few calls: a search through all states that the table and the calls can come to, where each step
 * is one the real handlers and the embedded DynamoDB took. Where calls and table stand alike, what follows is alike, so it is
 * looked at once.
 */
import { quarterOf } from "../../shared/domain/time.ts";
import type { Call } from "../model/call.ts";
import { effectsOn } from "../model/effects.ts";
import { type Effect, unexplained } from "../model/linearize.ts";
import { appointmentOn, type Slot, sweep } from "../model/slot.ts";
import { claimItem, sameClaim } from "../simulation/items.ts";
import { claimKeyOf, initialItems } from "../simulation/scene.ts";
import { answerOf } from "../simulation/story.ts";
import {
  type Actor,
  type Asking,
  type Beginning,
  before,
  beginnings,
  dans,
  EXPIRY,
  elsewhere,
  type Seen,
  slot,
} from "./actors.ts";
import { after, begin, LOST, type Node } from "./caller.ts";
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
  hasLost: boolean;
}

/** What happened, one thing after the other. */
type Path = readonly { actor: number; what: string }[];

/** What happens next, and how things stand then. */
type Next = [what: string, moment: Moment];

export interface Explored {
  /** How many orders of events there are. */
  interleavings: number;
  states: number;
  /** What was found that no order of the calls explains. */
  what?: string | undefined;
}

const key = claimKeyOf(slot);

/** The three slots at first; all of them are offered. */
const slotsOf = (beginning: Beginning): readonly Slot[] => [
  { ...slot, offered: true, claim: beginnings[beginning] },
  { ...elsewhere, offered: true, claim: undefined },
  { ...before, offered: true, claim: dans },
];

function itemsOf(slots: readonly Slot[]) {
  const offered = { NS: slots.map(({ startsAt }) => `${quarterOf(startsAt)}`) };
  const items = initialItems.filter(({ pk }) => pk?.S?.endsWith(slot.providerId));
  return [...items.map((item) => ("offered" in item ? { ...item, offered } : item)), ...slots.flatMap(claimItem)];
}

/** Explores a case wholly, or until an end of it cannot be explained. */
export async function explore(table: Table, { beginning, actors, clocks }: Case): Promise<Explored> {
  const slots = slotsOf(beginning);
  const counted = new Map<string, number>();
  let what: string | undefined;

  /** How many ways lead on from a moment. Throws a promise where a step is not known yet. */
  function count(moment: Moment, path: Path): number {
    const name = nameOf(moment);
    const before = counted.get(name);
    if (before !== undefined) return before;
    const isOver = actors.every((actor, i) => isDone(moment, i) || !("asks" in actor || moment.nodes[i]));
    if (isOver) what ??= wrong(slots, actors, moment, path, table);
    let ways = isOver ? 1 : 0;
    for (const actor of actors.keys()) {
      if (what) return ways;
      for (const [did, next] of stepsOf(moment, actor)) ways += count(next, [...path, { actor, what: did }]);
    }
    if (ways === 0) what ??= storyOf("a call never ends", actors, [], path);
    counted.set(name, ways);
    return ways;
  }

  function* stepsOf(moment: Moment, number: number): Generator<Next> {
    const actor = actors[number] as Actor;
    if ("sweeps" in actor) return yield* sweepings(moment, number);
    const node = moment.nodes[number] ?? rootOf(moment, number, actor);
    if (node) yield* steps(moment, number, node);
  }

  /** An actor's call before its first request acts. There is none while there is nothing for it to see. */
  function rootOf(moment: Moment, number: number, actor: Actor): Node | undefined {
    const asks = "asks" in actor ? actor.asks : "asksAbout" in actor ? asked(moment, actor) : undefined;
    return asks && known(begin({ asks, now: EXPIRY + (clocks[number] ?? 0), seed: number + 1 }));
  }

  function asked({ table: state }: Moment, { asksAbout }: { asksAbout(seen: Seen): Asking }) {
    const { appointmentId, clientId } = table.itemOf(state, key) ?? {};
    return clientId?.S && appointmentId?.S
      ? asksAbout({ appointmentId: appointmentId.S, clientId: clientId.S })
      : undefined;
  }

  function* steps(moment: Moment, actor: number, node: Node): Generator<Next> {
    for (const [request, { command, body }] of node.waiting.entries()) {
      const acted = known(table.act(moment.table, command, body));
      for (const replied of moment.hasLost ? [acted] : [acted, LOST]) {
        const next = known(after(node, request, replied));
        const isLost = replied === LOST;
        const later = { table: acted.state, nodes: moment.nodes.with(actor, next), begun: begunBy(moment, actor) };
        yield [isLost ? `${acted.did}, reply lost` : acted.did, { ...later, hasLost: moment.hasLost || isLost }];
      }
    }
  }

  function* sweepings(moment: Moment, actor: number): Generator<Next> {
    const { expiresAt } = table.itemOf(moment.table, key) ?? {};
    if (moment.begun[actor] !== undefined || !(Number(expiresAt?.N) <= EXPIRY + 1)) return;
    yield ["", { ...moment, table: table.without(moment.table, key), begun: begunBy(moment, actor) }];
  }

  const nobody = actors.map(() => undefined);
  const first: Moment = { table: table.stateOf(itemsOf(slots)), nodes: nobody, begun: nobody, hasLost: false };
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
  nodes[actor] ? nodes[actor].answer !== undefined : begun[actor] !== undefined;

function begunBy(moment: Moment, actor: number) {
  if (moment.begun[actor] !== undefined) return moment.begun;
  const done = moment.nodes.reduce((bits, _, other) => (isDone(moment, other) ? bits | (1 << other) : bits), 0);
  return moment.begun.with(actor, done);
}

const nameOf = ({ table, nodes, begun, hasLost }: Moment) =>
  `${table} ${nodes.map((node) => node?.number)} ${begun} ${hasLost}`;

/** What is wrong where all is over, if anything. */
function wrong(
  slots: readonly Slot[],
  actors: readonly Actor[],
  { table: state, nodes }: Moment,
  path: Path,
  table: Table,
) {
  const calls = nodes.flatMap((node, actor) => (node ? callOf(node, actor, path) : []));
  const fault = calls.find(({ answer }) => answer?.fault)?.answer?.fault;
  if (fault) return storyOf(fault, actors, calls, path);
  const sweepings = path.flatMap(({ actor }, instant) => (nodes[actor] ? [] : sweeping(instant)));
  for (const one of slots) {
    const keyOfOne = claimKeyOf(one);
    const end: Effect = {
      label: "the table in the end",
      ...{ from: path.length, to: path.length },
      apply: (last) => (sameClaim(last, table.itemOf(state, keyOfOne)) ? [last] : []),
    };
    const effects = calls.flatMap((call) => effectsOn(one, [], call, calls));
    const left = unexplained(one, [...effects, ...(one.startsAt === slot.startsAt ? sweepings : []), end]);
    if (left) {
      const labels = left.map(({ label }) => label).join("; ");
      return storyOf(`no order of the calls explains the slot; left over: ${labels}`, actors, calls, path);
    }
  }
  return undefined;
}

const storyOf = (what: string, actors: readonly Actor[], calls: readonly Call[], path: Path) =>
  [
    what,
    ...path.map(({ actor, what }, i) => `  ${i} (${actor + 1}) ${actors[actor]?.name}: ${what}`),
    ...calls.map((call) => `  ${call.operationId} of ${call.as.userId} is told ${answerOf(call.answer)}`),
  ].join("\n");

const sweeping = (instant: number): Effect => ({
  label: "DynamoDB sweeps",
  ...{ from: instant, to: instant },
  apply: (there) => (appointmentOn(there)?.status === "confirmed" ? [] : sweep(there)),
});

function callOf(node: Node, actor: number, path: Path): Call {
  const { asks, now } = node.part;
  const to = path.findLastIndex((one) => one.actor === actor);
  const { answer, isDisturbed } = node;
  return {
    ...{ ...asks, now, answer, isDisturbed, to, from: path.findIndex((one) => one.actor === actor), actsUntil: to },
    ...{ writes: [...node.writes], staleSince: new Map() },
  };
}
