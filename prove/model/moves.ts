/** What moving an appointment does and sees at the slot it leaves, and at the slot it takes. docs/lifecycle.md */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { answersNotThere, idOf, isAt, isClients, isOf, refusedFor, roleFor, taken } from "./bookings.ts";
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
  const { now, answer, writes, faults } = call;
  const left = (slot: model.Slot, rescheduledTo: string | undefined) => {
    const shown = model.shownOn(slot, id, now);
    const isTheirs = shown && shown.status !== "reserved" && isClients(call, shown);
    return isTheirs ? model.cancel(slot, id, roleFor(slot, shown, call), now, rescheduledTo) : [];
  };
  if (isUnsure(call))
    return writes
      .filter(({ kind, appointmentId }) => kind === "release" && appointmentId === id)
      .map(({ rescheduledTo }) => perhaps(call, (slot) => left(slot, rescheduledTo)));
  const kind = kindOf(call);
  return [
    surely(call, (slot) => {
      const isOver = model.appointmentOn(slot)?.appointmentId !== id;
      const shown = model.shownOn(slot, id, now);
      if (answer?.status === 200) {
        const isSame = answer.body.appointmentId === id;
        if (isSame) return model.holds(slot, isShown(shown, call));
        // It cannot know who gave the slot up where it sent that more than once, or others took part in the move.
        const isRepeated = faults.some((one) => one !== "read" && one.kind === "release" && one.appointmentId === id);
        const isShared = isRepeated || !writes.some(({ kind: what }) => what === "take") || tookUp(call);
        if (isOver) return model.holds(slot, isShared);
        return shown?.clientId === answer.body.clientId ? left(slot, answer.body.appointmentId) : [];
      }
      if (kind === "cancelled" || kind === "rescheduled")
        return model.holds(slot, isOver ? wasGivenUp(slot, id, call, calls) : isTold(shown, call));
      if (!shown || !isClients(call, shown)) return model.holds(slot, answersNotThere(call));
      if (kind === "not-confirmed") return model.holds(slot, shown.status === "reserved");
      return model.holds(slot, OBSTACLES.includes(kind) && shown.status === "confirmed");
    }),
  ];
}

/** Whether it is the caller's, and just what the reply shows. */
const isShown = (there: model.Appointment | undefined, call: Call) =>
  there !== undefined && isClients(call, there) && model.sameAppointment(there, model.shownIn(call.answer?.body));

/** What its slot says of an appointment that was given up. */
const isTold = (shown: model.Appointment | undefined, call: Call) =>
  shown?.status === "cancelled" && isClients(call, shown) && shown.rescheduledTo === call.answer?.body.rescheduledTo;

/**
 * Whoever took the slot over since keeps it from telling where an appointment was moved to: what the index has heard of,
 * perhaps nothing, perhaps a move that is under way.
 */
function wasGivenUp({ past }: model.Slot, id: string, call: Call, calls: readonly Call[]) {
  const told = call.answer?.body.rescheduledTo;
  const moves = calls.filter((one) => one !== call && one.operationId === call.operationId && idOf(one) === id);
  const isKnown =
    told === undefined || moves.some(({ writes }) => writes.some((write) => write.appointmentId === told));
  return isKnown && past.some((one) => one.appointmentId === id && isClients(call, one));
}

const tookUp = ({ writes }: Call) => writes.some(({ kind }) => kind === "takeUp");

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
        return next.map((one) => model.tell(one, shown.appointmentId));
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

/**
 * A slot taken in vain is given back, unless another call has made the move its own. What a client was told it has is never
 * given back.
 */
function givingBack(place: Place, call: Call, calls: readonly Call[], take: Effect | undefined): Effect[] {
  const own = taken(place, call);
  const released = call.writes.flatMap(({ kind, appointmentId: id }) =>
    kind === "release" && id !== undefined && isOf(place, id) ? [id] : [],
  );
  return [...new Set([...own, ...released])].map((id) => {
    const back = (slot: model.Slot) => {
      const there = model.appointmentOn(slot);
      if (slot.told.includes(id)) return model.holds(slot, there?.status !== "confirmed" || there.appointmentId !== id);
      return there?.appointmentId === id && there.status === "confirmed"
        ? model.cancel(slot, id, roleFor(place, there, call), call.now)
        : [slot];
    };
    const isTakenUp = calls.some((one) => one.writes.some((w) => w.kind === "takeUp" && w.appointmentId === id));
    const isSure = !isUnsure(call) && own.includes(id) && !isTakenUp;
    return isSure ? surely(call, back, take) : perhaps(call, back, take);
  });
}
