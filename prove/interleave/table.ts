/** The table as a state machine: what a request makes of a state is computed once and remembered. */
import { actOf } from "../judge/story.ts";
import type { State } from "../model/state.ts";
import { act as actOn, type Contents, showing, statesOf, without } from "../world/contents.ts";
import type { Items } from "../world/dynamodb.ts";
import type { Raw } from "../world/expressions.ts";
import type { Reply } from "../world/faults.ts";

/** The result of a request: the number of the table's new state, and the reply. */
export interface Acted {
  state: number;
  /** The state once the whole transaction is visible. */
  whole: number;
  reply: Reply;
  /** The same for equal replies only. */
  replyName: string;
  /** Whether it met a transaction under way. */
  met: boolean;
  /** What it did, in words. */
  did: string;
}

interface Known {
  contents: Contents;
  /** The states that a reader may see; the first is the visible one. */
  states: readonly [State, ...State[]];
}

export function startTable() {
  const all: Known[] = [];
  const numbers = new Map<string, number>();
  const replies = new Map<string, number>();
  const acts = new Map<string, Acted>();
  const items = new Map<string, { item: Raw; id: number }>();
  const ids = new WeakMap<Raw, number>();

  /** Replaces equal items by one object, so that comparing them is quick. */
  function shared(some: Items): Map<string, Raw> {
    const one = (item: Raw) => {
      if (ids.has(item)) return item;
      const text = JSON.stringify(Object.entries(item).sort());
      const known = items.get(text) ?? { item, id: items.size };
      items.set(text, known);
      ids.set(known.item, known.id);
      return known.item;
    };
    return new Map([...some].map(([name, item]) => [name, one(item)]));
  }

  /** The number of a state. */
  function numberOf(wanted: Contents): number {
    const contents = { items: shared(wanted.items), hidden: shared(wanted.hidden) };
    const name = [contents.items, contents.hidden].map((some) =>
      [...some.values()].map((item) => ids.get(item)).sort(),
    );
    const known = numbers.get(name.join("|")) ?? all.push({ contents, states: statesOf(contents) }) - 1;
    numbers.set(name.join("|"), known);
    return known;
  }
  const at = (state: number) => all[state] as Known;

  /** What a request does to the table in a state. */
  function act(state: number, command: string, body: string, isTorn = false): Acted {
    const name = `${state} ${command} ${isTorn} ${body}`;
    const known = acts.get(name) ?? tryOut(state, command, body, isTorn);
    acts.set(name, known);
    return known;
  }

  function tryOut(state: number, command: string, body: string, isTorn: boolean): Acted {
    const { contents } = at(state);
    const { reply, now, after, met } = actOn(contents, contents.items, command, body, isTorn);
    const text = JSON.stringify(reply);
    const number = replies.get(text) ?? replies.size;
    replies.set(text, number);
    const did = actOf(command, body, reply);
    return { state: numberOf(now), whole: numberOf(after), reply, met, replyName: `${number}`, did };
  }

  return {
    ...{ numberOf, act },
    /** Makes an item visible that a transaction wrote. */
    show: (state: number, name: string) => numberOf(showing(at(state).contents, name)),
    without: (state: number, name: string) => numberOf(without(at(state).contents, name)),
    statesAt: (state: number) => at(state).states,
    stateAt: (state: number) => at(state).states[0],
    hidden: (state: number) => [...at(state).contents.hidden.keys()],
  };
}

export type Table = ReturnType<typeof startTable>;
