import type { OperationId } from "../shared/contract/operations.gen.ts";
import type { table } from "../shared/store/table.ts";

type Action = "BatchGetItem" | "GetItem" | "PutItem" | "Query" | "UpdateItem";

export interface Permission {
  /** What the operation does on the table itself. */
  table?: readonly Action[];
  /** The indexes it queries. */
  indexes?: readonly (keyof typeof table.indexes)[];
}

/**
 * What each operation may do on the table, and nothing more: test/permissions.test.ts compares it with what the handlers
 * really call. `ApiFunction` adds the right to write its own log and, with tracing, to X-Ray. There is no action for
 * transactions: DynamoDB checks those of their parts, PutItem, UpdateItem and GetItem.
 */
export const permissions = {
  getHealth: {},
  createUser: { table: ["PutItem"] },
  getUser: { table: ["GetItem"] },
  submitAvailability: { table: ["GetItem", "UpdateItem", "Query"] },
  withdrawAvailability: { table: ["GetItem", "Query", "PutItem"] },
  getSchedule: { table: ["Query", "BatchGetItem"] },
  listAvailableSlots: { table: ["Query"], indexes: ["listing"] },
  reserveAppointment: { table: ["BatchGetItem", "PutItem"], indexes: ["byClient"] },
  getAppointment: { table: ["GetItem", "BatchGetItem"] },
  confirmAppointment: { table: ["UpdateItem", "GetItem"] },
  getAppointmentCalendar: { table: ["GetItem", "BatchGetItem"] },
  cancelAppointment: { table: ["UpdateItem", "GetItem"] },
  listClientAppointments: { indexes: ["byClient"] },
  updateUser: { table: ["UpdateItem"] },
  listProviders: { indexes: ["listing"] },
  rescheduleAppointment: { table: ["BatchGetItem", "PutItem", "UpdateItem", "GetItem"] },
  deleteUser: { table: ["Query", "PutItem", "UpdateItem", "GetItem"], indexes: ["byClient"] },
  createCalendarFeed: { table: ["PutItem"] },
  revokeCalendarFeed: { table: ["UpdateItem"] },
  getCalendarFeed: { table: ["GetItem", "Query", "BatchGetItem"], indexes: ["byClient"] },
} as const satisfies Record<OperationId, Permission>;
