import type { Call } from "./call.ts";
import type { Effect } from "./linearize.ts";
import { type Slot, sweep } from "./slot.ts";

/** A slot's provider and start. */
export type Place = Pick<Slot, "providerId" | "startsAt">;

/** It happened, between the call and its answer. */
export const surely = ({ operationId, as, from, to }: Call, apply: Effect["apply"], after?: Effect): Effect => ({
  label: `${operationId} of ${as.userId}`,
  from,
  to,
  apply,
  after,
});

/** It happened or not, until the last of what the call sent can have acted. */
export const perhaps = (call: Call, apply: Effect["apply"], after?: Effect): Effect => ({
  ...surely(call, (slot) => [slot, ...apply(slot)], after),
  label: `perhaps ${call.operationId} of ${call.as.userId}`,
  to: Math.max(call.to, call.actsUntil),
});

/** DynamoDB deletes what has expired by a clock, at an instant. */
export const sweeping = (instant: number, clock: number): Effect => ({
  label: "DynamoDB sweeps",
  from: instant,
  to: instant,
  apply: (slot) => sweep(slot, clock),
});

/**
 * What a call may have done before the effect its answer is about. The SDK repeats a write whose reply was lost: the first may
 * have acted, and been undone by others before the second met what they left.
 */
export const earlier = (call: Call, apply: Effect["apply"]): Effect[] =>
  new Set(call.writes.map((write) => JSON.stringify(write))).size < call.writes.length ? [perhaps(call, apply)] : [];
