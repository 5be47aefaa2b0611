/**
 * A write as dynalite does it, but kept back: it changes nothing, and says what is to be written. So that what belongs
 * together is written in one LevelDB batch: an item with its index entries, or all items of a transaction.
 */
import type { Item, Store, Write } from "dynalite/db/index.js";
import { act, type Input, isFailedCondition, isRefusal, type Refusal, type Reply } from "./actions.ts";

export interface Attempt {
  /** The items it is about. */
  keys: string[];
  writes: Write[];
  /** Why it may not be. */
  refusal?: Refusal;
  reply: Reply;
}

type Done = (error: Error | null, item?: Item) => void;

/** Lets dynalite act on the store without writing. No other write may happen before what it returns is written. */
export async function attempt(store: Store, action: string, input: Input): Promise<Attempt> {
  const keys: string[] = [];
  const writes: Write[] = [];
  let old: Item | undefined;
  /** dynalite's own part of the database under a prefix. */
  const partOf = (prefix: string) => ({
    lock: (key: string, run: (release: (done: Done) => Done) => void) => {
      keys.push(prefix + key);
      run((done) => done);
    },
    get: (key: string, done: Done) =>
      store.db.get(prefix + key, (error, item) => {
        old = item;
        done(error, item);
      }),
    put: (key: string, value: Item, done: Done) => {
      writes.push({ type: "put", key: prefix + key, value });
      done(null);
    },
    del: (key: string, done: Done) => {
      writes.push({ type: "del", key: prefix + key });
      done(null);
    },
  });
  const keepingBack = {
    ...store,
    getItemDb: (table: string) => partOf(`item-${table}~`),
    getIndexDb: (kind: string, table: string, index: string) =>
      partOf(`index-${kind.toLowerCase()}~${table}~${index}~`),
  };
  try {
    return { keys, writes, reply: await act(keepingBack, action, input) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const returnsOld = isFailedCondition(error) && input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    if (returnsOld && old) Object.assign(error.body, { Item: old });
    return { keys, writes: [], refusal: error, reply: {} };
  }
}
