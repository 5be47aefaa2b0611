/** What offering and withdrawing hours do at a slot, and what lists see there. */
import type * as contract from "../../shared/contract/types.gen.ts";
import { isAt, taken } from "./bookings.ts";
import { type Call, isUnsure } from "./call.ts";
import { type Place, perhaps, surely } from "./effect.ts";
import type { Effect } from "./linearize.ts";
import * as model from "./slot.ts";

const seconds = (text: unknown) => Date.parse(`${text}`) / 1000;
const isWithin = ({ startsAt }: Place, from: number, to: number) => startsAt >= from && startsAt < to;

export function ofSubmitting(place: Place, call: Call): Effect[] {
  const { path, body, now } = call;
  const from = Math.max(seconds(body?.startsAt), now);
  const isWhole = isWithin(place, from, seconds(body?.endsAt) - model.SLOT_SECONDS + 1);
  if (path?.providerId !== place.providerId || !isWhole) return [];
  if (isUnsure(call)) {
    const offered = perhaps(call, model.offer);
    return [offered, perhaps(call, model.lift, offered)];
  }
  const told = (next: model.Next) => (call.answer?.status === 201 ? next : []);
  const offered = surely(call, (slot) => told(model.offer(slot)));
  return [offered, surely(call, (slot) => told(model.lift(slot)), offered)];
}

/** Whether a withdrawal is about this slot. */
export function isWithdrawn(place: Place, { path, query, now }: Call) {
  const from = Math.max(seconds(query?.from) - model.SLOT_SECONDS + 1, now);
  return path?.providerId === place.providerId && isWithin(place, from, seconds(query?.to));
}

export function ofWithdrawing(place: Place, call: Call): Effect[] {
  const { now, answer } = call;
  if (!isWithdrawn(place, call)) return [];
  const blocks = taken(place, call).map(() => perhaps(call, (slot) => model.withdraw(slot, now)));
  if (isUnsure(call)) return blocks;
  const standing: contract.Appointment | undefined = answer?.body.appointments.find((one: contract.Appointment) =>
    isAt(place, one.providerId, one.startsAt),
  );
  return [
    // The SDK repeats a write whose reply was lost, and the first may have been undone before the second.
    ...blocks.slice(1),
    surely(call, (slot) => {
      if (!standing) return model.withdraw(slot, now);
      return model.holds(slot, model.sameAppointment(model.ownerOf(slot, now), model.shownIn(standing)));
    }),
  ];
}

/** A list says of each slot it covers whether it can be reserved. */
export function ofListing(place: Place, call: Call): Effect[] {
  const { query = {}, now, answer } = call;
  const { providerId = place.providerId, from, to } = query;
  const first = from === undefined ? 0 : seconds(from);
  if (isUnsure(call)) return [];
  const isCovered = providerId === place.providerId && isWithin(place, first, seconds(to));
  const slots: contract.Slot[] = answer?.body.slots;
  const isListed = slots.some((one) => isAt(place, one.providerId, one.startsAt));
  return [surely(call, (slot) => model.holds(slot, (isCovered && model.isListed(slot, now)) === isListed))];
}

export function ofScheduling(place: Place, call: Call): Effect[] {
  const { path, query, now, answer } = call;
  const isCovered = isWithin(place, seconds(query?.from), seconds(query?.to));
  if (isUnsure(call) || path?.providerId !== place.providerId || !isCovered) return [];
  const slots: contract.ScheduledSlot[] = answer?.body.slots;
  const entry = slots.find((one) => seconds(one.startsAt) === place.startsAt);
  const told = entry && `${entry.status} ${entry.appointmentId} ${entry.clientId} ${entry.expiresAt}`;
  return [
    surely(call, (slot) => {
      const owner = model.ownerOf(slot, now);
      if (owner) {
        const until = owner.expiresAt && new Date(owner.expiresAt * 1000).toISOString().replace(".000", "");
        return model.holds(slot, told === `${owner.status} ${owner.appointmentId} ${owner.clientId} ${until}`);
      }
      const status = slot.claim === "blocked" ? "withdrawn" : slot.offered ? "open" : undefined;
      return model.holds(slot, entry?.status === status);
    }),
  ];
}

/** A client's list has what it holds, has booked and has cancelled. */
export function ofListingClients(place: Place, call: Call): Effect[] {
  if (isUnsure(call)) return [];
  const appointments: contract.Appointment[] = call.answer?.body.appointments;
  const told = appointments.find((one) => isAt(place, one.providerId, one.startsAt));
  return [
    surely(call, (slot) => {
      const there = model.appointmentOn(slot);
      const isOthers = there?.clientId !== call.path?.clientId;
      const shown = there && !isOthers ? model.shownOn(slot, there.appointmentId, call.now) : undefined;
      return model.holds(slot, model.sameAppointment(shown, told && model.shownIn(told)));
    }),
  ];
}
