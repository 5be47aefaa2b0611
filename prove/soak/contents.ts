/** What the table holds, read from the database itself: no handler has a say here. */
import { paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { connect, startDynamoDB, TABLE_NAME } from "../../local/dynamodb.ts";
import type { Cancelled, Claim } from "../../shared/domain/claim.ts";
import type { DaySheet } from "../../shared/domain/slots.ts";
import type { User } from "../../shared/domain/user.ts";
import { deletedUntil, parseEntry, parseRecord, parseUser } from "../../shared/store/items.ts";
import { table } from "../../shared/store/table.ts";
import { whenReleased } from "./released.ts";

export interface Contents {
  /** When it was read, in epoch seconds. */
  at: number;
  claims: Claim[];
  /** What became of appointments whose slots were taken since. */
  records: Cancelled[];
  sheets: DaySheet[];
  users: User[];
  /** The userIds that carry a deletion's mark. */
  deleted: string[];
}

type Item = Record<string, unknown>;

/** Opens the data of a server that has stopped. Also returns what of the indexes is not as the table. */
export async function readContents(folder: string): Promise<{ contents: Contents; indexFaults: string[] }> {
  const database = await whenReleased(() => startDynamoDB(folder));
  const client = connect(database.endpoint);
  const scan = async (IndexName?: string) => {
    const items: Item[] = [];
    const input = { TableName: TABLE_NAME, ...(IndexName && { IndexName }) };
    for await (const { Items = [] } of paginateScan({ client }, input))
      items.push(...Items.map((item) => unmarshall(item)));
    return items;
  };
  try {
    const items = await scan();
    const indexes = Object.entries(table.indexes);
    const faults = indexes.map(async ([name, { partitionKey }]) =>
      differences(
        name,
        items.filter((item) => partitionKey in item),
        await scan(name),
      ),
    );
    return { contents: parse(items, Date.now() / 1000), indexFaults: (await Promise.all(faults)).flat() };
  } finally {
    client.destroy();
    await database.stop();
  }
}

function parse(items: Item[], at: number): Contents {
  const contents: Contents = { at, claims: [], records: [], sheets: [], users: [], deleted: [] };
  for (const item of items) {
    const [kind, userId = ""] = `${item.pk}`.split("#");
    // The server makes the demo's people and hours itself.
    if (userId.startsWith("demo-")) continue;
    if (item.sk === "FEED") continue;
    if (kind === "USER" && deletedUntil(item, at) !== undefined) contents.deleted.push(userId);
    else if (kind === "USER") contents.users.push(parseUser(item));
    else if (kind === "PAST") contents.records.push(parseRecord(item));
    else {
      const entry = parseEntry(item);
      if ("offered" in entry) contents.sheets.push(entry);
      else contents.claims.push(entry);
    }
  }
  return contents;
}

/** Items that an index lacks, has in another state, or has alone. */
export function differences(name: string, items: Item[], indexed: Item[]): string[] {
  const [there, found] = [items, indexed].map((all) => new Set(all.map(text))) as [Set<string>, Set<string>];
  const missing = [...there].filter((one) => !found.has(one)).map((one) => `${name} lacks ${one}`);
  return [...missing, ...[...found].filter((one) => !there.has(one)).map((one) => `${name} alone has ${one}`)];
}

const text = (item: Item) =>
  JSON.stringify(
    Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, part) => (part instanceof Set ? [...part].sort() : part),
  );
