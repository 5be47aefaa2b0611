/** Judges events: exactly those that follow from the writes are published, and those of one slot in the order of its writes. */
import { isDeepStrictEqual } from "node:util";
import type { AppointmentEvent } from "../../shared/contract/types.gen.ts";
import { eventFault } from "../../test/contract.ts";
import { type Call, idOf, seconds } from "../model/call.ts";
import type { Claim } from "../model/slot.ts";
import { claimIn, type Item, placeOf, type State } from "../model/state.ts";

/** What an event must say that follows from a write. */
export interface Implied {
  id: string;
  time: number;
  uid: string;
  sequence: number;
  /** The role of whoever cancelled it. */
  by?: string | undefined;
  /** The id of the appointment that was moved. */
  from?: string | undefined;
}

const implied = (claim: Claim, what: string, time: number | undefined, more: Partial<Implied> = {}): Implied => ({
  id: `${claim.appointmentId}:appointment.${what}`,
  time: time ?? Number.NaN,
  uid: claim.eventUid ?? claim.appointmentId,
  sequence: (claim.eventSequence ?? 0) + (what === "cancelled" ? 1 : 0),
  ...more,
});

/** A hold is replaced or swept only once it has expired, so that is its event. Other claims that go cause none. */
const impliedByLeaving = (old: Claim | undefined) =>
  old?.status === "reserved" ? [implied(old, "expired", old.expiresAt)] : [];

export const impliedBySweeping = (item: Item | undefined) =>
  item?.pk.startsWith("PROVIDER#") ? impliedByLeaving(claimIn(item)) : [];

/** The events that follow from a write, told from the call; the product tells them from the items alone. */
export function impliedBy(call: Call, before: State, after: State): Implied[] {
  return [...after].flatMap(([name, item]) => {
    if (before.get(name) === item) return [];
    const [old, claim] = [claimIn(before.get(name)), claimIn(item)];
    if (!claim?.status || !item.pk.startsWith("PROVIDER#") || isDeepStrictEqual(old, claim)) return [];
    return [...(old?.appointmentId === claim.appointmentId ? [] : impliedByLeaving(old)), ...done(call, claim)];
  });
}

function done(call: Call, claim: Claim): Implied[] {
  const { operationId, now } = call;
  if (operationId === "reserveAppointment") return [implied(claim, "reserved", now)];
  if (operationId === "confirmAppointment") return [implied(claim, "confirmed", now)];
  if (operationId === "cancelAppointment") return [implied(claim, "cancelled", now, { by: roleOf(call, claim) })];
  if (operationId === "rescheduleAppointment" && claim.appointmentId !== idOf(call))
    return [implied(claim, "rescheduled", now, { from: idOf(call) })];
  return [];
}

const roleOf = ({ as: { userId } }: Call, { clientId, appointmentId }: Claim) =>
  userId === clientId ? "client" : userId === placeOf(appointmentId)?.providerId ? "provider" : "admin";

const saidBy = ({ id, time, calendar, appointment, from }: AppointmentEvent): Implied => ({
  ...{ id, time: seconds(time), ...calendar },
  ...(appointment.cancelledBy && { by: appointment.cancelledBy }),
  ...(from && { from: from.appointmentId }),
});

/** What is wrong with the events that were received, or undefined. An event may come again, but unchanged. */
export function wrongEvents(wanted: readonly Implied[], received: readonly AppointmentEvent[]): string | undefined {
  const known = new Map<string, AppointmentEvent>();
  for (const event of received) {
    const fault = eventFault(event);
    if (fault) return fault;
    const before = known.get(event.id) ?? event;
    if (!isDeepStrictEqual(before, event)) return `${event.id} comes again with other content`;
    known.set(event.id, event);
  }
  const first = new Map(wanted.map((one) => [one.id, one]));
  for (const one of first.values()) {
    const event = known.get(one.id);
    if (!event) return `${one.id} is not published`;
    if (!isDeepStrictEqual(saidBy(event), one)) return `${JSON.stringify(event)} is not ${JSON.stringify(one)}`;
  }
  for (const id of known.keys()) if (!first.has(id)) return `${id} is published, but did not happen`;
  const [should, is] = [ordered(first.keys()), ordered(known.keys())];
  for (const [slot, ids] of should)
    if (!isDeepStrictEqual(is.get(slot), ids))
      return `published in this order: ${is.get(slot)}; it happened in this one: ${ids}`;
  return undefined;
}

/** The ids of events by slot, in order. */
const ordered = (ids: Iterable<string>) =>
  Map.groupBy(ids, (id) => {
    const { providerId, startsAt } = placeOf(id.replace(/:.*/, "")) ?? {};
    return `${providerId} ${startsAt}`;
  });
