/** The DynamoDB capacity units that each call consumes. capacity.test.ts makes each call and compares its units. */
import type { OperationId } from "../shared/contract/operations.gen.ts";
import type { table } from "../shared/store/table.ts";

/** The units of the table itself and of each index; 0 where absent. */
export type Units = Partial<Record<"table" | keyof typeof table.indexes, number>>;

export interface Capacity {
  /** What the measured call is about. The provider offers 28 slots a day from Monday to Friday; 20 of Monday's are taken. */
  of: string;
  reads: Units;
  writes: Units;
}

/** Writes of items without a client, such as profiles and day sheets: they are not in `byClient`. */
const inListing = (items: number): Units => ({ table: items, listing: items });
const everywhere = (items: number): Units => ({ table: items, listing: items, byClient: items });

/**
 * In these calls every item that is read exists: for a missing one AWS charges as for a small one, the local engines nothing.
 */
export const capacity: Record<OperationId, Capacity> = {
  getHealth: { of: "which reads and writes nothing", reads: {}, writes: {} },
  createUser: { of: "a provider's profile", reads: {}, writes: inListing(1) },
  getUser: { of: "a profile", reads: { table: 1 }, writes: {} },
  updateUser: { of: "a provider's name", reads: {}, writes: inListing(1) },
  deleteUser: {
    of: "who withdrew 4 slots and has an appointment",
    reads: { table: 1, byClient: 0.5 },
    writes: { table: 5, listing: 2, byClient: 2 },
  },
  createCalendarFeed: { of: "a feed", reads: {}, writes: { table: 1 } },
  revokeCalendarFeed: { of: "a feed", reads: {}, writes: { table: 1 } },
  getCalendarFeed: { of: "a provider's of 20 appointments", reads: { table: 23, byClient: 0.5 }, writes: {} },
  listProviders: { of: "a page of 1", reads: { listing: 0.5 }, writes: {} },
  submitAvailability: { of: "a day of 28 slots", reads: { table: 2 }, writes: inListing(1) },
  withdrawAvailability: { of: "4 free slots", reads: { table: 1 }, writes: inListing(4) },
  getSchedule: { of: "a week of 140 slots, with 20 clients", reads: { table: 22 }, writes: {} },
  listAvailableSlots: { of: "100 slots of one provider's week", reads: { table: 2 }, writes: {} },
  reserveAppointment: {
    of: "a slot, by a client with a profile and an appointment",
    reads: { table: 3, byClient: 0.5 },
    writes: everywhere(1),
  },
  getAppointment: { of: "a hold", reads: { table: 3 }, writes: {} },
  cancelAppointment: { of: "an appointment", reads: {}, writes: { table: 1, listing: 1, byClient: 2 } },
  confirmAppointment: { of: "a hold", reads: {}, writes: everywhere(1) },
  getAppointmentCalendar: { of: "an appointment", reads: { table: 3 }, writes: {} },
  rescheduleAppointment: {
    of: "an appointment",
    reads: { table: 3 },
    writes: { table: 4, listing: 2, byClient: 3 },
  },
  listClientAppointments: { of: "a client's two, one of them cancelled", reads: { byClient: 1 }, writes: {} },
};

export const total = (units: Units) => Object.values(units).reduce((sum, some) => sum + some, 0);
