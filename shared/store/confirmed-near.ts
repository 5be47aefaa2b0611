import { type Confirmed, sequenceOf, uidOf } from "../domain/claim.ts";
import { FEED_PAST_SECONDS, MAX_FEED_EVENTS, MAX_FEED_SEEN } from "../domain/rules.ts";
import { END_OF_TIME, roundUp } from "../domain/time.ts";
import { uncancelledFrom } from "./client-appointments.ts";
import { ifConfirmed } from "./conditions.ts";
import { parseClaim } from "./items.ts";
import { claimSortKey } from "./keys.ts";
import { entriesBetween, limits, MAX_ITEMS, queryItems } from "./query.ts";

/**
 * A person's confirmed appointments, as a client and as a provider, in order of time: those that began at most
 * `FEED_PAST_SECONDS` ago or are ahead, and of these the `MAX_FEED_EVENTS` nearest to `now`.
 *
 * @param now epoch seconds
 */
export async function confirmedNear(userId: string, now: number): Promise<Confirmed[]> {
  const from = roundUp(now - FEED_PAST_SECONDS);
  const both = [asClient(userId, from), asProvider(userId, from)];
  const found = await Promise.all(both.map((appointments) => untilEnough(appointments, now)));
  const distance = ({ startsAt }: Confirmed) => Math.abs(startsAt - now);
  return oncePerEvent(found.flat())
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MAX_FEED_EVENTS)
    .sort((a, b) => a.startsAt - b.startsAt || (a.appointmentId < b.appointmentId ? -1 : 1));
}

/** All that have begun, and the first `MAX_FEED_EVENTS` ahead. */
async function untilEnough(appointments: AsyncGenerator<Confirmed>, now: number) {
  const found: Confirmed[] = [];
  let ahead = 0;
  for await (const one of appointments) {
    found.push(one);
    if (one.startsAt > now && ++ahead === MAX_FEED_EVENTS) break;
  }
  return found;
}

/** An appointment that is being moved, or was a moment ago, may be read on its old slot and its new one. The new one counts. */
function oncePerEvent(appointments: Confirmed[]) {
  const inOrder = appointments.toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
  return [...new Map(inOrder.map((one) => [uidOf(one), one])).values()];
}

async function* asClient(clientId: string, from: number) {
  for await (const one of uncancelledFrom(clientId, from)) if (one.status === "confirmed") yield one;
}

async function* asProvider(providerId: string, from: number) {
  const all = entriesBetween(providerId, claimSortKey(from), claimSortKey(END_OF_TIME));
  for await (const item of queryItems({ ...all, filter: ifConfirmed }, limits(MAX_ITEMS), MAX_FEED_SEEN)) {
    const claim = parseClaim(item);
    if (claim.status === "confirmed") yield claim;
  }
}
