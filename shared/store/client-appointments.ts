import { type Appointment, isLive, isPresent } from "../domain/claim.ts";
import { SLOT_SECONDS } from "../domain/rules.ts";
import type { Slot } from "../domain/slots.ts";
import { END_OF_TIME, roundUp } from "../domain/time.ts";
import { parseClaim } from "./items.ts";
import { claimSortKey, clientKey } from "./keys.ts";
import { items, MOST_ITEMS } from "./query.ts";

/** Instants in epoch seconds; appointments start at or after `from` and before `to`. */
interface Range {
  from?: number | undefined;
  to?: number | undefined;
  /** Begins behind this one. */
  after?: Slot | undefined;
}

/**
 * A client's appointments in order of time, from the index, which may lag by milliseconds.
 *
 * @param few about how many the caller will take
 * @param now epoch seconds
 */
export async function* appointmentsOf(
  clientId: string,
  { from = 0, to = END_OF_TIME, after }: Range,
  few: number,
  now: number,
): AsyncGenerator<Appointment> {
  const [first, last] = [roundUp(from), roundUp(to) - SLOT_SECONDS];
  if (last < first) return;
  const query = {
    IndexName: "byClient",
    KeyConditionExpression: "clientId = :client AND sk BETWEEN :first AND :last",
    ExpressionAttributeValues: {
      ":client": clientId,
      ":first": claimSortKey(first),
      ":last": claimSortKey(last),
    },
    ...(after && { ExclusiveStartKey: clientKey(clientId, after) }),
  };
  for await (const item of items(query, few)) {
    // A block has no client.
    const claim = parseClaim(item) as Appointment;
    if (isPresent(claim, now)) yield claim;
  }
}

/** A client's appointments ahead that own their slot, in order of time, from the index, which may lag by milliseconds. */
export async function liveAppointmentsOf(clientId: string, now: number): Promise<Appointment[]> {
  const all = await Array.fromAsync(appointmentsOf(clientId, { from: now }, MOST_ITEMS, now));
  return all.filter((one) => isLive(one, now));
}
