/** What the table holds, as the model has it. */
import { cancelledEnds } from "../../shared/domain/claim.ts";
import { claimKey, claimListing } from "../../shared/store/keys.ts";
import { type Appointment, endOf, type Slot, sameAppointment } from "../model/slot.ts";
import type { Item } from "./engine.ts";

/** Whether an item is what the model says stands on a slot. */
export function sameClaim(slot: Slot, item: Item | undefined) {
  if (item?.status?.S === "blocked") return slot.claim === "blocked";
  return slot.claim !== "blocked" && sameAppointment(slot.claim, item && appointmentOf(slot, item));
}

const number = (value: Item[string] | undefined) => (value?.N === undefined ? undefined : Number(value.N));

function appointmentOf({ providerId }: Slot, item: Item): Appointment {
  const status = item.status?.S as Appointment["status"];
  const [by, clientId] = [item.cancelledBy?.S, item.clientId?.S ?? ""];
  return {
    ...{ status, clientId, appointmentId: item.appointmentId?.S ?? "", reservedAt: number(item.reservedAt) ?? 0 },
    expiresAt: status === "reserved" ? number(item.expiresAt) : undefined,
    confirmedAt: number(item.confirmedAt),
    cancelledAt: number(item.cancelledAt),
    cancelledBy: by === undefined ? undefined : by === clientId ? "client" : by === providerId ? "provider" : "admin",
    rescheduledFrom: item.rescheduledFrom?.S,
    rescheduledTo: item.rescheduledTo?.S,
  };
}

const text = (value: string | undefined) => (value === undefined ? undefined : { S: value });
const numeric = (value: number | undefined) => (value === undefined ? undefined : { N: `${value}` });

/** The item of what stands on a slot, as the product would have stored it. */
export function claimItem({ providerId, startsAt, claim }: Slot): Item[] {
  if (claim === undefined) return [];
  const place = { ...claimKey(providerId, startsAt), ...claimListing(providerId, startsAt) };
  const blocked = { status: "blocked", appointmentId: "a block", expiresAt: endOf(startsAt) };
  const { status, appointmentId, clientId, cancelledBy, rescheduledFrom, rescheduledTo, ...instants } =
    claim === "blocked" ? ({ ...blocked } as Partial<Appointment>) : claim;
  const until = status === "cancelled" ? cancelledEnds(startsAt) : instants.expiresAt;
  const all = {
    ...Object.fromEntries(Object.entries(place).map(([name, value]) => [name, text(value)])),
    ...{ status: text(status), appointmentId: text(appointmentId), clientId: text(clientId) },
    ...{ rescheduledFrom: text(rescheduledFrom), rescheduledTo: text(rescheduledTo) },
    cancelledBy: text(cancelledBy && (cancelledBy === "client" ? clientId : providerId)),
    reservedAt: numeric(instants.reservedAt),
    confirmedAt: numeric(instants.confirmedAt),
    cancelledAt: numeric(instants.cancelledAt),
    expiresAt: numeric(until),
  };
  return [Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Item];
}
