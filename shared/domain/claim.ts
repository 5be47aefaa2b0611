/** What stands on a slot: a client's reserved, confirmed or cancelled appointment, or the provider's own block. */
import { CANCELLED_SECONDS, HOLD_SECONDS } from "./rules.ts";

interface OnSlot {
  providerId: string;
  /** Epoch seconds, on the grid. */
  startsAt: number;
  appointmentId: string;
}

interface OfClient extends OnSlot {
  clientId: string;
  /** Epoch seconds. */
  reservedAt: number;
  /** The appointment that was moved here. */
  rescheduledFrom?: string;
}

export interface Reserved extends OfClient {
  status: "reserved";
  /** Epoch seconds; at exactly this second the hold is over. */
  expiresAt: number;
}

export interface Confirmed extends OfClient {
  status: "confirmed";
  confirmedAt: number;
  /** Moved here, but not for good yet: the move is not finished. */
  tentative?: true;
  /** The appointment it is becoming, from when its move is decided until it is finished. */
  rescheduledTo?: string;
}

/** A confirmed appointment on its way to another slot: neither a cancellation nor another move can have it any more. */
export type Leaving = Confirmed & { rescheduledTo: string };

export interface Cancelled extends OfClient {
  status: "cancelled";
  confirmedAt?: number;
  cancelledAt: number;
  /** The userId of who cancelled it. */
  cancelledBy: string;
  /** It was moved here and ended before its move was finished. */
  tentative?: true;
  /** The appointment it became, if it was moved. */
  rescheduledTo?: string;
  expiresAt: number;
}

export interface Blocked extends OnSlot {
  status: "blocked";
  expiresAt: number;
}

export type Appointment = Reserved | Confirmed | Cancelled;
export type Claim = Appointment | Blocked;

/** Whether a claim is still there at `now` (epoch seconds). One that has expired is as good as deleted, swept or not. */
export const isPresent = (claim: Claim, now: number) => claim.status === "confirmed" || claim.expiresAt > now;

/** A confirmed appointment whose move here is not finished: it may be given back yet. */
export type Arriving = Confirmed & { rescheduledFrom: string; tentative: true };

export const isArriving = (claim: Claim): claim is Arriving =>
  claim.status === "confirmed" && claim.tentative === true && claim.rescheduledFrom !== undefined;

export const isLeaving = (claim: Claim): claim is Leaving =>
  claim.status === "confirmed" && claim.rescheduledTo !== undefined;

/** Whether nothing changes any more what becomes of an appointment: it says so itself. */
export const isDecided = (claim: Claim): claim is Leaving | Cancelled =>
  claim.status === "cancelled" || isLeaving(claim);

/** Whether a claim owns its slot at `now` (epoch seconds). */
export const isLive = (claim: Claim, now: number) => isPresent(claim, now) && claim.status !== "cancelled";

/** When a hold made at `reservedAt` is over, in epoch seconds. */
export const holdEnds = (reservedAt: number) => reservedAt + HOLD_SECONDS;

/** Until when a cancelled claim can be read, unless someone takes its slot before, in epoch seconds. */
export const cancelledEnds = (startsAt: number) => startsAt + CANCELLED_SECONDS;
