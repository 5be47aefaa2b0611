/** Judges answers: each part of an answer was true at some instant between the call and the answer. */
import { isDeepStrictEqual } from "node:util";
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type * as contract from "../../shared/contract/types.gen.ts";
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { formatInstant, quarterOf } from "../../shared/domain/time.ts";
import { type Answer, type Call, clientOf, idOf, kindOf, seconds, type Window } from "../model/call.ts";
import * as model from "../model/slot.ts";
import { type Claim, HOLD_SECONDS, type Place, REMEMBERED_SECONDS, type Slot } from "../model/slot.ts";
import { appointmentIn, appointmentsIn, isClaim, placeOf, type State, slotAt } from "../model/state.ts";
import { isAt, isByClient, isByParty, submits, targetOf, withdraws } from "./writes.ts";

/** What a caller was told: an answer, with its call. */
type Told = Answer & { call: Call; kind: string | undefined; places: readonly Place[] };
/** Whether an answer is allowed, by what the table and its indexes held meanwhile. */
type Rule = (told: Told, window: { [name in "table" | "index"]: readonly State[] }) => boolean;

/** What is wrong with an answer, or undefined. `places` are all slots there are. */
export function wrongAnswer(call: Call, answer: Answer, window: Window, places: readonly Place[]): string | undefined {
  const kind = kindOf(answer);
  const who = `${call.operationId} of ${call.as.userId}`;
  if (answer.fault) return `${who}: ${answer.fault}`;
  if (answer.status === 503) return window.disturbed ? undefined : `${who} is a 503 without a cause`;
  const told = { ...answer, call, kind, places };
  const states = { table: [...window.table], index: [...window.index] };
  return rules[call.operationId]?.(told, states) ? undefined : `${who} may not be told ${answer.status} ${kind ?? ""}`;
}

/**
 * An answer about the appointment that the call names. If the caller may know of the appointment, `say` judges the answer;
 * otherwise the answer must be that there is none.
 */
const byId =
  (
    isAllowed: (call: Call, there: Claim & Place) => boolean,
    say: (told: Told, there: Claim & Place) => boolean,
  ): Rule =>
  (told, { table }) =>
    table.some((state) => {
      const there = appointmentIn(state, idOf(told.call), told.call.now);
      return there && isAllowed(told.call, there) ? say(told, there) : isNotThere(told);
    });

/** Decided from the id alone, so that strangers learn nothing. */
function isNotThere({ call, kind, body }: Told) {
  const ends = (decodeAppointmentId(idOf(call))?.reservedAt ?? 0) + HOLD_SECONDS;
  const isExpired =
    ends <= call.now && call.now < ends + REMEMBERED_SECONDS && call.operationId !== "cancelAppointment";
  return isExpired ? kind === "reservation-expired" && seconds(body.expiredAt) === ends : kind === "not-found";
}

/** The answer says how the appointment ended: where it was moved to, or that it was cancelled. */
const saysOver = ({ kind, body }: Told, { status, rescheduledTo }: Claim) =>
  status === "cancelled" &&
  (rescheduledTo === undefined ? kind === "cancelled" : kind === "rescheduled" && body.rescheduledTo === rescheduledTo);

const rules: Partial<Record<OperationId, Rule>> = {
  reserveAppointment: isReserved,
  getAppointment: byId(isByParty, ({ status, body }, there) => {
    const { providerName: _, clientName: __, clientEmail: ___, ...shown } = body;
    return status === 200 && isShown(there, shown);
  }),
  confirmAppointment: byId(isByClient, (told, there) =>
    told.status === 200 ? there.status === "confirmed" && isShown(there, told.body) : saysOver(told, there),
  ),
  cancelAppointment: byId(isByParty, (told, there) => {
    if (told.status === 204) return there.status === "cancelled" && there.rescheduledTo === undefined;
    if (told.kind === "already-started") return there.status !== "cancelled" && model.hasBegun(there, told.call.now);
    return told.kind === "rescheduled" && saysOver(told, there);
  }),
  getAppointmentCalendar: byId(isByParty, (told, there) => {
    const wasBooked = there.status === "confirmed" || (there.status === "cancelled" && there.confirmedAt !== undefined);
    if (there.rescheduledTo !== undefined) return saysOver(told, there);
    if (wasBooked) return told.status === 200 && isEvent(`${told.body}`, there);
    return there.status === "reserved" ? told.kind === "not-confirmed" : told.kind === "cancelled";
  }),
  rescheduleAppointment: (told, window) => {
    if (told.status === 200) return isMoved(told, window);
    if (OBSTACLES.includes(`${told.kind}`))
      return isMovable(told, window) && isObstructed(told, window, targetOf(told.call));
    return isRefusedMove(told, window);
  },
  submitAvailability: ({ status, call, body, places }, { table }) => {
    const submitted = places.filter((place) => submits(call, place));
    const starts = submitted.map(({ startsAt }) => startsAt);
    return (
      status === 201 &&
      body.slots === submitted.length &&
      seconds(body.startsAt) === Math.min(...starts) &&
      seconds(body.endsAt) === Math.max(...starts) + model.SLOT_SECONDS &&
      submitted.every((place) =>
        table.some((state) => slotAt(state, place).offered && slotAt(state, place).claim?.status !== "blocked"),
      )
    );
  },
  withdrawAvailability: isWithdrawal,
  listAvailableSlots: ({ call, body, places }, { table, index }) => {
    const { providerId, from, to } = call.query ?? {};
    const covers = (place: Place) => (providerId ?? place.providerId) === place.providerId && isWithin(place, from, to);
    return (
      isList(body.slots, places) &&
      places.every((place) => {
        const isListed = body.slots.some((one: contract.Slot) => isAt(place, one.providerId, one.startsAt));
        const states = providerId === undefined ? index : table;
        return states.some((state) => (covers(place) && model.isListed(slotAt(state, place), call.now)) === isListed);
      })
    );
  },
  getSchedule: ({ call, body, places }, { table }) => {
    const providerId = `${call.path?.providerId}`;
    const slots = body.slots.map((one: contract.ScheduledSlot) => ({ ...one, providerId }));
    return (
      isList(slots, places) &&
      places.every((place) => {
        const entry = slots.find((one: contract.Slot) => isAt(place, one.providerId, one.startsAt));
        const isAsked = place.providerId === providerId && isWithin(place, call.query?.from, call.query?.to);
        return isAsked ? table.some((state) => isEntry(entry, slotAt(state, place), call.now)) : !entry;
      })
    );
  },
  listClientAppointments: isClientList,
};

const isWithin = ({ startsAt }: Place, from: unknown, to: unknown) =>
  !(startsAt < seconds(from)) && !(startsAt >= seconds(to));

/**
 * A list has each slot once, in order of provider and time, and only `places` and the slot at midnight, which every provider
 * offers from the beginning and no call uses.
 */
function isList(slots: contract.Slot[], places: readonly Place[]) {
  const names = slots.map(({ providerId, startsAt }) => `${providerId} ${startsAt}`);
  const isKnown = (one: contract.Slot) => places.some((place) => isAt(place, one.providerId, one.startsAt));
  return (
    names.every((name, i) => i === 0 || name > `${names[i - 1]}`) &&
    slots.every((one) => seconds(one.endsAt) === seconds(one.startsAt) + model.SLOT_SECONDS) &&
    slots.every((one) => isKnown(one) || quarterOf(seconds(one.startsAt)) === 0)
  );
}

const OBSTACLES = ["too-soon", "slot-not-offered", "slot-held", "slot-taken"];

/** The obstacle that the answer names was there, and the answer has its details. */
function isObstructed(
  { kind, body, call }: Told,
  { table }: { table: readonly State[] },
  place: Place,
  clientId?: string,
) {
  return table.some((state) => {
    const slot = slotAt(state, place);
    const owner = model.ownerOf(slot, call.now);
    const client = clientId ?? appointmentIn(state, idOf(call), call.now)?.clientId;
    const retryAfter = kind === "slot-held" ? (owner?.expiresAt ?? 0) - call.now : undefined;
    const earliest = kind === "too-soon" ? formatInstant(model.earliestStart(call.now)) : undefined;
    return (
      model.obstacle(slot, call.now) === kind &&
      !(model.isHoldOf(owner, client) && kind === "slot-held") &&
      body.retryAfter === retryAfter &&
      body.earliestStart === earliest
    );
  });
}

/** A client's appointments with other providers at a slot's time. */
const elsewhere = (state: State, { providerId, startsAt }: Place, clientId: string, now: number) =>
  [...state.values()].filter(
    (item) =>
      isClaim(item) &&
      item.clientId === clientId &&
      item.pk.startsWith("PROVIDER#") &&
      item.pk !== `PROVIDER#${providerId}` &&
      seconds(item.sk) === startsAt &&
      item.status !== "cancelled" &&
      model.isKnown(item, now),
  );

function isReserved(told: Told, { table, index }: Parameters<Rule>[1]) {
  const { call, status, kind, body } = told;
  const place = { providerId: `${call.body?.providerId}`, startsAt: seconds(call.body?.startsAt) };
  const clientId = clientOf(call);
  if (kind === "client-busy")
    return index.some((state) =>
      elsewhere(state, place, clientId, call.now).some(({ appointmentId }) => appointmentId === body.appointmentId),
    );
  if (kind !== undefined) return OBSTACLES.includes(kind) && isObstructed(told, { table }, place, clientId);
  const isNew = callNumberOf(body.appointmentId) === call.number;
  const isThere = table.some((state) => {
    const owner = model.ownerOf(slotAt(state, place), call.now);
    return owner?.clientId === clientId && isShown({ ...owner, ...place }, body);
  });
  const isFair = index.some((state) => elsewhere(state, place, clientId, call.now).length === 0);
  return isThere && status === (isNew ? 201 : 200) && (isFair || !isNew);
}

/** The number of the call that made an id, which is in its random bytes. */
export const callNumberOf = (appointmentId: string) =>
  Math.floor(Buffer.from(appointmentId, "base64url").readUInt32BE(4) / IDS_PER_CALL);
export const IDS_PER_CALL = 1000;

/** The new appointment existed, and the old one named it as its successor, or is the same one. */
function isMoved({ call, body }: Told, { table }: { table: readonly State[] }) {
  const [id, to] = [idOf(call), body.appointmentId];
  const isThere = table.some((state) => {
    const there = appointmentIn(state, to, call.now);
    return there && isAt(targetOf(call), there.providerId, body.startsAt) && isShown(there, body);
  });
  return (
    isThere &&
    body.status === "confirmed" &&
    table.some((state) => {
      const old = appointmentIn(state, id, call.now);
      return old && isByClient(call, old) && (to === id || old.rescheduledTo === to);
    })
  );
}

/** The appointment could be moved. */
const isMovable = ({ call }: Told, { table }: { table: readonly State[] }) =>
  table.some((state) => {
    const there = appointmentIn(state, idOf(call), call.now);
    return there?.status === "confirmed" && isByClient(call, there) && !model.hasBegun(there, call.now);
  });

/** A repeated move is refused only if it led to another slot than asked for, or if its new appointment is cancelled by now. */
const isRefusedMove: Rule = (told, window) => {
  const to = `${told.body.rescheduledTo}`;
  const isOver = (state: State) => appointmentIn(state, to, told.call.now)?.status === "cancelled";
  const isSame = isDeepStrictEqual(placeOf(to), targetOf(told.call));
  if (told.kind === "rescheduled" && isSame && !window.table.some(isOver)) return false;
  return byId(isByClient, (_, there) => {
    if (told.kind === "not-confirmed") return there.status === "reserved";
    if (told.kind === "already-started") return there.status === "confirmed" && model.hasBegun(there, told.call.now);
    return saysOver(told, there);
  })(told, window);
};

/** Each slot has the appointment that the answer lists, or is withdrawn. The answer counts those that were offered. */
function isWithdrawal({ call, status, body, places }: Told, { table }: { table: readonly State[] }) {
  if (status !== 200) return false;
  const covered = places.filter((place) => withdraws(call, place));
  const listedAt = (place: Place): contract.Appointment | undefined =>
    body.appointments.find((one: contract.Appointment) => isAt(place, one.providerId, one.startsAt));
  const counts = table.map(
    (state) => covered.filter((place) => slotAt(state, place).offered && !listedAt(place)).length,
  );
  return (
    Math.min(...counts) <= body.withdrawn &&
    body.withdrawn <= Math.max(...counts) &&
    covered.every((place) =>
      table.some((state) => {
        const slot = slotAt(state, place);
        const owner = model.ownerOf(slot, call.now);
        const listed = listedAt(place);
        if (listed) return owner !== undefined && isShown({ ...owner, ...place }, listed);
        return slot.offered ? owner?.status === "blocked" : !owner;
      }),
    )
  );
}

function isEntry(entry: contract.ScheduledSlot | undefined, slot: Slot, now: number) {
  const owner = model.ownerOf(slot, now);
  if (!owner) return entry?.status === (slot.offered ? "open" : undefined);
  if (owner.status === "blocked") return entry?.status === "withdrawn";
  const until = owner.expiresAt === undefined ? undefined : formatInstant(owner.expiresAt);
  return (
    entry?.status === owner.status &&
    entry.appointmentId === owner.appointmentId &&
    entry.clientId === owner.clientId &&
    entry.expiresAt === until
  );
}

/** A client's list has each of its appointments once, in order of time. */
function isClientList({ call, body }: Told, { index }: { index: readonly State[] }) {
  const listed = new Map<string, contract.Appointment>(
    body.appointments.map((one: contract.Appointment) => [one.appointmentId, one]),
  );
  const times = body.appointments.map((one: contract.Appointment) => one.startsAt);
  const isTheirs = ({ clientId }: Claim) => clientId === call.path?.clientId;
  const ids = new Set([
    ...listed.keys(),
    ...index.flatMap((state) =>
      [...state.values()].flatMap((item) => (isClaim(item) && isTheirs(item) ? [item.appointmentId] : [])),
    ),
  ]);
  return (
    listed.size === body.appointments.length &&
    times.every((time: string, i: number) => i === 0 || time >= times[i - 1]) &&
    [...ids].every((id) => {
      const one = listed.get(id);
      const seen = index.map((state) => appointmentsIn(state, id, call.now).filter(isTheirs));
      if (one) return seen.flat().some((there) => isShown(there, one));
      // The list may miss an appointment that changes while it is read, because its index entry moves.
      return seen.some((there) => there.length === 0 || !isDeepStrictEqual(there, seen[0]));
    })
  );
}

/** Whether a reply has exactly the fields of this appointment. */
function isShown(there: Claim & Place, reply: Record<string, unknown>) {
  const { clientId, providerId, cancelledBy } = there;
  const role = cancelledBy === clientId ? "client" : cancelledBy === providerId ? "provider" : "admin";
  const at = (instant: number | undefined) => instant && formatInstant(instant);
  const wanted: Record<string, unknown> = {
    ...{ providerId, clientId, status: there.status, appointmentId: there.appointmentId },
    ...{
      startsAt: at(there.startsAt),
      endsAt: at(there.startsAt + model.SLOT_SECONDS),
      reservedAt: at(there.reservedAt),
    },
    ...{ expiresAt: there.status === "reserved" ? at(there.expiresAt) : undefined },
    ...{ confirmedAt: at(there.confirmedAt), cancelledAt: at(there.cancelledAt) },
    ...{ cancelledBy: cancelledBy && role, rescheduledFrom: there.rescheduledFrom, rescheduledTo: there.rescheduledTo },
  };
  const names = new Set([...Object.keys(wanted), ...Object.keys(reply)]);
  return [...names].every((name) => wanted[name] === reply[name]);
}

/** Whether a calendar has the event of this appointment, which stays the same event when it is moved. */
const isEvent = (calendar: string, { status, appointmentId, eventUid, eventSequence = 0 }: Claim) =>
  calendar.includes(`UID:${eventUid ?? appointmentId}`) &&
  calendar.includes(`STATUS:${status.toUpperCase()}`) &&
  calendar.includes(`SEQUENCE:${eventSequence + (status === "cancelled" ? 1 : 0)}`);
