import { idOf, isAt } from "./bookings.ts";
import { type Call, isUnsure, kindOf } from "./call.ts";

/** An appointment that stands in the end. */
export interface Standing {
  appointmentId: string;
  rescheduledFrom: string | undefined;
  providerId: string;
  startsAt: number;
  /** Its move here, or from here, is not finished. */
  isTentative: boolean;
  isLeaving: boolean;
}

/** Whether a caller was told that an appointment is its own. */
const isToldOf = (appointmentId: string, { operationId, answer }: Call) =>
  ["rescheduleAppointment", "confirmAppointment", "reserveAppointment"].includes(operationId) &&
  answer?.status === 200 &&
  answer.body.appointmentId === appointmentId;

/** Whether one of some calls broke off, and none came after it that dealt with what it left. */
const brokeOff = (calls: readonly Call[], after: readonly Call[]) =>
  calls.some((call) => isUnsure(call) && !after.some(({ from }) => from > Math.max(call.to, call.actsUntil)));

/**
 * Whether a move left an appointment of which nobody was told. A call that broke off may have done so, until a repeat is told
 * that the old appointment is over: docs/lifecycle.md.
 */
export function isOrphan({ appointmentId, rescheduledFrom, providerId, startsAt }: Standing, calls: readonly Call[]) {
  if (rescheduledFrom === undefined) return false;
  const moves = calls.filter(
    (call) =>
      call.operationId === "rescheduleAppointment" &&
      idOf(call) === rescheduledFrom &&
      isAt({ providerId, startsAt }, providerId, call.body?.startsAt),
  );
  const refused = moves.filter((call) => ["cancelled", "rescheduled"].includes(`${kindOf(call)}`));
  return !calls.some((call) => isToldOf(appointmentId, call)) && !brokeOff(moves, refused);
}

/**
 * Whether a move is not finished though somebody was told where the appointment is, or though nobody broke off since who was to
 * finish it.
 */
export function isUnfinished({ appointmentId, isTentative, isLeaving }: Standing, calls: readonly Call[]) {
  const isTold = (call: Call) => call.answer?.body?.rescheduledTo === appointmentId || isToldOf(appointmentId, call);
  const moves = calls.filter((call) => call.operationId === "rescheduleAppointment" && idOf(call) === appointmentId);
  const refused = calls.filter((call) => idOf(call) === appointmentId && kindOf(call) === "rescheduled");
  return (isTentative && calls.some(isTold)) || (isLeaving && !brokeOff(moves, refused));
}
