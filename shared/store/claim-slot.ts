/** Takes a slot, in the same way for a reservation, a block and a move, so that one write decides every race for it. */
import type { Cancelled, Claim } from "../domain/claim.ts";
import { isFree, isStill } from "./conditions.ts";
import { claimItemOf, parseClaim, recordItemOf } from "./items.ts";
import { put, putOf, transact } from "./write.ts";

/**
 * The write that takes a slot, given the claim that the caller saw on it. It replaces any lapsed hold or block. A lifted
 * block or cancelled appointment must still be the one that the caller saw.
 */
export const claimSlot = (claim: Claim, seen: Claim | undefined, now: number) =>
  putOf(claimItemOf(claim), seen?.status === "lifted" || isCancelled(seen) ? isStill(seen) : isFree(now));

/** The write that keeps a cancelled appointment as a record, in one transaction with the write that takes its slot. */
export const keepRecord = (seen: Claim | undefined) => (isCancelled(seen) ? [{ Put: putOf(recordItemOf(seen)) }] : []);

const isCancelled = (claim: Claim | undefined): claim is Cancelled => claim?.status === "cancelled";

/**
 * Takes a slot.
 *
 * @param seen the claim that the caller saw on the slot, if any; it is not live
 * @param now epoch seconds
 * @returns undefined if the claim has the slot now, else the claim there instead, if there is one
 */
export async function takeSlot(
  claim: Claim,
  seen: Claim | undefined,
  now: number,
): Promise<{ existing: Claim | undefined } | undefined> {
  const taking = claimSlot(claim, seen, now);
  const record = keepRecord(seen);
  const [refused] = record.length === 0 ? [await put(taking)] : ((await transact([{ Put: taking }, ...record])) ?? []);
  return refused && { existing: refused.existing === undefined ? undefined : parseClaim(refused.existing) };
}
