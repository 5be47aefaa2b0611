import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { idOf, isAt } from "./bookings.ts";
import { type Call, isUnsure, kindOf } from "./call.ts";
import { isWithdrawn } from "./hours.ts";

/** An appointment that stands in the end. */
export interface Standing {
  appointmentId: string;
  rescheduledFrom: string | undefined;
  providerId: string;
  startsAt: number;
  /** Its move here, or from here, is not finished. */
  isTentative: boolean;
  /** The slot it was moved from was given up for it. */
  isLeft: boolean;
  isLeaving: boolean;
}

const TELLING: OperationId[] = ["rescheduleAppointment", "confirmAppointment", "reserveAppointment"];

/** Whether a caller was told that an appointment is its own. */
const isToldOf = (appointmentId: string, { operationId, answer }: Call) =>
  TELLING.includes(operationId) && answer?.status === 200 && answer.body.appointmentId === appointmentId;

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
 * finish it: to move it or confirm it, to cancel it, or to take its slot or withdraw it.
 */
export function isUnfinished(standing: Standing, calls: readonly Call[]) {
  const { appointmentId, providerId, startsAt, isTentative, isLeft, isLeaving } = standing;
  const isTold = (call: Call) => call.answer?.body?.rescheduledTo === appointmentId || isToldOf(appointmentId, call);
  const moves = calls.filter((call) => call.operationId === "rescheduleAppointment" && idOf(call) === appointmentId);
  const isAsked = (call: Call) => {
    const { operationId, body } = call;
    const place = { providerId, startsAt };
    if (operationId === "reserveAppointment") return isAt(place, body?.providerId, body?.startsAt);
    if (operationId === "rescheduleAppointment")
      return isAt(place, decodeAppointmentId(idOf(call))?.providerId, body?.startsAt);
    return operationId === "withdrawAvailability" && isWithdrawn(place, call);
  };
  const met = calls.filter((call) => {
    const isAnswered = [200, 201].includes(call.answer?.status ?? 0) || kindOf(call) === "slot-taken";
    const isAbout = ENDING.includes(call.operationId) && idOf(call) === appointmentId;
    return isAbout ? !isUnsure(call) && !ELSEWHERE.includes(kindOf(call)) : isAsked(call) && isAnswered;
  });
  return (isTentative && (isLeft || calls.some(isTold))) || (isLeaving && !brokeOff(moves, met));
}

/** What is asked about an appointment and finds out that it is moved. */
const ENDING: OperationId[] = ["confirmAppointment", "cancelAppointment", "rescheduleAppointment"];
/** The answers that do not depend on where it stands. */
const ELSEWHERE: unknown[] = ["not-found", "forbidden", "invalid-request"];

/**
 * Who is told that an appointment is its own though somebody was told before that it was moved. It is written to two slots, and
 * the order of each alone does not show it.
 */
export const toldTwice = (calls: readonly Call[]): Call | undefined =>
  calls.find((later) =>
    calls.some(({ operationId, answer, to }) => {
      const from: string | undefined = answer?.status === 200 ? answer.body.rescheduledFrom : undefined;
      return from !== undefined && TELLING.includes(operationId) && to < later.from && isToldOf(from, later);
    }),
  );
