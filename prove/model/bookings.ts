/** What reserving, confirming, cancelling and reading an appointment do and see at its slot. */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { type Call, isUnsure, kindOf } from "./call.ts";
import { earlier, type Place, perhaps, surely } from "./effect.ts";
import type { Effect } from "./linearize.ts";
import * as model from "./slot.ts";

export const isAt = (place: Place, providerId: unknown, startsAt: unknown) =>
  place.providerId === providerId && place.startsAt === Date.parse(`${startsAt}`) / 1000;

/** Whether an appointment's id names this slot. */
export function isOf(place: Place, appointmentId: string) {
  const located = decodeAppointmentId(appointmentId);
  return located?.providerId === place.providerId && located.startsAt === place.startsAt;
}

export const idOf = ({ path }: Call) => path?.appointmentId ?? "";

/** Whether it is the caller's as its client, or also as its provider. */
export const isClients = ({ as }: Call, { clientId }: model.Appointment) =>
  as.role === "admin" || as.userId === clientId;
const isTheirs = (call: Call, slot: model.Slot, appointment: model.Appointment) =>
  isClients(call, appointment) || (call.as.role === "provider" && call.as.userId === slot.providerId);

/** What is not there, or not the caller's: the answer that the id alone decides. */
export function answersNotThere(call: Call) {
  const ends = (decodeAppointmentId(idOf(call))?.reservedAt ?? 0) + model.HOLD_SECONDS;
  if (ends > call.now) return kindOf(call) === "not-found";
  return kindOf(call) === "reservation-expired" && Date.parse(call.answer?.body.expiredAt) / 1000 === ends;
}

/** The ids of the claims that a call's writes to this slot brought, one for each time it was sent. */
export const taken = (place: Place, { writes }: Call) =>
  writes.flatMap(({ kind, appointmentId }) =>
    kind === "take" && appointmentId !== undefined && isOf(place, appointmentId) ? [appointmentId] : [],
  );

export function ofReserving(place: Place, call: Call): Effect[] {
  const { as, now, answer, body } = call;
  if (!isAt(place, body?.providerId, body?.startsAt)) return [];
  const clientId = `${body?.clientId ?? as.userId}`;
  const takes = taken(place, call).map((id) => perhaps(call, (slot) => model.reserve(slot, id, clientId, now)));
  if (isUnsure(call)) return takes;
  const own = (slot: model.Slot) => {
    const owner = model.ownerOf(slot, now);
    return owner?.clientId === clientId ? owner : undefined;
  };
  const kind = kindOf(call);
  return [
    ...takes.slice(1),
    surely(call, (slot) => {
      const shown = answer?.body && model.shownIn(answer.body);
      const isThere = model.sameAppointment(own(slot), shown);
      // A repeated write may find what the first one wrote, and that is new too.
      const isNew = taken(place, call).includes(shown?.appointmentId ?? "");
      if (answer?.status === 200 || (answer?.status === 201 && isThere && takes.length > 1))
        return told(model.holds(slot, isThere && isNew === (answer.status === 201)), shown);
      if (own(slot)) return [];
      if (answer?.status === 201)
        return model
          .reserve(slot, shown.appointmentId, clientId, now)
          .filter((next) => model.sameAppointment(model.appointmentOn(next), shown));
      // Whether it is, that takes more than one slot to tell.
      if (kind === "client-busy") return model.holds(slot, model.isListed(slot, now));
      return refusedFor(slot, call);
    }),
  ];
}

/** The caller was told of this appointment, and if it was moved here, that is for good. */
const told = (next: model.Next, shown: model.Appointment | undefined) => {
  const like = next.filter((slot) => model.sameAppointment(model.appointmentOn(slot), shown));
  return shown?.rescheduledFrom ? model.relyOn(like, shown.appointmentId) : like;
};

/** The caller was told what keeps it from the slot, and it does. */
export function refusedFor(slot: model.Slot, call: Call): model.Next {
  const kind = kindOf(call);
  const { expiresAt = 0 } = model.ownerOf(slot, call.now) ?? {};
  const told: { retryAfter?: number; earliestStart?: string } = call.answer?.body;
  const isTold =
    told.retryAfter === (kind === "slot-held" ? expiresAt - call.now : undefined) &&
    (kind !== "too-soon" || Date.parse(`${told.earliestStart}`) / 1000 === model.earliestStart(call.now));
  return model.holds(slot, model.obstacle(slot, call.now) === kind && isTold);
}

export function ofConfirming(place: Place, call: Call): Effect[] {
  const id = idOf(call);
  if (!isOf(place, id)) return [];
  if (isUnsure(call)) return [perhaps(call, (slot) => confirmed(slot))];
  function confirmed(slot: model.Slot) {
    const shown = model.shownOn(slot, id, call.now);
    return shown && isClients(call, shown) ? model.confirm(slot, id, call.now) : [];
  }
  return [
    ...earlier(call, confirmed),
    surely(call, (slot) => {
      if (call.answer?.status === 200) return told(confirmed(slot), model.shownIn(call.answer?.body));
      const shown = model.shownOn(slot, id, call.now);
      if (!shown || !isClients(call, shown)) return model.holds(slot, answersNotThere(call));
      return model.holds(slot, kindOf(call) === "cancelled" && shown.status === "cancelled");
    }),
  ];
}

export function ofCancelling(place: Place, call: Call): Effect[] {
  const id = idOf(call);
  if (!isOf(place, id)) return [];
  function cancelled(slot: model.Slot) {
    const shown = model.shownOn(slot, id, call.now);
    return shown && isTheirs(call, slot, shown) && !isStarted(slot, shown, call)
      ? model.cancel(slot, id, roleFor(slot, shown, call), call.now)
      : [];
  }
  if (isUnsure(call)) return [perhaps(call, cancelled)];
  return [
    ...earlier(call, cancelled),
    surely(call, (slot) => {
      if (call.answer?.status === 204) return cancelled(slot);
      const shown = model.shownOn(slot, id, call.now);
      if (!shown || !isTheirs(call, slot, shown)) return model.holds(slot, kindOf(call) === "not-found");
      if (kindOf(call) === "already-started") return model.holds(slot, isStarted(slot, shown, call));
      return model.holds(
        slot,
        kindOf(call) === "rescheduled" && shown.rescheduledTo === call.answer?.body.rescheduledTo,
      );
    }),
  ];
}

/** It is too late to give an appointment up. */
export const isStarted = (slot: model.Slot, { status }: model.Appointment, { now }: Call) =>
  status !== "cancelled" && model.hasBegun(slot, now);

/** As whom a caller gives an appointment up. */
export const roleFor = ({ providerId }: Place, { clientId }: model.Appointment, { as: { userId } }: Call) =>
  userId === clientId ? "client" : userId === providerId ? "provider" : "admin";

export function ofReading(place: Place, call: Call): Effect[] {
  const id = idOf(call);
  if (!isOf(place, id) || isUnsure(call)) return [];
  return [
    surely(call, (slot) => {
      const shown = model.shownOn(slot, id, call.now);
      if (!shown || !isTheirs(call, slot, shown)) return model.holds(slot, answersNotThere(call));
      const isSame = () => model.sameAppointment(shown, model.shownIn(call.answer?.body));
      return model.holds(slot, call.answer?.status === 200 && isSame());
    }),
  ];
}
