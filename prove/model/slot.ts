/**
 * The model of one slot, a small state machine: what each step makes of it, and what is true of it. It shares no code with the
 * product, so that it does not repeat the product's errors. Instants are in epoch seconds.
 */

export const SLOT_SECONDS = 900;
export const HOLD_SECONDS = 1800;
const NOTICE_SECONDS = 86_400;
export const REMEMBERED_SECONDS = 30 * 86_400;

/** What stands on a slot: an appointment or a provider's block. */
export interface Claim {
  status: "reserved" | "confirmed" | "cancelled" | "blocked" | "lifted";
  appointmentId: string;
  clientId?: string;
  reservedAt?: number;
  expiresAt?: number;
  confirmedAt?: number;
  cancelledAt?: number;
  cancelledBy?: string;
  rescheduledFrom?: string;
  rescheduledTo?: string;
  eventUid?: string;
  eventSequence?: number;
}

export interface Place {
  providerId: string;
  startsAt: number;
}

export interface Slot extends Place {
  offered: boolean;
  claim: Claim | undefined;
}

const isUnexpired = ({ expiresAt = Number.POSITIVE_INFINITY }: Claim, now: number) => expiresAt > now;
const owns = (claim: Claim, now: number) =>
  claim.status === "confirmed" ||
  ((claim.status === "reserved" || claim.status === "blocked") && isUnexpired(claim, now));

/** Whether a client can still read an appointment at `now`: an expired one is gone. */
export const isKnown = (claim: Claim, now: number) =>
  claim.status === "cancelled" ? isUnexpired(claim, now) : owns(claim, now);

/** The appointment or block that owns a slot at `now`. */
export const ownerOf = ({ claim }: Slot, now: number) => (claim && owns(claim, now) ? claim : undefined);

/** The first slot that can be reserved at `now`. */
export const earliestStart = (now: number) => Math.ceil((now + NOTICE_SECONDS) / SLOT_SECONDS) * SLOT_SECONDS;
const isAhead = ({ startsAt }: Place, now: number) => startsAt - now >= NOTICE_SECONDS;

/** Whether a list made at `now` has this slot. */
export const isListed = (slot: Slot, now: number) => slot.offered && !ownerOf(slot, now) && isAhead(slot, now);

/** Why a client cannot have this slot at `now`, as the last part of the problem's type. */
export function obstacle(slot: Slot, now: number) {
  const owner = ownerOf(slot, now);
  if (!isAhead(slot, now)) return "too-soon";
  if (!slot.offered || owner?.status === "blocked") return "slot-not-offered";
  if (owner) return owner.status === "confirmed" ? "slot-taken" : "slot-held";
  return undefined;
}

/** What a step leaves on the slot; undefined if the step is not allowed. */
type Outcome = Claim | undefined;

export const reserve = (slot: Slot, appointmentId: string, clientId: string, now: number): Outcome =>
  isListed(slot, now) && slot.claim?.appointmentId !== appointmentId
    ? { status: "reserved", appointmentId, clientId, reservedAt: now, expiresAt: now + HOLD_SECONDS }
    : undefined;

export function confirm(slot: Slot, appointmentId: string, now: number): Outcome {
  const owner = ownerOf(slot, now);
  if (owner?.appointmentId !== appointmentId || owner.status !== "reserved") return undefined;
  const { expiresAt: _, ...rest } = owner;
  return { ...rest, status: "confirmed", confirmedAt: now };
}

/** A cancelled appointment is remembered for 30 days after its start if it was confirmed, otherwise after the end of its hold. */
export function cancel(slot: Slot, appointmentId: string, cancelledBy: string, now: number): Outcome {
  const owner = ownerOf(slot, now);
  if (owner?.appointmentId !== appointmentId || hasBegun(slot, now)) return undefined;
  const expiresAt = (owner.expiresAt ?? slot.startsAt) + REMEMBERED_SECONDS;
  return { ...owner, status: "cancelled", cancelledAt: now, cancelledBy, expiresAt };
}

/** The slot that a confirmed appointment leaves. */
export function leave(slot: Slot, appointmentId: string, to: string, cancelledBy: string, now: number): Outcome {
  const cancelled = slot.claim?.status === "confirmed" ? cancel(slot, appointmentId, cancelledBy, now) : undefined;
  return cancelled && { ...cancelled, rescheduledTo: to };
}

/** The slot that a confirmed appointment is moved to: free, or held by its own client. It keeps its calendar event. */
export function arrive(slot: Slot, old: Claim, appointmentId: string, now: number): Outcome {
  const owner = ownerOf(slot, now);
  const isOwnHold = isHoldOf(owner, old.clientId) && owner?.appointmentId === appointmentId;
  const held = isOwnHold ? owner : reserve(slot, appointmentId, `${old.clientId}`, now);
  if (!held || obstacle({ ...slot, claim: undefined }, now)) return undefined;
  const { expiresAt: _, ...rest } = held;
  return {
    ...{ ...rest, status: "confirmed", confirmedAt: now, rescheduledFrom: old.appointmentId },
    ...{ eventUid: old.eventUid ?? old.appointmentId, eventSequence: (old.eventSequence ?? 0) + 1 },
  };
}

export const isHoldOf = (claim: Claim | undefined, clientId: string | undefined) =>
  claim?.status === "reserved" && claim.clientId === clientId;

/** A provider withdraws a free slot. */
export const withdraw = (slot: Slot, appointmentId: string, now: number): Outcome =>
  slot.offered && !ownerOf(slot, now) && slot.claim?.appointmentId !== appointmentId
    ? { status: "blocked", appointmentId, expiresAt: slot.startsAt + SLOT_SECONDS }
    : undefined;

/** A provider offers a withdrawn slot again. */
export const lift = ({ claim }: Slot): Outcome =>
  claim?.status === "blocked" ? { ...claim, status: "lifted" } : undefined;

/** Whether what stands on a slot has begun at `now`. */
export const hasBegun = ({ startsAt }: Place, now: number) => startsAt <= now;
