/**
 * Explores every interleaving of a few calls: all states that the table and the calls can reach in steps of the real handlers.
 * Each write is judged when it acts, and each answer by what the table held since its call began. An answered call is then
 * dropped, so that many orders lead to the same state, which is explored once.
 */
import { Violation } from "../hunt.ts";
import { wrongAnswer } from "../judge/answers.ts";
import { answerOf, askedOf } from "../judge/story.ts";
import { wrongWrite } from "../judge/writes.ts";
import { claimName, slotAt } from "../model/state.ts";
import { contentsOf } from "../world/contents.ts";
import { isWrite } from "../world/faults.ts";
import { beginnings, dansAppointment, EXPIRY, first, initialItems, places } from "../world/people.ts";
import type { Actor, Asking, Case } from "./actors.ts";
import type { callTree, Node } from "./caller.ts";
import type { Acted, Table } from "./table.ts";

/** A call without an answer yet: the table's states since it began, and whether another call wrote or a fault hit it. */
interface Ongoing {
  node: Node;
  states: readonly number[];
  disturbed: boolean;
}

/** A state of the search. */
interface Moment {
  table: number;
  /** Undefined for an actor that has not begun. */
  actors: readonly (Ongoing | "over" | undefined)[];
  /** Whether this interleaving has had its one fault. */
  fault?: boolean;
  /** A request that may still act, although nobody waits for it. */
  stray?: { node: Node; command: string; body: string } | undefined;
  /** The actor whose reply waits until its whole transaction is visible, and the node that it reaches then. */
  held?: { actor: number; node: Node } | undefined;
}

/** A step in words, and the state after it. */
type Next = [what: string, moment: Moment];

export interface Explored {
  /** How many orders of events there are. */
  interleavings: number;
  states: number;
  /** The violation that was found, with the history that led to it. */
  what?: string | undefined;
}

const LAST_CLOCK = EXPIRY + 1;

/**
 * Explores a whole case, or stops at the first violation. At most one thing fails in each interleaving, anywhere: a reply is
 * lost, a write acts late or twice, a server dies, or the items of a transaction become visible one by one.
 */
export async function explore(table: Table, tree: ReturnType<typeof callTree>, one: Case): Promise<Explored> {
  const { beginning, actors, clocks } = one;
  const counted = new Map<string, number>();
  const judged = new Set<string>();

  /** Counts the interleavings from a state on. Throws a promise where a step is not computed yet. */
  function count(moment: Moment, path: readonly string[]): number {
    const name = nameOf(moment);
    const before = counted.get(name);
    if (before !== undefined) return before;
    let ways = 0;
    try {
      for (const [what, next] of stepsFrom(moment)) ways += count(next, [...path, what]);
    } catch (error) {
      // Only the innermost call knows the whole path.
      if (error instanceof Violation && !error.cause)
        throw new Violation(storyOf(one, error.message, path), { cause: error });
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
      const ongoing = begun(moment, number, actor.asksAbout({ appointmentId, clientId }));
      yield [`${actor.name}: looks at the slot`, { ...moment, actors: moment.actors.with(number, ongoing) }];
    }
  }

  function begun({ table: state }: Moment, number: number, asking: Asking): Ongoing {
    const call = { ...asking, now: EXPIRY + (clocks[number] ?? 0), number: number + 1 };
    return { node: known(tree.begin(call)), states: [state], disturbed: false };
  }

  function* steps(moment: Moment, number: number, ongoing: Ongoing): Generator<Next> {
    const { node } = ongoing;
    const name = actors[number]?.name;
    const now = { ...moment, actors: moment.actors.with(number, ongoing) };
    /** The state in which the call goes on at `next`, after a fault if one is given. */
    const goes = (from: Moment, next: Node, fault?: Partial<Moment>): Moment => {
      const there = { ...(from.actors[number] as Ongoing), node: next };
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
      yield [`${name}: ${acted.did}, and will act again`, goes(then, answered, { stray })];
      const dies = { ...now, fault: true, actors: now.actors.with(number, "over" as const) };
      yield [`${name}: dies, ${command} under way`, { ...dies, stray }];
      if (command !== "TransactWriteItems" || acted.reply.status !== 200) continue;
      const torn = table.act(moment.table, command, body, true);
      const seen = wrote(now, number, node, torn);
      yield [
        `${name}: ${torn.did}, not visible yet`,
        { ...seen, fault: true, held: { actor: number, node: answered } },
      ];
    }
  }

  /** A request has acted: judges what it wrote, and adds the new state to every ongoing call. */
  function wrote(moment: Moment, by: number | undefined, { call }: Node, { state, whole, met }: Acted): Moment {
    const ongoing = by === undefined ? undefined : moment.actors[by];
    if (met && by !== undefined && typeof ongoing === "object")
      return { ...moment, actors: moment.actors.with(by, { ...ongoing, disturbed: true }) };
    const name = `${moment.table} ${whole} ${call.number} ${call.operationId} ${call.path?.appointmentId}`;
    if (whole !== moment.table && !judged.has(name)) {
      const wrong = wrongWrite({ call, before: table.stateAt(moment.table), after: table.stateAt(whole) });
      if (wrong) throw new Violation(wrong);
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
  function ended(ongoing: Ongoing): Ongoing | "over" {
    const { node, disturbed, states } = ongoing;
    if (!node.answer) return ongoing;
    const name = `${node.number} ${disturbed} ${states.toSorted()}`;
    if (!judged.has(name)) {
      const held = states.flatMap(table.statesAt);
      const wrong = wrongAnswer(node.call, node.answer, { table: held, index: held, disturbed }, places);
      if (wrong) throw new Violation(`${wrong}: ${answerOf(node.answer)}`);
      judged.add(name);
    }
    return "over";
  }

  /** The request that nobody waits for acts. */
  function straying(moment: Moment, { node, command, body }: NonNullable<Moment["stray"]>): Next {
    const acted = table.act(moment.table, command, body);
    return [`${acted.did}, late`, { ...wrote(moment, undefined, node, acted), stray: undefined }];
  }

  function showing(moment: Moment, name: string): Next {
    const next = changed(moment, table.show(moment.table, name), moment.held?.actor);
    if (table.hidden(next.table).length > 0 || !next.held) return [`${name} becomes visible`, next];
    const { actor, node } = next.held;
    const there = ended({ ...(next.actors[actor] as Ongoing), node });
    return [`${name} becomes visible`, { ...next, held: undefined, actors: next.actors.with(actor, there) }];
  }

  function* sweepings(moment: Moment, number: number): Generator<Next> {
    const name = claimName(first);
    const ends = slotAt(table.stateAt(moment.table), first).claim?.expiresAt;
    if (ends === undefined || ends > LAST_CLOCK || table.hidden(moment.table).includes(name)) return;
    const next = changed(moment, table.without(moment.table, name));
    yield ["DynamoDB sweeps", { ...next, actors: next.actors.with(number, "over" as const) }];
  }

  const initialClaims = [...beginnings[beginning], dansAppointment];
  const start: Moment = {
    table: table.numberOf(contentsOf(initialItems(initialClaims))),
    actors: actors.map(() => undefined),
  };
  for (;;)
    try {
      const interleavings = count(start, []);
      return { interleavings, states: counted.size };
    } catch (thrown) {
      if (thrown instanceof Violation) return { interleavings: 0, states: counted.size, what: thrown.message };
      if (!(thrown instanceof Promise)) throw thrown;
      await thrown;
    }
}

/** Returns a result that is known. Throws the promise of one that is not: `explore` awaits it and starts again. */
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

/** The history that led to a violation, in words. */
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
