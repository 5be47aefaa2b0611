/**
 * What stands on a slot: a client's appointment (reserved, confirmed or cancelled) or the provider's block (blocked or
 * lifted). Whether a claim counts is decided by its status and the time, not by whether it is stored. Instants are epoch seconds.
 */
import { HOLD_SECONDS } from "./rules.ts";
import { endOf, type Slot } from "./slot.ts";

interface SlotClaim extends Slot {
  /** Of a block too: every claim has an id, so that a write can name exactly this one. */
  appointmentId: string;
}

interface ClientClaim extends SlotClaim {
  clientId: string;
  reservedAt: number;
  /** The appointment that it was before it was moved here. */
  rescheduledFrom?: string;
  /** The UID of its calendar event, if it was moved: the id of the first appointment. */
  eventUid?: string;
  /** How often the event was moved. */
  eventSequence?: number;
}

export interface Reserved extends ClientClaim {
  status: "reserved";
  /** At exactly this second the hold is over. */
  expiresAt: number;
}

export interface Confirmed extends ClientClaim {
  status: "confirmed";
  confirmedAt: number;
}

export interface Cancelled extends ClientClaim {
  status: "cancelled";
  confirmedAt?: number;
  cancelledAt: number;
  /** The userId of the person who cancelled it. */
  cancelledBy: string;
  /** The appointment it became, if it was moved. */
  rescheduledTo?: string;
  /** Until this second it can be read. */
  expiresAt: number;
}

export interface Blocked extends SlotClaim {
  status: "blocked";
  expiresAt: number;
}

/** A block that the provider took back. It stays stored, so that a write that arrives late finds it and is refused. */
export interface Lifted extends SlotClaim {
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

/** An appointment in the slot to which it was moved. The appointment on its old slot is the moved one. */
export type Arrived = Confirmed & { rescheduledFrom: string; eventUid: string; eventSequence: number };

/** What a confirmed appointment becomes in the slot of `hold`: a hold that its client already has, or a new one. */
export function arrivalOf(old: Confirmed, { expiresAt: _, ...hold }: Reserved, now: number): Arrived {
  return {
    ...hold,
    status: "confirmed",
    confirmedAt: now,
    rescheduledFrom: old.appointmentId,
    eventUid: uidOf(old),
    eventSequence: (old.eventSequence ?? 0) + 1,
  };
}

/** The UID of an appointment's calendar event, the same however often it is moved. */
export const uidOf = ({ eventUid, appointmentId }: Appointment) => eventUid ?? appointmentId;

/** The SEQUENCE of an appointment's calendar event: it grows with each move, and once more with the cancellation. */
export const sequenceOf = ({ eventSequence = 0, status }: Appointment) =>
  eventSequence + (status === "cancelled" ? 1 : 0);

/** The other person at an appointment: for its client the provider, for everyone else the client. */
export const counterpart = (userId: string, { clientId, providerId }: Appointment) =>
  userId === clientId ? providerId : clientId;
