/**
 * Runs dynalite's write actions without writing, and returns what they would change. The caller can then write all that
 * belongs together in one LevelDB batch: an item with its index entries, or all items of a transaction.
 */
import { isDeepStrictEqual } from "node:util";
import type { Item, Store, Write } from "dynalite/db/index.js";
import { act, type DynamoDBError, type Input, isDynamoDBError, isFailedCondition, type Reply } from "./actions.ts";

export interface DryRun {
  reply: Reply;
  /** The keys of the items that the action reads or writes. */
  keys: string[];
  changes: Change[];
  /** Why DynamoDB would refuse the write. */
  error?: DynamoDBError;
}

/** A change of an item, or of its entry in an index. */
export interface Change {
  table: string;
  index: string | undefined;
  key: string;
  before: Item | undefined;
  after: Item | undefined;
}

export const writeOf = ({ key, after }: Change): Write =>
  after ? { type: "put", key, value: after } : { type: "del", key };

/** Whether the item differs afterwards. It is cloned because items that dynalite makes and reads have other prototypes. */
export const isDifferent = ({ before, after }: Change) => !isDeepStrictEqual(before, structuredClone(after));

type Done = (error: Error | null, item?: Item) => void;

/** Runs a write action without writing. The caller must write the changes before the next dry run. */
export async function dryRun(store: Store, action: string, input: Input): Promise<DryRun> {
  const keys: string[] = [];
  const changes: Change[] = [];
  let old: Item | undefined;
  /** A part of the database, with the methods that dynalite calls. It records changes instead of making them. */
  const partOf = (prefix: string, table: string, index?: string) => {
    const read = (key: string) => store.db.getSync(prefix + key);
    const change = (key: string, after: Item | undefined, done: Done) => {
      changes.push({ table, index, key: prefix + key, before: read(key), after });
      done(null);
    };
    return {
      lock(key: string, run: (release: (done: Done) => Done) => void) {
        keys.push(prefix + key);
        run((done) => done);
      },
      get(key: string, done: Done) {
        old = read(key);
        done(null, old);
      },
      put: change,
      del: (key: string, done: Done) => change(key, undefined, done),
    };
  };
  const recordingStore = {
    ...store,
    getItemDb: (table: string) => partOf(`item-${table}~`, table),
    getIndexDb: (kind: string, table: string, index: string) =>
      partOf(`index-${kind.toLowerCase()}~${table}~${index}~`, table, index),
  };
  try {
    return { reply: await act(recordingStore, action, input), keys, changes };
  } catch (error) {
    if (!isDynamoDBError(error)) throw error;
    const returnsOld = isFailedCondition(error) && input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    if (returnsOld && old) Object.assign(error.body, { Item: old });
    return { reply: {}, keys, changes: [], error };
  }
}
