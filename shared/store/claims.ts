import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
} from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Claim } from "../domain/claim.ts";
import type { DaySheet } from "../domain/slots.ts";
import { dayOf } from "../domain/time.ts";
import { unavailable } from "../http/problem.ts";
import { dynamodb } from "./client.ts";
import { parseClaim, parseDeleted, parseSheet } from "./items.ts";
import { claimKey, sheetKey, userKey } from "./keys.ts";

/** What stands on one slot: its provider's sheet of that day and the claim, each only where there is one. */
export interface SlotState {
  sheet?: DaySheet;
  claim?: Claim;
}

/** Reads a slot's sheet and claim, and whether a client was deleted, in one strongly consistent batch. */
export async function readSlot(
  providerId: string,
  startsAt: number,
  clientId: string,
  now: number,
): Promise<SlotState & { clientIsDeleted: boolean }> {
  const user = userKey(clientId);
  const items = await batchGet([sheetKey(providerId, dayOf(startsAt)), claimKey(providerId, startsAt), user]);
  const deleted = parseDeleted(
    items.find(({ sk }) => sk === user.sk),
    now,
  );
  return { ...slotIn(items, providerId, startsAt), clientIsDeleted: deleted !== undefined };
}

/** The same, and another slot's claim, in one batch. */
export async function readMove(
  providerId: string,
  from: number,
  to: number,
): Promise<{ old: Claim | undefined; target: SlotState }> {
  const sheet = sheetKey(providerId, dayOf(to));
  // A batch must not name a key twice.
  const claims = [...new Set([from, to])].map((startsAt) => claimKey(providerId, startsAt));
  const items = await batchGet([sheet, ...claims]);
  return { old: slotIn(items, providerId, from).claim, target: slotIn(items, providerId, to) };
}

function slotIn(items: Record<string, unknown>[], providerId: string, startsAt: number): SlotState {
  const find = ({ sk }: { sk: string }) => items.find((item) => item.sk === sk);
  const sheet = find(sheetKey(providerId, dayOf(startsAt)));
  const claim = find(claimKey(providerId, startsAt));
  return {
    ...(sheet && { sheet: parseSheet(sheet) }),
    ...(claim && { claim: parseClaim(claim) }),
  };
}

/** The SDK repeats a failed batch, not the part of one that DynamoDB left undone. */
async function batchGet(keys: Record<string, string>[], attempts = 3): Promise<Record<string, unknown>[]> {
  let request: BatchGetCommandInput["RequestItems"] = {
    [tableName]: { Keys: keys, ConsistentRead: true },
  };
  const found: Record<string, unknown>[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const reply: BatchGetCommandOutput = await dynamodb.send(new BatchGetCommand({ RequestItems: request }));
    found.push(...(reply.Responses?.[tableName] ?? []));
    if (!reply.UnprocessedKeys?.[tableName]) return found;
    request = reply.UnprocessedKeys;
  }
  throw unavailable();
}

/** The claim on a slot, strongly consistent, or undefined. */
export async function readClaim(providerId: string, startsAt: number): Promise<Claim | undefined> {
  const { Item } = await dynamodb.send(
    new GetCommand({
      TableName: tableName,
      Key: claimKey(providerId, startsAt),
      ConsistentRead: true,
    }),
  );
  return Item && parseClaim(Item);
}
