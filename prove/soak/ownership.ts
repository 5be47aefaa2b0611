/** Who owned what, and from when to when, by what the server acknowledged. */
import type { Appointment } from "../../shared/contract/types.gen.ts";
import { callsOf, isAcknowledged, type Ledger, mayHaveActed } from "./ledger.ts";

export interface Ownership {
  appointmentId: string;
  providerId: string;
  clientId: string;
  /** As in replies. */
  startsAt: string;
  /** When its client was first told so, in epoch seconds. */
  from: number;
  /** When its confirmation was first acknowledged. */
  confirmedAt: number;
  /** When a call was sent that may have ended it, or its hold was over: until then it must stand. */
  until: number;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Every appointment that was acknowledged to its client, by id. */
export function ownerships(ledger: Ledger): Map<string, Ownership> {
  const owned = acknowledged(ledger);
  const end = (appointmentId: string, at: number) => {
    const one = owned.get(appointmentId);
    if (one) one.until = Math.min(one.until, at);
  };
  const ofClient = Map.groupBy(owned.values(), ({ clientId }) => clientId);
  for (const call of callsOf(ledger, "cancelAppointment", "rescheduleAppointment").filter(mayHaveActed))
    if (call.path?.appointmentId !== call.reply?.body?.appointmentId) end(`${call.path?.appointmentId}`, call.sentAt);
  // The person itself calls these, one call at a time: they end what it owned by then, and not what it got later.
  for (const call of callsOf(ledger, "deleteUser").filter(mayHaveActed))
    for (const one of ofClient.get(`${call.path?.userId}`) ?? [])
      if (one.from < call.sentAt) end(one.appointmentId, call.sentAt);
  return owned;
}

function acknowledged(ledger: Ledger) {
  const owned = new Map<string, Ownership>();
  const telling = callsOf(ledger, "reserveAppointment", "confirmAppointment", "rescheduleAppointment");
  for (const { reply } of telling.filter(isAcknowledged)) {
    const { appointmentId, providerId, clientId, startsAt, status, expiresAt } = reply.body as Appointment;
    const { at } = reply;
    const known = owned.get(appointmentId) ?? { from: NEVER, confirmedAt: NEVER, until: NEVER };
    const confirmedAt = status === "confirmed" ? Math.min(known.confirmedAt, at) : known.confirmedAt;
    const until = confirmedAt < NEVER ? NEVER : Date.parse(`${expiresAt}`) / 1000;
    const from = Math.min(known.from, at);
    owned.set(appointmentId, { appointmentId, providerId, clientId, startsAt, from, confirmedAt, until });
  }
  return owned;
}

/** Whether it must have stood from one moment to another, in epoch seconds. */
export const stoodThroughout = ({ from, until }: Ownership, begin: number, end: number) => from < begin && until > end;
