import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { ofCancelling, ofConfirming, ofReading, ofReserving } from "./bookings.ts";
import type { Call } from "./call.ts";
import type { Place } from "./effect.ts";
import { ofListing, ofListingClients, ofScheduling, ofSubmitting, ofWithdrawing } from "./hours.ts";
import type { Effect } from "./linearize.ts";
import { helping, ofMoving } from "./moves.ts";

/** The operations that a slot has to do with. */
const of: Partial<Record<OperationId, (place: Place, call: Call, calls: readonly Call[]) => Effect[]>> = {
  reserveAppointment: ofReserving,
  confirmAppointment: ofConfirming,
  cancelAppointment: ofCancelling,
  getAppointment: ofReading,
  rescheduleAppointment: ofMoving,
  submitAvailability: ofSubmitting,
  withdrawAvailability: ofWithdrawing,
  listAvailableSlots: ofListing,
  getSchedule: ofScheduling,
  listClientAppointments: ofListingClients,
};

/**
 * What a call did, or saw, at a slot. What a list read from an index may be as old as the index lagged.
 *
 * @param keys of the slot's items in the table
 * @param calls all of them: some made others' moves their own
 */
export function effectsOn(place: Place, keys: readonly string[], call: Call, calls: readonly Call[]): Effect[] {
  const since = Math.min(...keys.map((key) => call.staleSince.get(key) ?? Number.POSITIVE_INFINITY));
  const effects = [...(of[call.operationId]?.(place, call, calls) ?? []), ...helping(place, call, calls)];
  const readsIndex = call.operationId === "listClientAppointments" || !call.query?.providerId;
  return call.operationId.startsWith("list") && readsIndex
    ? effects.map((effect) => ({ ...effect, from: Math.min(effect.from, since) }))
    : effects;
}
