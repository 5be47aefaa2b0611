import type { OperationId } from "../shared/contract/operations.gen.ts";
import type { table } from "../shared/store/table.ts";

type Action = "BatchGetItem" | "DeleteItem" | "GetItem" | "PutItem" | "Query" | "UpdateItem";

export interface Permission {
  /** What the operation does on the table itself. */
  table?: readonly Action[];
  /** The indexes it queries. */
  indexes?: readonly (keyof typeof table.indexes)[];
}

/**
 * What each operation may do, and nothing more: a test compares it with what the handlers really call. GetItem beside a
 * write reads the item in the way, where the engine does not return it.
 */
export const permissions = {
  createUser: { table: ["PutItem", "GetItem"] },
  getUser: { table: ["GetItem"] },
  submitAvailability: { table: ["GetItem", "UpdateItem", "Query", "DeleteItem"] },
  withdrawAvailability: { table: ["GetItem", "Query", "PutItem", "UpdateItem"] },
  getSchedule: { table: ["Query"] },
  listAvailableSlots: { table: ["Query"], indexes: ["listing"] },
  reserveAppointment: { table: ["BatchGetItem", "PutItem", "UpdateItem", "GetItem"], indexes: ["byClient"] },
  getAppointment: { table: ["GetItem"] },
  confirmAppointment: { table: ["UpdateItem", "GetItem"] },
  getAppointmentCalendar: { table: ["GetItem"] },
  cancelAppointment: { table: ["UpdateItem", "GetItem"] },
  listClientAppointments: { indexes: ["byClient"] },
  updateUser: { table: ["UpdateItem", "GetItem"] },
  listProviders: { indexes: ["listing"] },
  rescheduleAppointment: { table: ["BatchGetItem", "PutItem", "UpdateItem", "GetItem"], indexes: ["byClient"] },
  deleteUser: { table: ["Query", "PutItem", "UpdateItem", "GetItem"], indexes: ["byClient"] },
} as const satisfies Record<OperationId, Permission>;
