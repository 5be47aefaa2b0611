import { type Appointment, isLive, isPresent } from "../domain/claim.ts";
import { END_OF_TIME, roundUp } from "../domain/time.ts";
import { parseAppointment } from "./items.ts";
import { appointmentSortKey, CANCELLED, claimSortKey, UNCANCELLED } from "./keys.ts";
import { type Limits, limits, MAX_ITEMS, queryItems } from "./query.ts";

/** Where an appointment is in a list in order of time. */
export interface Place {
  startsAt: number;
  appointmentId: string;
}

/** Instants in epoch seconds; appointments start at or after `from` and before `to`. */
interface Range {
  from?: number | undefined;
  to?: number | undefined;
  /** Starts after this one. */
  after?: Place | undefined;
}

/** The most appointments that a page reads, whatever their status: about 40 read units. */
const MAX_SEEN = 1000;

/**
 * A client's appointments in order of time, from the index, which may lag by milliseconds. Stops after reading `MAX_SEEN`,
 * however few of them have the status that was asked for.
 *
 * @param status only appointments with this status
 * @param pageSize about how many the caller will take
 * @param now epoch seconds
 * @returns the last one that was read, if it stopped before the end
 */
export async function* appointmentsOf(
  clientId: string,
  range: Range,
  status: Appointment["status"] | undefined,
  pageSize: number,
  now: number,
): AsyncGenerator<Appointment, Place | undefined> {
  let seen = 0;
  for await (const one of readAppointments(clientId, range, status, pageSize, now)) {
    if (isPresent(one, now) && (status === undefined || one.status === status)) yield one;
    if (++seen === MAX_SEEN) return one;
  }
  return undefined;
}

function readAppointments(
  clientId: string,
  range: Range,
  status: Appointment["status"] | undefined,
  pageSize: number,
  now: number,
) {
  const among = (prefix: string, range: Range) =>
    inIndex({ clientId, prefix, ...range, limits: limits(pageSize, MAX_SEEN) });
  if (status === "cancelled") return among(CANCELLED, range);
  if (status === "confirmed") return among(UNCANCELLED, range);
  // A live hold's slot is always ahead.
  if (status === "reserved") return among(UNCANCELLED, { ...range, from: Math.max(range.from ?? 0, now) });
  return merged(among(CANCELLED, range), among(UNCANCELLED, range));
}

interface IndexRange extends Range {
  clientId: string;
  /** `CANCELLED` or `UNCANCELLED`. */
  prefix: string;
  limits: Limits;
}

/** A client's appointments of one kind in order of time: the cancelled ones, or all others. */
async function* inIndex({
  clientId,
  prefix,
  from = 0,
  to = END_OF_TIME,
  after,
  limits,
}: IndexRange): AsyncGenerator<Appointment> {
  const [first, last] = [claimSortKey(roundUp(from)), claimSortKey(roundUp(to))];
  // A space sorts before every character of an id: this is the first key after that appointment's.
  const start = after && after.startsAt >= from ? `${appointmentSortKey(after)} ` : first;
  if (last <= start) return;
  const query = {
    IndexName: "byClient",
    KeyConditionExpression: "clientId = :client AND appointmentKey BETWEEN :first AND :last",
    ExpressionAttributeValues: { ":client": clientId, ":first": prefix + start, ":last": prefix + last },
  };
  let previousId: string | undefined;
  for await (const item of queryItems(query, limits)) {
    const appointment = parseAppointment(item);
    // While the index lags, a claim may still be beside its record.
    if (appointment.appointmentId !== previousId) yield appointment;
    previousId = appointment.appointmentId;
  }
}

/**
 * Merges two lists in order of time. While the index lags, an appointment may be in both: it is listed once, as cancelled.
 */
async function* merged(cancelled: AsyncGenerator<Appointment>, others: AsyncGenerator<Appointment>) {
  let [a, b] = await Promise.all([cancelled.next(), others.next()]);
  while (!a.done && !b.done) {
    const [placeOfA, placeOfB] = [appointmentSortKey(a.value), appointmentSortKey(b.value)];
    yield placeOfA <= placeOfB ? a.value : b.value;
    [a, b] = await Promise.all([placeOfA <= placeOfB ? cancelled.next() : a, placeOfA >= placeOfB ? others.next() : b]);
  }
  for (; !a.done; a = await cancelled.next()) yield a.value;
  for (; !b.done; b = await others.next()) yield b.value;
}

/** A client's reserved and confirmed appointments from `from` on, in order of time, from the index, which may lag. */
export const uncancelledFrom = (clientId: string, from: number) =>
  inIndex({ clientId, prefix: UNCANCELLED, from, limits: limits(MAX_ITEMS) });

/** A client's next `MAX_ITEMS` reserved and confirmed appointments, in order of time, from the index, which may lag. */
async function nextUncancelled(clientId: string, now: number): Promise<Appointment[]> {
  const found: Appointment[] = [];
  for await (const one of uncancelledFrom(clientId, now)) if (found.push(one) === MAX_ITEMS) break;
  return found;
}

/**
 * The live appointments that decide whether a client may reserve another slot at `startsAt`: those among its next `MAX_ITEMS`,
 * and those that start at the same time. From the index, which may lag by milliseconds.
 */
export async function appointmentsForFairUse(startsAt: number, clientId: string, now: number): Promise<Appointment[]> {
  const found = await nextUncancelled(clientId, now);
  const last = found.at(-1);
  if (found.length === MAX_ITEMS && last && startsAt > last.startsAt) {
    const sameStart = { clientId, prefix: UNCANCELLED, from: startsAt, to: startsAt + 1, limits: limits(MAX_ITEMS) };
    found.push(...(await Array.fromAsync(inIndex(sameStart))));
  }
  return found.filter((one) => isLive(one, now));
}
