/** Reads of items by their keys, strongly consistent. */
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
  TransactGetCommand,
} from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import type { Cancelled, Claim } from "../domain/claim.ts";
import { unavailable } from "../domain/refusal.ts";
import type { DaySheet } from "../domain/schedule.ts";
import type { Slot } from "../domain/slot.ts";
import { dayOf } from "../domain/time.ts";
import { dynamodb } from "./dynamodb.ts";
import { deletedUntil, parseClaim, parseRecord, parseSheet } from "./items.ts";
import { claimKey, type Key, recordKey, sheetKey, userKey } from "./keys.ts";

type Item = Record<string, unknown>;

/** Reads in one batch whether the slot is offered, what stands on it, and whether the client was deleted. */
export async function readForReserve(slot: Slot, clientId: string, now: number) {
  const { providerId, startsAt } = slot;
  const [sheet, claim, user] = await batchGet([
    sheetKey(providerId, dayOf(startsAt)),
    claimKey(slot),
    userKey(clientId),
  ]);
  return { ...slotOf(sheet, claim), clientIsDeleted: deletedUntil(user, now) !== undefined };
}

/** Reads in one batch whether the new slot is offered, what stands on it, and what stands on the old one. */
export async function readForMove(from: Slot, to: Slot) {
  const sheet = sheetKey(to.providerId, dayOf(to.startsAt));
  const [offer, target, old] = await batchGet([sheet, claimKey(to), claimKey(from)]);
  return { ...slotOf(offer, target), old: old && parseClaim(old) };
}

const slotOf = (sheet: Item | undefined, claim: Item | undefined): { sheet?: DaySheet; claim?: Claim } => ({
  ...(sheet && { sheet: parseSheet(sheet) }),
  ...(claim && { claim: parseClaim(claim) }),
});

/**
 * The claim on a slot and an appointment's record, both at one instant. Two plain reads see the items of a transaction one
 * by one: they could miss an appointment that turns from claim to record because someone takes its slot.
 */
export async function readClaimAndRecord(
  slot: Slot,
  appointmentId: string,
): Promise<{ claim: Claim | undefined; record: Cancelled | undefined }> {
  const { Responses = [] } = await dynamodb.send(
    new TransactGetCommand({
      TransactItems: [claimKey(slot), recordKey(appointmentId)].map((Key) => ({ Get: { TableName: tableName, Key } })),
    }),
  );
  const [claim, record] = Responses.map(({ Item }) => Item);
  return { claim: claim && parseClaim(claim), record: record && parseRecord(record) };
}

/** The item with this key. */
export async function get(Key: Key): Promise<Item | undefined> {
  const { Item } = await dynamodb.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  return Item;
}

/** The most keys that one batch may have. */
export const MAX_KEYS = 100;

/** How often a batch is asked for before the call is refused. */
const ATTEMPTS = 3;

/** The longest pause before the second attempt, in milliseconds; before the third it is twice as long. */
const PAUSE_MS = 50;

/** A random pause, so that callers who were throttled together do not come back together. */
const pause = (attempt: number) => new Promise((end) => setTimeout(end, Math.random() * PAUSE_MS * attempt));

/**
 * The items with these keys, at most `MAX_KEYS`, in their order. Asks again for what DynamoDB left unprocessed, as it does
 * when it throttles a partition: the SDK does not.
 *
 * @throws Refusal unavailable
 */
export async function batchGet(keys: Key[]): Promise<(Item | undefined)[]> {
  const nameOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
  // A batch must not name a key twice.
  const distinct = [...new Map(keys.map((key) => [nameOf({ ...key }), key])).values()];
  let request: BatchGetCommandInput["RequestItems"] = { [tableName]: { Keys: distinct, ConsistentRead: true } };
  const found = new Map<string, Item>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await pause(attempt);
    const reply: BatchGetCommandOutput = await dynamodb.send(new BatchGetCommand({ RequestItems: request }));
    for (const item of reply.Responses?.[tableName] ?? []) found.set(nameOf(item), item);
    if (!reply.UnprocessedKeys?.[tableName]) return keys.map((key) => found.get(nameOf({ ...key })));
    request = reply.UnprocessedKeys;
  }
  throw unavailable();
}
