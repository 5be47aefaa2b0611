/** The capacity units that requests consume: those that dynalite counts, and those that it does not. */
import { capacityUnits } from "dynalite/db/index.js";
import type { Consumed, Input, Reply } from "./actions.ts";
import { type Change, isDifferent } from "./dry-run.ts";

interface Part {
  reply: Reply;
  changes?: Change[];
}

/**
 * The units that the parts of one request consumed, by table, if the request asked for them.
 *
 * @param times 2 for a transaction, which pays twice for each item, but not for its index entries
 */
export function consumed(parts: Part[], times: 1 | 2): Consumed[] | undefined {
  const tables = Map.groupBy(parts, ({ reply }) => reply.ConsumedCapacity?.TableName);
  tables.delete(undefined);
  const all = [...tables].map(([TableName = "", parts]) => {
    const items = times * sum(parts.map(({ reply }) => reply.ConsumedCapacity?.CapacityUnits ?? 0));
    const changes = Map.groupBy(
      parts.flatMap(({ changes = [] }) => changes),
      ({ index }) => index,
    );
    changes.delete(undefined);
    const indexes = [...changes].map(([index, changes]) => [index, sum(changes.map(unitsOf))] as const);
    const isDetailed = parts[0]?.reply.ConsumedCapacity?.Table;
    return {
      TableName,
      CapacityUnits: items + sum(indexes.map(([, units]) => units)),
      ...(isDetailed && {
        Table: { CapacityUnits: items },
        GlobalSecondaryIndexes: Object.fromEntries(indexes.map(([index, CapacityUnits]) => [index, { CapacityUnits }])),
      }),
    };
  });
  return all.length > 0 ? all : undefined;
}

/** A Query or Scan that finds nothing consumes as much as one that finds a small item. dynalite counts nothing for it. */
export function withMinimumUnits(reply: Reply, { IndexName, ConsistentRead }: Input): Reply {
  const { ConsumedCapacity: none } = reply;
  if (none?.CapacityUnits !== 0) return reply;
  const units = { CapacityUnits: ConsistentRead ? 1 : 0.5 };
  const place = IndexName ? { GlobalSecondaryIndexes: { [IndexName]: units } } : { Table: units };
  return { ...reply, ConsumedCapacity: { ...none, ...units, ...(none.Table && place) } };
}

/** An index entry that stays the same costs nothing; one that changes costs as much as the larger of old and new. */
function unitsOf(change: Change) {
  if (!isDifferent(change)) return 0;
  return Math.max(...[change.before, change.after].map((entry) => (entry ? capacityUnits(entry, false) : 0)));
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
