import type { Blocked } from "../domain/claim.ts";
import { unavailable } from "../domain/refusal.ts";
import { DAY_SECONDS, SLOT_SECONDS } from "../domain/rules.ts";
import type { Quarters } from "../domain/schedule.ts";
import { dayOf, quarterOf, startOfDay } from "../domain/time.ts";
import { mapConcurrently } from "./concurrently.ts";
import { all, ifBlocked, ifId } from "./conditions.ts";
import { claimKey, claimSortKey } from "./keys.ts";
import { entriesBetween, limits, MAX_ITEMS } from "./query.ts";
import { sheetsAndClaims } from "./slots.ts";
import { update, updateOf } from "./write.ts";

/** How many blocks one call lifts, so that it ends long before the gateway stops waiting. */
const MAX_LIFTED = 1000;

/**
 * Lifts a provider's blocks in these hours, at most `MAX_LIFTED`, so that the slots are free again. Appointments are never
 * touched.
 *
 * @throws Refusal unavailable if there are more: repeating the call continues
 */
export async function liftBlocks(providerId: string, hours: Quarters) {
  const days = [...hours.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return;
  const lastSlot = claimSortKey(startOfDay(last) + DAY_SECONDS - SLOT_SECONDS);
  const query = { ...entriesBetween(providerId, first, lastSlot), filter: ifBlocked };
  const blocks: Blocked[] = [];
  for await (const entry of sheetsAndClaims(query, limits(MAX_ITEMS)))
    if ("status" in entry && entry.status === "blocked" && isIn(hours, entry.startsAt)) blocks.push(entry);
  await mapConcurrently(blocks.slice(0, MAX_LIFTED), lift);
  if (blocks.length > MAX_LIFTED) throw unavailable();
}

const isIn = (hours: Quarters, startsAt: number) => hours.get(dayOf(startsAt))?.has(quarterOf(startsAt)) ?? false;

/**
 * Lifts exactly this block, if it still stands. When the write acts late, or twice because its reply was lost, the slot may
 * be free, a client's, or withdrawn again. The claim stays: if it were deleted, a late write could block the slot again.
 */
const lift = (block: Blocked) =>
  update(
    updateOf(
      claimKey(block),
      { expression: "SET #status = :lifted", names: { "#status": "status" }, values: { ":lifted": "lifted" } },
      all(ifId(block.appointmentId), ifBlocked),
    ),
  );
