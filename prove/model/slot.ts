/**
 * One slot as a small sequential machine: what a call may answer where the slot stands like this, and how it stands then.
 * It shares no code with the product but the reading of an appointment's id. Instants in epoch seconds.
 */
import type * as contract from "../../shared/contract/types.gen.ts";

/** The rules, written again: the model must not follow the product into an error. */
export const SLOT_SECONDS = 900;
export const HOLD_SECONDS = 1800;
const NOTICE_SECONDS = 86_400;
const CANCELLED_SECONDS = 30 * 86_400;

export interface Appointment {
  status: "reserved" | "confirmed" | "cancelled";
  appointmentId: string;
  clientId: string;
  reservedAt: number;
  /** While reserved. */
  expiresAt?: number | undefined;
  confirmedAt?: number | undefined;
  cancelledAt?: number | undefined;
  cancelledBy?: "client" | "provider" | "admin" | undefined;
  rescheduledFrom?: string | undefined;
  rescheduledTo?: string | undefined;
}

export interface Slot {
  providerId: string;
  startsAt: number;
  offered: boolean;
  claim: Appointment | "blocked" | undefined;
  /** What was cancelled here and made room for something else since. Nobody can read it any more. */
  past: readonly Appointment[];
  /** The ids of appointments that a client was told are its own, and that were moved here. */
  told: readonly string[];
}

/** Where a slot may stand after a call; none where its answer would have been untrue. */
export type Next = readonly Slot[];

export const holds = (slot: Slot, truth: boolean): Next => (truth ? [slot] : []);

/** The appointment that stands on a slot, whatever its state. */
export const appointmentOn = ({ claim }: Slot) => (claim === "blocked" ? undefined : claim);

function becomes(slot: Slot, claim: Slot["claim"]): Next {
  const before = appointmentOn(slot);
  const isOver =
    before?.status === "cancelled" && (claim as Appointment | undefined)?.appointmentId !== before.appointmentId;
  return [{ ...slot, claim, past: isOver ? [...slot.past, before] : slot.past }];
}

/** Whether an appointment owns its slot at `now`. */
const owns = ({ status, expiresAt = 0 }: Appointment, now: number) =>
  status === "confirmed" || (status === "reserved" && expiresAt > now);

const isBlocked = ({ claim }: Slot) => claim === "blocked";

/** The appointment that owns a slot at `now`. */
export function ownerOf(slot: Slot, now: number) {
  const appointment = appointmentOn(slot);
  return appointment && owns(appointment, now) ? appointment : undefined;
}

/** What a caller can see of an appointment at `now`: what lapsed is gone. */
export function shownOn(slot: Slot, appointmentId: string, now: number) {
  const appointment = appointmentOn(slot);
  const isThere = appointment?.appointmentId === appointmentId;
  return isThere && (appointment.status === "cancelled" || owns(appointment, now)) ? appointment : undefined;
}

/** The first slot that can be reserved at `now`. */
export const earliestStart = (now: number) => Math.ceil((now + NOTICE_SECONDS) / SLOT_SECONDS) * SLOT_SECONDS;

const isFree = (slot: Slot, now: number) => slot.offered && !isBlocked(slot) && !ownerOf(slot, now);

const isAhead = ({ startsAt }: Slot, now: number) => startsAt - now >= NOTICE_SECONDS;

/** Whether a list made at `now` has this slot. */
export const isListed = (slot: Slot, now: number) => isFree(slot, now) && isAhead(slot, now);

const isOn = (slot: Slot, appointmentId: string) => appointmentOn(slot)?.appointmentId === appointmentId;

/** A client takes a slot, which is free for it. What has ended there does not begin anew. */
export const reserve = (slot: Slot, appointmentId: string, clientId: string, now: number): Next =>
  isListed(slot, now) && !isOn(slot, appointmentId)
    ? becomes(slot, { status: "reserved", appointmentId, clientId, reservedAt: now, expiresAt: now + HOLD_SECONDS })
    : [];

/** Confirming again changes nothing. */
export function confirm(slot: Slot, appointmentId: string, now: number): Next {
  const shown = shownOn(slot, appointmentId, now);
  if (!shown || shown.status === "cancelled") return [];
  if (shown.status === "confirmed") return [slot];
  const { expiresAt: _, ...rest } = shown;
  return becomes(slot, { ...rest, status: "confirmed", confirmedAt: now });
}

/** Cancelling again changes nothing, but what was moved is not cancelled here. */
export function cancel(
  slot: Slot,
  appointmentId: string,
  cancelledBy: "client" | "provider" | "admin",
  now: number,
  rescheduledTo?: string,
): Next {
  const shown = shownOn(slot, appointmentId, now);
  if (!shown) return [];
  if (shown.status === "cancelled") return holds(slot, shown.rescheduledTo === rescheduledTo);
  const { expiresAt: _, ...rest } = shown;
  return becomes(slot, { ...rest, status: "cancelled", cancelledAt: now, cancelledBy, rescheduledTo });
}

/** A confirmed appointment takes a slot: free for it, or held by its own client. */
export function moveTo(slot: Slot, appointment: Appointment, now: number): Next {
  const owner = ownerOf(slot, now);
  const isOwnHold = owner?.status === "reserved" && owner.clientId === appointment.clientId;
  const isOpen = slot.offered && !isBlocked(slot) && (!owner || isOwnHold) && isAhead(slot, now);
  return isOpen && !isOn(slot, appointment.appointmentId) ? becomes(slot, appointment) : [];
}

export const offer = (slot: Slot): Next => [{ ...slot, offered: true }];

/** Gives a withdrawn slot back; every other is left as it is. */
export const lift = (slot: Slot): Next => (isBlocked(slot) ? becomes(slot, undefined) : [slot]);

/** A provider takes a free slot back; what it does not offer, or has taken back, stays as it is. */
export function withdraw(slot: Slot, now: number): Next {
  if (ownerOf(slot, now)) return [];
  return isFree(slot, now) ? becomes(slot, "blocked") : [slot];
}

/** Whether what stands on a slot has begun at `now`. */
export const hasBegun = ({ startsAt }: Slot, now: number) => startsAt <= now;

/** Somebody is told that an appointment is theirs: from then on no move gives it back. */
export const relyOn = (next: Next, appointmentId: string): Next =>
  next.map((slot) => (slot.told.includes(appointmentId) ? slot : { ...slot, told: [...slot.told, appointmentId] }));

/** Until when what stands on a slot is kept; for good while it is confirmed, or nothing stands there. */
export function keptUntil({ claim, startsAt }: Slot) {
  if (claim === "blocked") return endOf(startsAt);
  if (claim?.status === "cancelled") return startsAt + CANCELLED_SECONDS;
  return claim?.expiresAt ?? Number.POSITIVE_INFINITY;
}

/** DynamoDB deletes what has expired. */
export const sweep = (slot: Slot, now: number): Next => (keptUntil(slot) <= now ? becomes(slot, undefined) : []);

/** Why someone's reservation of this slot is refused at `now`, as the last part of the problem's type. */
export function obstacle(slot: Slot, now: number) {
  const owner = ownerOf(slot, now);
  if (!isAhead(slot, now)) return "too-soon";
  if (!slot.offered || isBlocked(slot)) return "slot-not-offered";
  if (owner) return owner.status === "confirmed" ? "slot-taken" : "slot-held";
  return undefined;
}

const endOf = (startsAt: number) => startsAt + SLOT_SECONDS;

const seconds = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text) / 1000);

/** An appointment as a reply shows it. */
export const shownIn = (reply: contract.Appointment): Appointment => ({
  status: reply.status,
  appointmentId: reply.appointmentId,
  clientId: reply.clientId,
  reservedAt: seconds(reply.reservedAt) ?? 0,
  expiresAt: seconds(reply.expiresAt),
  confirmedAt: seconds(reply.confirmedAt),
  cancelledAt: seconds(reply.cancelledAt),
  cancelledBy: reply.cancelledBy,
  rescheduledFrom: reply.rescheduledFrom,
  rescheduledTo: reply.rescheduledTo,
});

const FIELDS = [
  ...(["status", "appointmentId", "clientId", "reservedAt", "expiresAt", "confirmedAt"] as const),
  ...(["cancelledAt", "cancelledBy", "rescheduledFrom", "rescheduledTo"] as const),
];

export const sameAppointment = (a: Appointment | undefined, b: Appointment | undefined) =>
  a === b || (a !== undefined && b !== undefined && FIELDS.every((field) => a[field] === b[field]));

/** A slot's whole state in one text, to tell states apart. */
export const stateKey = ({ offered, claim, past, told }: Slot) =>
  [offered, ...[claim, ...past].map(textOf), ...told].join(" ");

const textOf = (one: Slot["claim"]) =>
  typeof one === "object" ? FIELDS.map((field) => one[field] ?? "").join() : `${one}`;
