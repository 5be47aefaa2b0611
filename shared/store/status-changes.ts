/** The updates that confirm and cancel an appointment. A move passes more attributes to set with them. */
import type { Caller } from "../domain/access.ts";
import { REMEMBERED_SECONDS } from "../domain/rules.ts";
import type { Expression } from "./conditions.ts";
import { appointmentSortKey, CANCELLED } from "./keys.ts";

/** Attributes to set, by name. */
type Attributes = Record<string, string | number>;

/** Confirms a hold, and removes its end, at which DynamoDB would delete it. Confirming again keeps the first `confirmedAt`. */
export const confirmation = (now: number, also: Attributes = {}): Expression => ({
  expression: `SET ${[
    "#status = :confirmed",
    "confirmedAt = if_not_exists(confirmedAt, :now)",
    ...assignments(also),
  ].join(", ")} REMOVE expiresAt`,
  names: { "#status": "status" },
  values: { ":confirmed": "confirmed", ":now": now, ...valuesOf(also) },
});

/** Cancels an appointment. It is kept for 30 days after its hold's end, or after its slot if it was confirmed. */
export const cancellation = (
  appointment: { startsAt: number; appointmentId: string },
  caller: Caller,
  now: number,
  also: Attributes = {},
): Expression => ({
  expression: `SET ${[
    "#status = :cancelled",
    "cancelledAt = :now",
    "cancelledBy = :by",
    "appointmentKey = :place",
    "expiresAt = if_not_exists(expiresAt, :startsAt) + :remembered",
    ...assignments(also),
  ].join(", ")}`,
  names: { "#status": "status" },
  values: {
    ":cancelled": "cancelled",
    ":now": now,
    ":by": caller.userId,
    ":place": CANCELLED + appointmentSortKey(appointment),
    ":startsAt": appointment.startsAt,
    ":remembered": REMEMBERED_SECONDS,
    ...valuesOf(also),
  },
});

const assignments = (attributes: Attributes) => Object.keys(attributes).map((name) => `${name} = :${name}`);

const valuesOf = (attributes: Attributes) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value]));
