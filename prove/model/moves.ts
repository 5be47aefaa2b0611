/** What moving an appointment does and sees at the slot it leaves, and at the slot it takes. docs/lifecycle.md */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { answersNotThere, idOf, isAt, isClients, isOf, isStarted, refusedFor, roleFor, taken } from "./bookings.ts";
import { type Call, isUnsure, kindOf } from "./call.ts";
import { type Place, perhaps, surely } from "./effect.ts";
import type { Effect } from "./linearize.ts";
import * as model from "./slot.ts";

/** Why the new slot is not to be had. */
const OBSTACLES: unknown[] = ["too-soon", "slot-not-offered", "slot-held", "slot-taken"];

export function ofMoving(place: Place, call: Call, calls: readonly Call[]): Effect[] {
  const id = idOf(call);
  if (isOf(place, id)) return leaving(id, call, calls);
  const providerId = decodeAppointmentId(id)?.providerId;
  return isAt(place, providerId, call.body?.startsAt) ? arriving(place, id, call, calls) : [];
}

function leaving(id: string, call: Call, calls: readonly Call[]): Effect[] {
  const { now, answer } = call;
  if (isUnsure(call)) return [];
  const kind = kindOf(call);
  const told = surely(call, (slot) => {
    const isOver = model.appointmentOn(slot)?.appointmentId !== id;
    const shown = model.shownOn(slot, id, now);
    if (answer?.status === 200) {
      const to = answer.body.appointmentId;
      if (to === id) return model.relyOn(model.holds(slot, isShown(shown, call) && !model.hasBegun(slot, now)), to);
      if (isOver) return model.holds(slot, wasGivenUp(slot, id, call, to));
      return shown?.clientId === answer.body.clientId ? leave(slot, id, to, call, calls) : [];
    }
    if (kind === "cancelled" || kind === "rescheduled") {
      // Where the slot cannot tell any more where to, it is what the index has heard of, perhaps nothing.
      if (isOver) return model.holds(slot, wasGivenUp(slot, id, call, answer?.body.rescheduledTo));
      return model.holds(slot, isTold(shown, call));
    }
    if (!shown || !isClients(call, shown)) return model.holds(slot, answersNotThere(call));
    if (kind === "not-confirmed") return model.holds(slot, shown.status === "reserved");
    if (kind === "already-started") return model.holds(slot, isStarted(slot, shown, call));
    const isMovable = shown.status === "confirmed" && !model.hasBegun(slot, now);
    return model.holds(slot, OBSTACLES.includes(kind) && isMovable);
  });
  return [told];
}

/**
 * The appointment leaves its slot: whoever finishes that, it was who decided it that moved it, and the new slot was taken before
 * it began.
 */
function leave(slot: model.Slot, id: string, to: string, { now }: Call, calls: readonly Call[]): model.Next {
  const shown = model.shownOn(slot, id, now);
  const isInTime = calls.some(
    (one) =>
      !model.hasBegun(slot, one.now) &&
      one.writes.some(({ kind, appointmentId }) => kind === "take" && appointmentId === to),
  );
  if (!shown || shown.status === "reserved" || !isInTime) return [];
  const movers = calls.filter(
    (one) =>
      isClients(one, shown) &&
      one.writes.some((write) => write.kind === "decide" && write.appointmentId === id && write.rescheduledTo === to),
  );
  const roles = new Set(movers.map((one) => roleFor(slot, shown, one)));
  return [...roles].flatMap((role) => model.cancel(slot, id, role, now, to));
}

/** Whoever meets a move that is not finished finishes it, or gives its new slot back, beside what it was asked for. */
export const helping = (place: Place, call: Call, calls: readonly Call[]): Effect[] =>
  call.writes.flatMap(({ kind, appointmentId: id, rescheduledTo: to }) => {
    if (kind !== "release" || id === undefined || !isOf(place, id)) return [];
    const isAsked = id === idOf(call);
    const isMove = call.operationId === "rescheduleAppointment";
    if (to !== undefined)
      return isMove && isAsked && call.answer?.status === 200
        ? []
        : [perhaps(call, (slot) => leave(slot, id, to, call, calls))];
    // A cancellation is what it was asked for, and what a move gives back is its own: see arriving.
    const isOther = isMove ? isAsked : call.operationId !== "cancelAppointment";
    return isOther ? [perhaps(call, givesBack(place, id, call, calls))] : [];
  });

/** Whether it is the caller's, and just what the reply shows. */
const isShown = (there: model.Appointment | undefined, call: Call) =>
  there !== undefined && isClients(call, there) && model.sameAppointment(there, model.shownIn(call.answer?.body));

/** What its slot says of an appointment that was given up. */
const isTold = (shown: model.Appointment | undefined, call: Call) =>
  shown?.status === "cancelled" && isClients(call, shown) && shown.rescheduledTo === call.answer?.body.rescheduledTo;

/** Whether it ended here before someone took the slot over, and was moved there, if that is told. */
const wasGivenUp = ({ past }: model.Slot, id: string, call: Call, to?: string) =>
  past.some(
    (one) => one.appointmentId === id && isClients(call, one) && (to === undefined || one.rescheduledTo === to),
  );

function arriving(place: Place, from: string, call: Call, calls: readonly Call[]): Effect[] {
  const { as, now, answer, writes } = call;
  const kind = kindOf(call);
  const own = taken(place, call);
  // Whose the old appointment is, that is looked at where it stands: see leaving.
  const clientId = as.role === "admin" ? writes.find((write) => write.clientId !== undefined)?.clientId : as.userId;
  const moved = (appointmentId: string): model.Appointment => ({
    ...{ status: "confirmed", appointmentId, clientId: `${clientId}`, rescheduledFrom: from },
    ...{ reservedAt: now, confirmedAt: now },
  });
  const takes = own.map((id) => perhaps(call, (slot) => model.moveTo(slot, moved(id), now)));
  if (answer?.status === 200) {
    const shown = model.shownIn(answer.body);
    const isOurs = own.includes(shown.appointmentId);
    return [
      ...(isOurs ? takes.slice(1) : takes),
      surely(call, (slot) => {
        const there = model.appointmentOn(slot);
        const isThere = there?.appointmentId === shown.appointmentId;
        const isRight = isThere
          ? there.rescheduledFrom === from && isShown(there, call)
          : isOurs && model.sameAppointment(shown, moved(shown.appointmentId));
        const next = !isRight ? [] : isThere ? [slot] : model.moveTo(slot, shown, now);
        return model.relyOn(next, shown.appointmentId);
      }),
    ];
  }
  if (OBSTACLES.includes(kind))
    return [
      ...takes.slice(1),
      surely(call, (slot) => {
        const isOwnHold = kind === "slot-held" && model.ownerOf(slot, now)?.clientId === clientId;
        return isOwnHold ? [] : refusedFor(slot, call);
      }),
    ];
  return [...takes, ...givingBack(place, call, calls, takes[0])];
}

/** A slot taken in vain is given back. */
function givingBack(place: Place, call: Call, calls: readonly Call[], take: Effect | undefined): Effect[] {
  const own = taken(place, call);
  const released = call.writes.flatMap(({ kind, appointmentId: id, rescheduledTo }) =>
    kind === "release" && rescheduledTo === undefined && id !== undefined && isOf(place, id) ? [id] : [],
  );
  return [...new Set([...own, ...released])].map((id) => {
    const back = givesBack(place, id, call, calls);
    return !isUnsure(call) && own.includes(id) ? surely(call, back, take) : perhaps(call, back, take);
  });
}

/** A new appointment is given back, but never what a move was decided for, or what a client was told it has. */
const givesBack = (place: Place, id: string, call: Call, calls: readonly Call[]) => {
  const isDecided = calls.some(({ writes }) => writes.some((w) => w.kind === "release" && w.rescheduledTo === id));
  return (slot: model.Slot): model.Next => {
    const there = model.appointmentOn(slot);
    if (isDecided) return [slot];
    if (slot.told.includes(id)) return model.holds(slot, there?.status !== "confirmed" || there.appointmentId !== id);
    return there?.appointmentId === id && there.status === "confirmed"
      ? model.cancel(slot, id, roleFor(place, there, call), call.now)
      : [slot];
  };
};
