/**
 * The embedded engine writes an item's index entries first and the item after them, not in one. Where it was killed in
 * between, an index shows what the table never had, and nothing would take that out of it again.
 */
import { create, getIndexActions, type Stored } from "dynalite/db/index.js";

/** The engine's key of an entry begins so. A local index has keys of its own, and the table has none of those. */
const GLOBAL_INDEXES = "index-global~";

/** Writes the global indexes of a folder's data anew from its tables, in one atomic batch. Nobody else may have it open. */
export async function rebuildIndexes(folder: string) {
  const { db } = create({ path: folder });
  try {
    const among = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xFF` });
    const batch: Parameters<typeof db.batch>[0] = [];
    for await (const key of db.keys(among(GLOBAL_INDEXES))) batch.push({ type: "del", key });
    const tables = await Array.fromAsync(
      db.values<{ TableName: string; GlobalSecondaryIndexes?: object[] }>(among("table~")),
    );
    for (const table of tables)
      for await (const item of db.values<Stored>(among(`item-${table.TableName}~`)))
        for (const { index, key } of getIndexActions(table.GlobalSecondaryIndexes ?? [], null, item, table).puts)
          batch.push({ type: "put", key: `${GLOBAL_INDEXES}${table.TableName}~${index}~${key}`, value: item });
    await db.batch(batch);
  } finally {
    await db.close();
  }
}
