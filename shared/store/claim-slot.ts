/** Taking a slot is the same for a reservation, a block and a move, so that one write decides every race for it. */
import type { Cancelled, Claim } from "../domain/claim.ts";
import { ifFree, ifStill } from "./conditions.ts";
import { claimItemOf, parseClaim, recordItemOf } from "./items.ts";
import { put, putOf, transact } from "./write.ts";

/**
 * The write that takes a slot, given the claim that was read there. It replaces any lapsed hold or block. A lifted block or
 * a cancelled appointment must still be the one that was read.
 */
export const claimPut = (claim: Claim, seen: Claim | undefined, now: number) => ({
  Put: putOf(claimItemOf(claim), seen?.status === "lifted" || isCancelled(seen) ? ifStill(seen) : ifFree(now)),
});

/** The write that keeps a cancelled appointment as a record, in one transaction with `claimPut`. None for any other claim. */
export const recordPuts = (seen: Claim | undefined) => (isCancelled(seen) ? [{ Put: putOf(recordItemOf(seen)) }] : []);

const isCancelled = (claim: Claim | undefined): claim is Cancelled => claim?.status === "cancelled";

/**
 * Takes a slot.
 *
 * @param seen the claim that was read on the slot, if any; it is not live
 * @param now epoch seconds
 * @returns undefined if the claim has the slot now; otherwise `existing`, what is there instead
 */
export async function claimSlot(
  claim: Claim,
  seen: Claim | undefined,
  now: number,
): Promise<{ existing: Claim | undefined } | undefined> {
  const taking = claimPut(claim, seen, now);
  const record = recordPuts(seen);
  const [refused] = record.length === 0 ? [await put(taking.Put)] : ((await transact([taking, ...record])) ?? []);
  return refused && { existing: refused.existing === undefined ? undefined : parseClaim(refused.existing) };
}
