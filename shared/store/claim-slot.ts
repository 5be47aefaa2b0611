/** Taking a slot: the one way in, for a reservation, a block and a move alike, so that it alone decides every race for it. */
import type { Cancelled, Claim } from "../domain/claim.ts";
import { isFree, isStill } from "./conditions.ts";
import { claimItemOf, parseClaim, recordItemOf } from "./items.ts";
import { put, putOf, transact } from "./write.ts";

/**
 * The write that takes a slot, given what the caller saw on it. What lapsed is replaced unseen; a lifted block and a cancelled
 * appointment only while they still are what was seen.
 */
export const claimSlot = (claim: Claim, seen: Claim | undefined, now: number) =>
  putOf(claimItemOf(claim), seen?.status === "lifted" || isCancelled(seen) ? isStill(seen) : isFree(now));

/** The write that keeps what became of a cancelled appointment whose slot is taken, beside the write that takes it. */
export const keepRecord = (seen: Claim | undefined) => (isCancelled(seen) ? [{ Put: putOf(recordItemOf(seen)) }] : []);

const isCancelled = (claim: Claim | undefined): claim is Cancelled => claim?.status === "cancelled";

/**
 * Takes a slot.
 *
 * @param seen what stood on the slot when the caller looked; nothing of it is live
 * @param now epoch seconds
 * @returns undefined if the slot is the claim's now, else what was there instead
 */
export async function takeSlot(
  claim: Claim,
  seen: Claim | undefined,
  now: number,
): Promise<{ met: Claim | undefined } | undefined> {
  const taking = claimSlot(claim, seen, now);
  const record = keepRecord(seen);
  const [refused] = record.length === 0 ? [await put(taking)] : ((await transact([{ Put: taking }, ...record])) ?? []);
  return refused && { met: refused.met === undefined ? undefined : parseClaim(refused.met) };
}
