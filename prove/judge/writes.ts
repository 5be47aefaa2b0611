/** Judges writes: a call changes slots as the model does, records what it replaces, adds offered hours, and writes nothing else. */
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

/** The claim that a call may write to a slot, if any, given the id that it wrote. */
type Rule = (slot: Slot, id: string, change: Change) => Claim | undefined;

export const isAt = (place: Place, providerId: unknown, startsAt: unknown) =>
  place.providerId === providerId && place.startsAt === seconds(startsAt);

/** The slot a move is to. */
export const targetOf = (call: Call): Place => ({
  providerId: `${placeOf(idOf(call))?.providerId}`,
  startsAt: seconds(call.body?.startsAt),
});

/** Whether the caller is the claim's client, or an admin. */
export const isByClient = ({ as }: Call, { clientId }: Claim) => as.role === "admin" || as.userId === clientId;
/** Whether the caller is the claim's client or provider, or an admin. */
export const isByParty = (call: Call, claim: Claim & Place) =>
  isByClient(call, claim) || (call.as.role === "provider" && call.as.userId === claim.providerId);

/** Whether a submission covers a slot. */
export const submits = ({ path, body, now }: Call, { providerId, startsAt }: Place) =>
  path?.providerId === providerId &&
  startsAt >= Math.max(seconds(body?.startsAt), now) &&
  startsAt + SLOT_SECONDS <= seconds(body?.endsAt);
/** Whether a withdrawal covers a slot: each that it touches and that has not begun. */
export const withdraws = ({ path, query, now }: Call, { providerId, startsAt }: Place) =>
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
    id === idOf(call) && slot.claim && isByClient(call, slot.claim) ? model.confirm(slot, id, call.now) : undefined,
  cancelAppointment: (slot, id, { call }) =>
    id === idOf(call) && slot.claim && isByParty(call, { ...slot.claim, ...slot })
      ? model.cancel(slot, id, call.as.userId, call.now)
      : undefined,
  /** It writes both slots, or neither. */
  rescheduleAppointment(slot, id, { call, before, after }) {
    const [from, to] = [placeOf(idOf(call)), targetOf(call)];
    const old = from && slotAt(before, from).claim;
    const [left, taken] = [from && slotAt(after, from).claim, slotAt(after, to).claim];
    if (!old || !taken || left?.rescheduledTo !== taken.appointmentId || !isByClient(call, old)) return undefined;
    if (id === idOf(call)) return model.leave(slot, id, taken.appointmentId, call.as.userId, call.now);
    return slot.startsAt === to.startsAt && slot.providerId === to.providerId
      ? model.arrive(slot, old, id, call.now)
      : undefined;
  },
  submitAvailability: (slot, id, { call }) =>
    submits(call, slot) && slot.claim?.appointmentId === id ? model.lift(slot) : undefined,
  withdrawAvailability: (slot, id, { call }) =>
    withdraws(call, slot) ? model.withdraw(slot, id, call.now) : undefined,
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

/** A cancelled appointment whose slot is taken keeps a record. */
const isRemembered = (old: Claim | undefined, { appointmentId }: Item, { after }: Change) =>
  old?.status !== "cancelled" || old.appointmentId === appointmentId || after.has(recordName(old.appointmentId));

/** A record is exactly the claim that another one replaces in the same transaction. */
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

/** Offered hours only grow, and only by what is submitted. */
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
    [...(offered ?? [])].every((quarter) => before.has(quarter) || submits(call, place(quarter)))
  );
}
