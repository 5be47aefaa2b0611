/** Conditions, with their names and values: what must be true of an item for a write to act, or for a Query to return it. */
import type { Cancelled, Claim, Lifted } from "../domain/claim.ts";

/** A DynamoDB expression with its names and values. */
export interface Expression {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, string | number>;
}

/** All conditions hold. */
export const all = (...conditions: (Expression | undefined)[]): Expression =>
  joined(" AND ", conditions.filter((one) => one !== undefined).map(inParentheses));

/** One of the conditions holds. */
export const either = (...conditions: Expression[]): Expression => joined(" OR ", conditions);

/** `AND` binds tighter than `OR`, so only alternatives need parentheses. */
const inParentheses = (one: Expression): Expression =>
  one.expression.includes(" OR ") ? { ...one, expression: `(${one.expression})` } : one;

const joined = (operator: string, conditions: Expression[]): Expression => ({
  expression: conditions.map(({ expression }) => expression).join(operator),
  names: Object.assign({}, ...conditions.map(({ names }) => names)),
  values: Object.assign({}, ...conditions.map(({ values }) => values)),
});

/** It has one of these statuses. */
const ifStatus = (...statuses: Claim["status"][]): Expression => ({
  expression: `#status IN (${statuses.map((status) => `:${status}`).join(", ")})`,
  names: { "#status": "status" },
  values: Object.fromEntries(statuses.map((status) => [`:${status}`, status])),
});

/** The item has no such attribute, or there is no item. */
export const ifAbsent = (attribute: string): Expression => ({ expression: `attribute_not_exists(${attribute})` });

/** The item has expired: it is as good as deleted, swept or not. */
export const ifExpired = (now: number): Expression => ({ expression: "expiresAt <= :now", values: { ":now": now } });

export const ifConfirmed = ifStatus("confirmed");
export const ifBlocked = ifStatus("blocked");

/** There is a hold that has not lapsed. */
export const ifLiveHold = (now: number) =>
  all(ifStatus("reserved"), { expression: "expiresAt > :now", values: { ":now": now } });

/** It is the appointment or block with this id. */
export const ifId = (appointmentId: string): Expression => ({
  expression: "appointmentId = :id",
  values: { ":id": appointmentId },
});

/** It belongs to this client. No condition if no client is named. */
export const ifClient = (clientId: string | undefined): Expression | undefined =>
  clientId === undefined ? undefined : { expression: "clientId = :client", values: { ":client": clientId } };

/**
 * There is no claim on the slot, or only a hold or block that has lapsed. A cancelled or lifted claim is replaced by `ifStill`
 * instead, which names it: a cancelled appointment needs a record first (`claim-slot.ts`).
 */
export const ifFree = (now: number) => either(ifAbsent("pk"), all(ifExpired(now), ifStatus("reserved", "blocked")));

/** The claim that was read is still there. The id keeps a late write from replacing anything else. */
export const ifStill = ({ appointmentId, status }: Cancelled | Lifted) => all(ifId(appointmentId), ifStatus(status));

/**
 * It is a live hold, or confirmed. The status is checked beside the time: a cancelled claim has an `expiresAt` ahead of now
 * for weeks, so with the time alone confirming would revive it.
 */
export const ifHeldOrConfirmed = (now: number) => either(ifLiveHold(now), ifConfirmed);
