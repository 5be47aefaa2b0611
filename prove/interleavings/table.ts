/**
 * The table as a machine of states: what a request makes of each, found once by the embedded DynamoDB itself and remembered.
 */
import { type Item, keyOf, type Reply, startEngine } from "../simulation/engine.ts";
import { actOf } from "../simulation/story.ts";

/** A state of the table by its number, and the reply. */
export interface Acted {
  state: number;
  reply: Reply;
  /** Its number, to tell replies apart. */
  replyNumber: number;
  /** What it did, for a person. */
  did: string;
}

export async function startTable(returnsItem: boolean) {
  const engine = await startEngine();
  const states: Item[][] = [];
  const stateNumbers = new Map<string, number>();
  const replyNumbers = new Map<string, number>();
  const acts = new Map<string, Acted>();

  /** The number of a state. */
  function stateOf(items: readonly Item[]): number {
    const sorted = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const key = JSON.stringify(sorted.map((item) => Object.entries(item).sort()));
    const known = stateNumbers.get(key) ?? states.push(sorted) - 1;
    stateNumbers.set(key, known);
    return known;
  }

  /** What a request does to the table in a state. */
  function act(state: number, command: string, body: string): Acted | Promise<Acted> {
    const key = `${state} ${command} ${body}`;
    return acts.get(key) ?? tryOut(key, state, command, body);
  }

  async function tryOut(key: string, state: number, command: string, body: string): Promise<Acted> {
    await engine.reset(states[state] ?? []);
    const reply = await engine.act(command, body, 0, returnsItem);
    await engine.followAll();
    const text = `${reply.status} ${reply.text}`;
    const replyNumber = replyNumbers.get(text) ?? replyNumbers.size;
    replyNumbers.set(text, replyNumber);
    const acted = { state: stateOf([...engine.items.values()]), reply, replyNumber, did: actOf(command, body, reply) };
    acts.set(key, acted);
    return acted;
  }

  const itemOf = (state: number, key: string) => states[state]?.find((item) => keyOf(item) === key);
  const without = (state: number, key: string) => stateOf((states[state] ?? []).filter((item) => keyOf(item) !== key));

  const itemsOf = (state: number) => states[state] ?? [];

  return { stateOf, act, itemOf, itemsOf, without };
}

export type Table = Awaited<ReturnType<typeof startTable>>;
