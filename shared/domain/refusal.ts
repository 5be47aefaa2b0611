/** Why a call is refused. The rules and the store give the facts; `shared/http` puts them into words. */
import type { Appointment, Reserved } from "./claim.ts";
import type { Slot } from "./slot.ts";

/** The rules of access.ts that a caller can break. */
export type Forbidden =
  | "create-own-profile"
  | "create-own-role"
  | "change-own-profile"
  | "delete-own-profile"
  | "manage-own-hours"
  | "list-own-appointments"
  | "reserve-for-oneself"
  | "reserve-for-deleted"
  | "manage-own-feed"
  | "feed-for-deleted";

/** Each kind of refusal, and what the caller is told with it. Instants in epoch seconds. */
export interface Refusals {
  forbidden: { rule: Forbidden };
  "not-found": { what: "appointment" | "user" | "provider" | "feed" };
  /** `deletedUntil`: the id was a deleted user's, and nobody can use it until then. */
  "already-exists": { deletedUntil?: number };
  /** `version` is the profile's current one. */
  "version-mismatch": { version: number };
  "has-appointments": { appointments: Appointment[]; slots: Slot[] };
  /** UTC days. */
  "partly-stored": { stored: string[]; notStored: string[] };
  "too-soon": { earliestStart: number };
  "slot-not-offered": Record<never, never>;
  /** `retryAfter` in seconds. */
  "slot-held": { retryAfter: number };
  "slot-taken": Record<never, never>;
  "client-busy": { appointmentId: string };
  "too-many-holds": { holds: Reserved[] };
  "not-confirmed": { wanted: "move" | "calendar" };
  "already-started": { startsAt: number };
  rescheduled: { rescheduledTo: string };
  cancelled: Record<never, never>;
  "reservation-expired": { expiredAt: number };
  /** The database or the issuer is busy or cannot be reached, or what was read has changed: repeating the call is safe. */
  unavailable: Record<never, never>;
}

export class Refusal<K extends keyof Refusals = keyof Refusals> extends Error {
  readonly kind: K;
  readonly facts: Refusals[K];

  constructor(kind: K, facts: Refusals[K], options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
    this.facts = facts;
  }
}

export const unavailable = (cause?: unknown) => new Refusal("unavailable", {}, { cause });

/** Whether an error is a refusal of this kind. */
export const isRefusal = <K extends keyof Refusals>(error: unknown, kind: K): error is Refusal<K> =>
  error instanceof Refusal && error.kind === kind;
