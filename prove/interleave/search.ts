/**
 * Every interleaving of a few calls: a search through all states that the table and the calls can come to, where each step is
 * one that the real handlers take. Each write is judged as it acts, and each answer by what the
 * table held since its call began. So who has its answer is out of the game, and where the rest stands alike, what follows is
 * alike and looked at once.
 */
import { wrongAnswer } from "../judge/answers.ts";
import { answerOf, askedOf } from "../judge/story.ts";
import { wrongWrite } from "../judge/writes.ts";
import { claimName, slotAt } from "../model/state.ts";
import { contentsOf } from "../world/contents.ts";
import { isWrite } from "../world/faults.ts";
import { beginnings, dans, EXPIRY, first, itemsAtFirst, places } from "../world/people.ts";
import type { Actor, Asking, Case } from "./actors.ts";
import type { callTree, Node } from "./caller.ts";
import type { Acted, Table } from "./table.ts";

/** A call under way: the states of the table it lived through, and whether anybody else wrote or a fault met it. */
interface Under {
  node: Node;
  states: readonly number[];
  disturbed: boolean;
}

/** How far a case has come. */
interface Moment {
  table: number;
  /** Undefined for who has not begun. */
  actors: readonly (Under | "over" | undefined)[];
  /** The one fault of this interleaving, if it has come. */
  fault?: boolean;
  /** A request on its way that nobody waits for. */
  stray?: { node: Node; command: string; body: string } | undefined;
  /** Who gets a reply when all of its transaction shows, and where its call stands then. */
  held?: { actor: number; node: Node } | undefined;
}

/** What happens next, and how things stand then. */
type Next = [what: string, moment: Moment];

export interface Explored {
  /** How many orders of events there are. */
  interleavings: number;
  states: number;
  /** What was found. */
  what?: string | undefined;
}

const LAST_CLOCK = EXPIRY + 1;

/** What is wrong, as it is thrown through the search. */
class Wrong extends Error {}

/**
 * Explores a case wholly, or until something is wrong. Once in an interleaving, anywhere, a reply is lost, a write acts late
 * or twice, a server dies, or what a transaction writes shows item by item.
 */
export async function explore(table: Table, tree: ReturnType<typeof callTree>, one: Case): Promise<Explored> {
  const { beginning, actors, clocks } = one;
  const counted = new Map<string, number>();
  const judged = new Set<string>();

  /** How many ways lead on from a moment. Throws a promise where a step is not known yet. */
  function count(moment: Moment, path: readonly string[]): number {
    const name = nameOf(moment);
    const before = counted.get(name);
    if (before !== undefined) return before;
    let ways = 0;
    try {
      for (const [what, next] of stepsFrom(moment)) ways += count(next, [...path, what]);
    } catch (error) {
      // The innermost knows best how it came to that.
      if (error instanceof Wrong && !error.cause) throw new Wrong(storyOf(one, error.message, path), { cause: error });
      throw error;
    }
    counted.set(name, ways || 1);
    return ways || 1;
  }

  function* stepsFrom(moment: Moment): Generator<Next> {
    for (const [number, actor] of actors.entries()) yield* stepsOf(moment, number, actor);
    if (moment.stray) yield straying(moment, moment.stray);
    for (const name of table.hidden(moment.table)) yield showing(moment, name);
  }

  function* stepsOf(moment: Moment, number: number, actor: Actor): Generator<Next> {
    const there = moment.actors[number];
    if (there === "over" || moment.held?.actor === number) return;
    if ("sweeps" in actor) yield* sweepings(moment, number);
    else if (there) yield* steps(moment, number, there);
    else if ("asks" in actor) yield* steps(moment, number, begun(moment, number, actor.asks));
    else {
      const { appointmentId, clientId } = slotAt(table.stateAt(moment.table), first).claim ?? {};
      if (!appointmentId || !clientId) return;
      const under = begun(moment, number, actor.asksAbout({ appointmentId, clientId }));
      yield [`${actor.name}: sees what is there`, { ...moment, actors: moment.actors.with(number, under) }];
    }
  }

  function begun({ table: state }: Moment, number: number, asking: Asking): Under {
    const call = { ...asking, now: EXPIRY + (clocks[number] ?? 0), number: number + 1 };
    return { node: known(tree.begin(call)), states: [state], disturbed: false };
  }

  function* steps(moment: Moment, number: number, under: Under): Generator<Next> {
    const { node } = under;
    const name = actors[number]?.name;
    const now = { ...moment, actors: moment.actors.with(number, under) };
    /** The call goes on, after a fault if that is said. */
    const goes = (from: Moment, next: Node, fault?: Partial<Moment>): Moment => {
      const there = { ...(from.actors[number] as Under), node: next };
      if (fault) there.disturbed = true;
      return { ...from, ...fault, ...(fault && { fault: true }), actors: from.actors.with(number, ended(there)) };
    };
    for (const [request, { command, body }] of node.waiting.entries()) {
      const acted = table.act(moment.table, command, body);
      const stray = { node, command, body };
      const then = wrote(now, number, node, acted);
      const answered = known(tree.after(node, request, acted.reply, acted.replyName));
      yield [`${name}: ${acted.did}`, goes(then, answered)];
      if (moment.fault) continue;
      const lost = known(tree.after(node, request));
      yield [`${name}: ${acted.did}, reply lost`, goes(then, lost, {})];
      if (!isWrite(command)) continue;
      yield [`${name}: ${command} is delayed`, goes(now, lost, { stray })];
      yield [`${name}: ${acted.did}, and will again`, goes(then, answered, { stray })];
      const dies = { ...now, fault: true, actors: now.actors.with(number, "over" as const) };
      yield [`${name}: dies, ${command} under way`, { ...dies, stray }];
      if (command !== "TransactWriteItems" || acted.reply.status !== 200) continue;
      const torn = table.act(moment.table, command, body, true);
      const seen = wrote(now, number, node, torn);
      yield [
        `${name}: ${torn.did}, not to be seen yet`,
        { ...seen, fault: true, held: { actor: number, node: answered } },
      ];
    }
  }

  /** A request has acted: everyone under way lives through what it wrote, if it may be. */
  function wrote(moment: Moment, by: number | undefined, { call }: Node, { state, whole, met }: Acted): Moment {
    const under = by === undefined ? undefined : moment.actors[by];
    if (met && by !== undefined && typeof under === "object")
      return { ...moment, actors: moment.actors.with(by, { ...under, disturbed: true }) };
    const name = `${moment.table} ${whole} ${call.number} ${call.operationId} ${call.path?.appointmentId}`;
    if (whole !== moment.table && !judged.has(name)) {
      const wrong = wrongWrite({ call, before: table.stateAt(moment.table), after: table.stateAt(whole) });
      if (wrong) throw new Wrong(wrong);
      judged.add(name);
    }
    return changed(moment, state, by);
  }

  function changed(moment: Moment, state: number, by?: number): Moment {
    if (state === moment.table) return moment;
    const lived = moment.actors.map((one, number) =>
      typeof one === "object"
        ? {
            ...one,
            states: one.states.includes(state) ? one.states : [...one.states, state],
            disturbed: one.disturbed || number !== by,
          }
        : one,
    );
    return { ...moment, table: state, actors: lived };
  }

  /** Judges the answer of a call, if it has one. */
  function ended(under: Under): Under | "over" {
    const { node, disturbed, states } = under;
    if (!node.answer) return under;
    const name = `${node.number} ${disturbed} ${states.toSorted()}`;
    if (!judged.has(name)) {
      const held = states.flatMap(table.statesAt);
      const wrong = wrongAnswer(node.call, node.answer, { table: held, index: held, disturbed }, places);
      if (wrong) throw new Wrong(`${wrong}: ${answerOf(node.answer)}`);
      judged.add(name);
    }
    return "over";
  }

  /** What nobody waits for acts. */
  function straying(moment: Moment, { node, command, body }: NonNullable<Moment["stray"]>): Next {
    const acted = table.act(moment.table, command, body);
    return [`${acted.did}, late`, { ...wrote(moment, undefined, node, acted), stray: undefined }];
  }

  function showing(moment: Moment, name: string): Next {
    const next = changed(moment, table.show(moment.table, name), moment.held?.actor);
    if (table.hidden(next.table).length > 0 || !next.held) return [`${name} is to be seen`, next];
    const { actor, node } = next.held;
    const there = ended({ ...(next.actors[actor] as Under), node });
    return [`${name} is to be seen`, { ...next, held: undefined, actors: next.actors.with(actor, there) }];
  }

  function* sweepings(moment: Moment, number: number): Generator<Next> {
    const name = claimName(first);
    const ends = slotAt(table.stateAt(moment.table), first).claim?.expiresAt;
    if (ends === undefined || ends > LAST_CLOCK || table.hidden(moment.table).includes(name)) return;
    const next = changed(moment, table.without(moment.table, name));
    yield ["DynamoDB sweeps", { ...next, actors: next.actors.with(number, "over" as const) }];
  }

  const standing = [...beginnings[beginning], dans];
  const start: Moment = {
    table: table.numberOf(contentsOf(itemsAtFirst(standing))),
    actors: actors.map(() => undefined),
  };
  for (;;)
    try {
      const interleavings = count(start, []);
      return { interleavings, states: counted.size };
    } catch (thrown) {
      if (thrown instanceof Wrong) return { interleavings: 0, states: counted.size, what: thrown.message };
      if (!(thrown instanceof Promise)) throw thrown;
      await thrown;
    }
}

/** What is known already. Throws the promise of what is not. */
function known<T extends object>(found: T | Promise<T>): T {
  if (found instanceof Promise) throw found;
  return found;
}

const nameOf = ({ table, actors, fault, stray, held }: Moment) =>
  [
    ...[table, fault, stray && `${stray.node.number} ${stray.body}`, held && `${held.actor} ${held.node.number}`],
    ...actors.map((one) =>
      typeof one === "object" ? `${one.node.number} ${one.disturbed} ${one.states.toSorted()}` : one,
    ),
  ].join("/");

/** For a person. */
const storyOf = ({ beginning, actors, clocks }: Case, wrong: string, path: readonly string[]) =>
  [
    wrong,
    `  at first: ${beginning}`,
    ...actors.map((actor, i) =>
      "asks" in actor
        ? `  ${actor.name}: ${askedOf({ ...actor.asks, now: EXPIRY + (clocks[i] ?? 0), number: i + 1 })}`
        : `  ${actor.name}`,
    ),
    ...path.map((what, i) => `  ${i + 1} ${what}`),
  ].join("\n");
