/**
 * The embedded engine writes an item's index entries first and the item after them, not in one. Where it was killed in
 * between, an index shows what the table never had, and nothing would take that out of it again.
 */
import { create, getIndexActions, type Stored } from "dynalite/db/index.js";

/** Writes the indexes of the data in a folder anew, from its tables, in one atomic batch. Nobody else may have it open. */
export async function rebuildIndexes(folder: string) {
  const { db } = create({ path: folder });
  const among = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xFF` });
  const batch: Parameters<typeof db.batch>[0] = [];
  for await (const key of db.keys(among("index-"))) batch.push({ type: "del", key });
  const tables = await Array.fromAsync(
    db.values<{ TableName: string; GlobalSecondaryIndexes?: object[] }>(among("table~")),
  );
  for (const table of tables)
    for await (const item of db.values<Stored>(among(`item-${table.TableName}~`)))
      for (const { index, key } of getIndexActions(table.GlobalSecondaryIndexes ?? [], null, item, table).puts)
        batch.push({ type: "put", key: `index-global~${table.TableName}~${index}~${key}`, value: item });
  await db.batch(batch);
  await db.close();
}
