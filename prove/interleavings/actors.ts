/** Who does what to one slot, and how it stands before. Instants in epoch seconds. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { HOLD_SECONDS, SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Caller, Request } from "../model/call.ts";
import type { Place } from "../model/effect.ts";
import type { Slot } from "../model/slot.ts";
import { BEGINS, idOf, places, windowOf } from "../simulation/scene.ts";

/** The slot they are about. */
export const slot = places[0] as Place;
/** Where an appointment is moved to, or else, and where one is moved from: far enough ahead too. */
export const elsewhere: Place = { ...slot, startsAt: slot.startsAt + SLOT_SECONDS };
export const further: Place = { ...slot, startsAt: slot.startsAt + 2 * SLOT_SECONDS };
export const before: Place = { ...slot, startsAt: slot.startsAt - SLOT_SECONDS };

/** When the hold that stands on the slot at first is over. */
export const EXPIRY = BEGINS + 600;
/** The fastest clock there is: DynamoDB may sweep what has expired by then. */
export const LAST_CLOCK = EXPIRY + 1;
const reservedAt = EXPIRY - HOLD_SECONDS;

const annsId = idOf("ann", slot, reservedAt);
const dansId = idOf("dan", before, reservedAt);

const held = { appointmentId: annsId, clientId: "ann", reservedAt };

/** How the slot may stand at first. */
export const beginnings = {
  free: undefined,
  held: { ...held, status: "reserved", expiresAt: EXPIRY },
  confirmed: { ...held, status: "confirmed", confirmedAt: reservedAt },
  cancelled: { ...held, status: "cancelled", cancelledAt: reservedAt, cancelledBy: "client" },
  withdrawn: "blocked",
} as const satisfies Record<string, Slot["claim"]>;

export type Beginning = keyof typeof beginnings;

/** What stands on the slot that an appointment is moved from. */
export const dans = {
  ...{ status: "confirmed", appointmentId: dansId, clientId: "dan" },
  ...{ reservedAt, confirmedAt: reservedAt },
} as const satisfies Slot["claim"];

export interface Asking extends Request {
  operationId: OperationId;
  as: Caller;
}

/** An appointment that stands on the slot when somebody looks. */
export interface Seen {
  appointmentId: string;
  clientId: string;
}

/** Who does something: a call, one about what its caller sees on the slot, or DynamoDB that sweeps what has expired. */
export type Actor = { name: string } & ({ asks: Asking } | { asksAbout(seen: Seen): Asking } | { sweeps: true });

const client = (userId: string): Caller => ({ role: "client", userId });
const provider: Caller = { role: "provider", userId: slot.providerId };
const path = { providerId: slot.providerId };
const [from, to] = windowOf(slot, slot);

const reserves = (userId: string): Asking => ({
  ...{ operationId: "reserveAppointment", as: client(userId) },
  body: { providerId: slot.providerId, startsAt: formatInstant(slot.startsAt) },
});
const does = (operationId: OperationId, as: Caller, appointmentId = annsId): Asking => ({
  ...{ operationId, as },
  path: { appointmentId },
});
const moves = (userId: string, appointmentId: string, { startsAt }: Place): Asking => ({
  ...does("rescheduleAppointment", client(userId), appointmentId),
  body: { startsAt: formatInstant(startsAt) },
});

/** Every kind of actor, by its number among those that run together: strangers differ, others are there twice. */
const kinds: readonly ((number: number) => Actor)[] = [
  (number) => ({ name: `stranger ${number} reserves`, asks: reserves(`stranger-${number}`) }),
  () => ({ name: "ann reserves", asks: reserves("ann") }),
  () => ({ name: "ann confirms", asks: does("confirmAppointment", client("ann")) }),
  () => ({ name: "ann cancels", asks: does("cancelAppointment", client("ann")) }),
  () => ({
    name: "the provider cancels what it sees",
    asksAbout: ({ appointmentId }) => does("cancelAppointment", provider, appointmentId),
  }),
  () => ({
    name: "a client confirms what it sees of its own",
    asksAbout: ({ appointmentId, clientId }) => does("confirmAppointment", client(clientId), appointmentId),
  }),
  () => ({ name: "ann moves away", asks: moves("ann", annsId, elsewhere) }),
  () => ({ name: "ann moves further", asks: moves("ann", annsId, further) }),
  () => ({ name: "dan moves here", asks: moves("dan", dansId, slot) }),
  () => ({
    name: "the provider withdraws",
    asks: { operationId: "withdrawAvailability", as: provider, path, query: { from, to } },
  }),
  () => ({
    name: "the provider submits",
    asks: { operationId: "submitAvailability", as: provider, path, body: { startsAt: from, endsAt: to } },
  }),
  () => ({ name: "DynamoDB sweeps", sweeps: true }),
];

/** Every choice of so many actors, a kind more than once too. */
export function* companies(size: number, least = 0): Generator<Actor[]> {
  if (size === 0) return yield [];
  for (let kind = least; kind < kinds.length; kind++)
    for (const rest of companies(size - 1, kind)) yield [(kinds[kind] as (typeof kinds)[number])(size), ...rest];
}
