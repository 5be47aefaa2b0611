/**
 * What stands on a slot: a client's appointment (reserved, confirmed or cancelled) or the provider's block (blocked or
 * lifted). A claim counts by its status and the time, never by being there. Instants are epoch seconds.
 */
import { HOLD_SECONDS } from "./rules.ts";
import { endOf, type Slot } from "./slot.ts";

interface OnSlot extends Slot {
  appointmentId: string;
}

interface OfClient extends OnSlot {
  clientId: string;
  reservedAt: number;
  /** The appointment that was moved here. */
  rescheduledFrom?: string;
  /** The UID of its calendar event, where that is not its own id: the event goes on when an appointment is moved. */
  eventUid?: string;
  /** How often the event was moved. */
  eventSequence?: number;
}

export interface Reserved extends OfClient {
  status: "reserved";
  /** At exactly this second the hold is over. */
  expiresAt: number;
}

export interface Confirmed extends OfClient {
  status: "confirmed";
  confirmedAt: number;
}

export interface Cancelled extends OfClient {
  status: "cancelled";
  confirmedAt?: number;
  cancelledAt: number;
  /** The userId of who cancelled it. */
  cancelledBy: string;
  /** The appointment it became, if it was moved. */
  rescheduledTo?: string;
  /** Until when it can be read. */
  expiresAt: number;
}

export interface Blocked extends OnSlot {
  status: "blocked";
  expiresAt: number;
}

/** A block that the provider took back. It stays stored, so that a write that arrives late finds it and is refused. */
export interface Lifted extends OnSlot {
  status: "lifted";
  expiresAt: number;
}

export type Appointment = Reserved | Confirmed | Cancelled;
export type Claim = Appointment | Blocked | Lifted;

/** Whether a claim is still there at `now`. One that has expired is as good as deleted, swept or not. */
export const isPresent = (claim: Claim, now: number) => claim.status === "confirmed" || claim.expiresAt > now;

/** Whether a claim owns its slot at `now`. */
export const isLive = (claim: Claim, now: number): claim is Reserved | Confirmed | Blocked =>
  isPresent(claim, now) && claim.status !== "cancelled" && claim.status !== "lifted";

export const isAppointment = (claim: Claim): claim is Appointment =>
  claim.status !== "blocked" && claim.status !== "lifted";

/** When a hold made at `reservedAt` is over. */
export const holdEnds = (reservedAt: number) => reservedAt + HOLD_SECONDS;

/** A client's new hold of a slot. */
export const newHold = (slot: Slot, appointmentId: string, clientId: string, now: number): Reserved => ({
  ...slot,
  status: "reserved",
  appointmentId,
  clientId,
  reservedAt: now,
  expiresAt: holdEnds(now),
});

/** A provider's new block of a slot. */
export const newBlock = (slot: Slot, appointmentId: string): Blocked => ({
  ...slot,
  status: "blocked",
  appointmentId,
  expiresAt: endOf(slot.startsAt),
});

/** An appointment that was moved here. */
export type Moved = Confirmed & { rescheduledFrom: string; eventUid: string; eventSequence: number };

/** What a confirmed appointment becomes when it is moved to the slot of a hold, which its client may have had already. */
export function movedTo(old: Confirmed, { expiresAt: _, ...hold }: Reserved, now: number): Moved {
  return {
    ...hold,
    status: "confirmed",
    confirmedAt: now,
    rescheduledFrom: old.appointmentId,
    eventUid: eventUid(old),
    eventSequence: (old.eventSequence ?? 0) + 1,
  };
}

/** The UID of an appointment's calendar event, the same however often it is moved. */
export const eventUid = ({ eventUid, appointmentId }: Appointment) => eventUid ?? appointmentId;

/** The SEQUENCE of an appointment's calendar event: it grows with each move, and once more with the cancellation. */
export const eventSequence = ({ eventSequence = 0, status }: Appointment) =>
  eventSequence + (status === "cancelled" ? 1 : 0);

/** Whom someone meets at an appointment: its client meets the provider, everyone else the client. */
export const counterpart = (userId: string, { clientId, providerId }: Appointment) =>
  userId === clientId ? providerId : clientId;
