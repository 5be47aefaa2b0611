/** What a call may write: of each slot what the model makes of it, the record of what it replaces, and nothing else. */
import { isDeepStrictEqual } from "node:util";
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { type Call, clientOf, idOf, seconds } from "../model/call.ts";
import * as model from "../model/slot.ts";
import { type Claim, type Place, SLOT_SECONDS, type Slot } from "../model/slot.ts";
import { appointmentIn, claimIn, type Item, placeOf, recordName, type State, slotAt } from "../model/state.ts";

/** A write, or all writes of one transaction. */
interface Change {
  call: Call;
  before: State;
  after: State;
}

/** What a call may make of a slot, given the id of what it wrote there. */
type Rule = (slot: Slot, id: string, change: Change) => Claim | undefined;

export const isAt = (place: Place, providerId: unknown, startsAt: unknown) =>
  place.providerId === providerId && place.startsAt === seconds(startsAt);

/** The slot a move is to. */
export const targetOf = (call: Call): Place => ({
  providerId: `${placeOf(idOf(call))?.providerId}`,
  startsAt: seconds(call.body?.startsAt),
});

export const isClients = ({ as }: Call, { clientId }: Claim) => as.role === "admin" || as.userId === clientId;
export const isTheirs = (call: Call, claim: Claim, { providerId }: Place) =>
  isClients(call, claim) || (call.as.role === "provider" && call.as.userId === providerId);

/** Whether a submission covers a slot, or a withdrawal does: every slot it touches that has not begun. */
export const isSubmitted = ({ path, body, now }: Call, { providerId, startsAt }: Place) =>
  path?.providerId === providerId &&
  startsAt >= Math.max(seconds(body?.startsAt), now) &&
  startsAt + SLOT_SECONDS <= seconds(body?.endsAt);
export const isWithdrawn = ({ path, query, now }: Call, { providerId, startsAt }: Place) =>
  path?.providerId === providerId &&
  startsAt > seconds(query?.from) - SLOT_SECONDS &&
  startsAt >= now &&
  startsAt < seconds(query?.to);

const rules: Partial<Record<OperationId, Rule>> = {
  reserveAppointment: (slot, id, { call }) =>
    isAt(slot, call.body?.providerId, call.body?.startsAt)
      ? model.reserve(slot, id, clientOf(call), call.now)
      : undefined,
  confirmAppointment: (slot, id, { call }) =>
    id === idOf(call) && slot.claim && isClients(call, slot.claim) ? model.confirm(slot, id, call.now) : undefined,
  cancelAppointment: (slot, id, { call }) =>
    id === idOf(call) && slot.claim && isTheirs(call, slot.claim, slot)
      ? model.cancel(slot, id, call.as.userId, call.now)
      : undefined,
  /** Both of its slots, or none. */
  rescheduleAppointment(slot, id, { call, before, after }) {
    const [from, to] = [placeOf(idOf(call)), targetOf(call)];
    const old = from && slotAt(before, from).claim;
    const [left, taken] = [from && slotAt(after, from).claim, slotAt(after, to).claim];
    if (!old || !taken || left?.rescheduledTo !== taken.appointmentId || !isClients(call, old)) return undefined;
    if (id === idOf(call)) return model.leave(slot, id, taken.appointmentId, call.as.userId, call.now);
    return slot.startsAt === to.startsAt && slot.providerId === to.providerId
      ? model.arrive(slot, old, id, call.now)
      : undefined;
  },
  submitAvailability: (slot, id, { call }) =>
    isSubmitted(call, slot) && slot.claim?.appointmentId === id ? model.lift(slot) : undefined,
  withdrawAvailability: (slot, id, { call }) =>
    isWithdrawn(call, slot) ? model.withdraw(slot, id, call.now) : undefined,
};

/** What is wrong with a write, or undefined. */
export function wrongWrite(change: Change): string | undefined {
  const { call, before, after } = change;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, item] = [before.get(name), after.get(name)];
    if (old !== item && !isDeepStrictEqual(old, item) && !mayBecome(old, item, change))
      return `${call.operationId} of ${call.as.userId} may not write this: ${text(old)} becomes ${text(item)}`;
  }
  return undefined;
}

const text = (item: Item | undefined) =>
  JSON.stringify(item, (_, value) => (value instanceof Set ? [...value] : value));

function mayBecome(old: Item | undefined, item: Item | undefined, change: Change): boolean {
  if (!item) return false;
  if (item.pk.startsWith("PAST#")) return isRecordOfTaken(item, change);
  if (item.offered) return isGrown(old, item, change.call);
  if (!item.pk.startsWith("PROVIDER#")) return false;
  const place = { providerId: item.pk.replace(/^PROVIDER#/, ""), startsAt: seconds(item.sk) };
  const slot = slotAt(change.before, place);
  const expected = rules[change.call.operationId]?.(slot, item.appointmentId, change);
  return isDeepStrictEqual(claimIn(item), expected) && isRemembered(slot.claim, item, change);
}

/** Nothing that a client was told of is forgotten when its slot is taken. */
const isRemembered = (old: Claim | undefined, { appointmentId }: Item, { after }: Change) =>
  old?.status !== "cancelled" || old.appointmentId === appointmentId || after.has(recordName(old.appointmentId));

/** It is just what stood on a slot, which something else takes in the same transaction. */
function isRecordOfTaken({ pk: _, sk: __, ...record }: Item, { call, before, after }: Change) {
  const place = placeOf(record.appointmentId);
  if (!place) return false;
  const { claim } = slotAt(before, place);
  const isTaken = slotAt(after, place).claim?.appointmentId !== claim?.appointmentId;
  return (
    isTaken &&
    isDeepStrictEqual(record, { ...claim, ...place }) &&
    !!appointmentIn(before, record.appointmentId, call.now)
  );
}

/** Offers only grow, and by what is submitted. */
function isGrown(old: Item | undefined, { offered, ...rest }: Item, call: Call) {
  const { offered: before = new Set<number>(), ...others } = old ?? {};
  const day = seconds(rest.sk);
  const place = (quarter: number) => ({
    providerId: rest.pk.replace(/^PROVIDER#/, ""),
    startsAt: day + quarter * SLOT_SECONDS,
  });
  return (
    call.operationId === "submitAvailability" &&
    (!old || isDeepStrictEqual(others, rest)) &&
    [...before].every((quarter) => offered?.has(quarter)) &&
    [...(offered ?? [])].every((quarter) => before.has(quarter) || isSubmitted(call, place(quarter)))
  );
}
