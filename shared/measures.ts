/** What is measured. The functions write it, and the stack's alarms and dashboard read it. */
import type { OperationId } from "./contract/operations.gen.ts";

export const SERVICE = "reservation-api";

interface Booking {
  operationId: OperationId;
  /** Of a success that counts. */
  status: number;
  /** The name it is counted under. */
  metric: string;
}

/** What makes a booking. */
export const bookings = {
  reserve: { operationId: "reserveAppointment", status: 201, metric: "Reserved" },
  confirm: { operationId: "confirmAppointment", status: 200, metric: "Confirmed" },
} as const satisfies Record<string, Booking>;

/** Counts what those operations refuse, by operation and cause: the last part of the problem's type. */
export const REFUSED = "Refused";
