/** What a person does: each operation, how often, with which request, and what it learns from the answer. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Action } from "./action.ts";
import { appointmentActions } from "./appointment-actions.ts";
import { hoursActions } from "./hours-actions.ts";
import { profileActions } from "./profile-actions.ts";

/** An operation that nobody does does not compile. */
export const actions: Record<OperationId, Action> = { ...profileActions, ...hoursActions, ...appointmentActions };
