/** What must be true of a claim for a write to act. Each condition travels with its names and values. */
import type { Cancelled, Claim, Lifted } from "../domain/claim.ts";

/** A DynamoDB expression with its names and values. */
export interface Expression {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, string | number>;
}

/** All conditions hold. */
export const all = (...conditions: (Expression | undefined)[]): Expression =>
  joined(
    " AND ",
    conditions.filter((one) => one !== undefined),
  );

/** One of the conditions holds. In parentheses, since `AND` binds tighter. */
export function either(...conditions: Expression[]): Expression {
  const one = joined(" OR ", conditions);
  return { ...one, expression: `(${one.expression})` };
}

const joined = (operator: string, conditions: Expression[]): Expression => ({
  expression: conditions.map(({ expression }) => expression).join(operator),
  names: Object.assign({}, ...conditions.map(({ names }) => names)),
  values: Object.assign({}, ...conditions.map(({ values }) => values)),
});

const is = (status: Claim["status"]): Expression => ({
  expression: `#status = :${status}`,
  names: { "#status": "status" },
  values: { [`:${status}`]: status },
});

/** The item has no such attribute, or there is no item. */
export const lacks = (attribute: string): Expression => ({ expression: `attribute_not_exists(${attribute})` });

/** The item has expired: it is as good as deleted, swept or not. */
export const hasExpired = (now: number): Expression => ({ expression: "expiresAt <= :now", values: { ":now": now } });

export const isConfirmed = is("confirmed");
export const isBlocked = is("blocked");

/** There is a hold that has not lapsed. */
export const isLiveHold = (now: number) =>
  all(is("reserved"), { expression: "expiresAt > :now", values: { ":now": now } });

/** It is the appointment or block with this id. */
export const hasId = (appointmentId: string): Expression => ({
  expression: "appointmentId = :id",
  values: { ":id": appointmentId },
});

/** It is this client's. Undefined, which is no condition, if it may be anyone's. */
export const belongsTo = (clientId: string | undefined): Expression | undefined =>
  clientId === undefined ? undefined : { expression: "clientId = :client", values: { ":client": clientId } };

/** Nothing stands on the slot, or only a hold or block that lapsed. What was cancelled or lifted is replaced by `isStill`. */
export const isFree = (now: number) => either(lacks("pk"), all(hasExpired(now), either(is("reserved"), isBlocked)));

/** The claim that the caller saw is still there. The id keeps a late write from replacing anything else. */
export const isStill = ({ appointmentId, status }: Cancelled | Lifted) => all(hasId(appointmentId), is(status));

/**
 * It is a live hold, or confirmed. The status is checked beside the time: a cancelled claim has an `expiresAt` ahead of now
 * for weeks, so with the time alone confirming would revive it.
 */
export const isHeldOrConfirmed = (now: number) => either(isLiveHold(now), isConfirmed);
