/** The table as a machine of states: what a request makes of each, found once by the embedded DynamoDB and remembered. */
import { actOf } from "../judge/story.ts";
import type { State } from "../model/state.ts";
import { type Contents, type Raw, stateOf, statesOf, type World } from "../world/engine.ts";
import type { Reply } from "../world/faults.ts";

/** A state of the table, by its number, and the reply. */
export interface Acted {
  state: number;
  /** What it will hold when all of a transaction shows. */
  whole: number;
  reply: Reply;
  /** Tells replies apart. */
  replyName: string;
  /** It met a transaction under way. */
  met: boolean;
  /** What it did, for a person. */
  did: string;
}

interface Known {
  contents: Contents;
  state: State;
  /** All that is true then. */
  states: readonly State[];
}

export function startTable(world: World) {
  const all: Known[] = [];
  const numbers = new Map<string, number>();
  const replies = new Map<string, number>();
  const acts = new Map<string, Acted>();
  const items = new Map<string, { item: Raw; id: number }>();
  const ids = new WeakMap<Raw, number>();

  /** One object for all items that are alike, so that it is quick to compare them. */
  function shared(some: ReadonlyMap<string, Raw>): Map<string, Raw> {
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
    const known =
      numbers.get(name.join("|")) ?? all.push({ contents, state: stateOf(contents), states: statesOf(contents) }) - 1;
    numbers.set(name.join("|"), known);
    return known;
  }
  const at = (state: number) => all[state] as Known;

  /** What a request does to the table in a state. */
  function act(state: number, command: string, body: string, isTorn = false): Acted | Promise<Acted> {
    const name = `${state} ${command} ${isTorn} ${body}`;
    return acts.get(name) ?? tryOut(name, state, command, body, isTorn);
  }

  async function tryOut(name: string, state: number, command: string, body: string, isTorn: boolean): Promise<Acted> {
    await world.reset(at(state).contents);
    const { reply, after, met = false } = await world.act(command, body, isTorn);
    const text = JSON.stringify(reply);
    const number = replies.get(text) ?? replies.size;
    replies.set(text, number);
    const acted = {
      ...{ state: numberOf(world.contents()), whole: numberOf(after) },
      ...{ reply, met, replyName: `${number}`, did: actOf(command, body, reply) },
    };
    acts.set(name, acted);
    return acted;
  }

  /** An item that a transaction wrote shows. */
  function show(state: number, name: string): number {
    const { items, hidden } = at(state).contents;
    const left = new Map(hidden);
    left.delete(name);
    return numberOf({ items: new Map([...items, [name, hidden.get(name) as Raw]]), hidden: left });
  }

  function without(state: number, name: string): number {
    const { items, hidden } = at(state).contents;
    return numberOf({ items: new Map([...items].filter(([one]) => one !== name)), hidden });
  }

  return {
    ...{ numberOf, act, show, without },
    statesAt: (state: number) => at(state).states,
    stateAt: (state: number) => at(state).state,
    hidden: (state: number) => [...at(state).contents.hidden.keys()],
  };
}

export type Table = ReturnType<typeof startTable>;
