/**
 * Time to live: sets the attribute that says when a table's items expire, and finds the items that have expired. `main.ts`
 * deletes those each minute.
 */
import { promisify } from "node:util";
import { type Item, type Store, type Table, validationError } from "dynalite/db/index.js";
import { type Input, parse, type Shape } from "./actions.ts";
import { type Change, dryRun } from "./dry-run.ts";

const specification: Shape = {
  types: {
    TableName: { type: "String", notNull: true },
    TimeToLiveSpecification: {
      type: "FieldStruct<TimeToLiveSpecification>",
      notNull: true,
      children: { AttributeName: { type: "String", notNull: true }, Enabled: { type: "Boolean", notNull: true } },
    },
  },
};

export const describe = (store: Store, { TableName }: Input): Promise<Table> =>
  promisify(store.getTable)(TableName, false);

export async function updateTimeToLive(store: Store, body: object) {
  const { TableName, TimeToLiveSpecification } = parse(store, specification, body);
  const { Enabled, AttributeName } = TimeToLiveSpecification;
  const { TimeToLive, ...table } = await describe(store, { TableName });
  if (Enabled === Boolean(TimeToLive))
    throw validationError(`TimeToLive is already ${Enabled ? "enabled" : "disabled"}`);
  await promisify(store.tableDb.put)(TableName, { ...table, ...(Enabled && { TimeToLive: AttributeName }) });
  return { TimeToLiveSpecification };
}

export async function describeTimeToLive(store: Store, body: object) {
  const { TimeToLive: AttributeName } = await describe(store, body);
  return { TimeToLiveDescription: { TimeToLiveStatus: AttributeName ? "ENABLED" : "DISABLED", AttributeName } };
}

/** The changes that delete all items that have expired. */
export async function expired(store: Store, now: number): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const { TableName, TimeToLive = "", KeySchema } of store.db.values<Table>(keysWith("table~")))
    for await (const item of store.db.values<Item>(keysWith(`item-${TableName}~`))) {
      if (!(Number(item[TimeToLive]?.N) < now)) continue;
      const Key = Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
      changes.push(...(await dryRun(store, "DeleteItem", { TableName, Key })).changes);
    }
  return changes;
}

const keysWith = (prefix: string) => ({ gte: prefix, lt: `${prefix}\xFF` });
