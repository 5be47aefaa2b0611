/** The people, the slots, and what is on the slots when a history begins. */

import type { Caller } from "../../shared/domain/access.ts";
import { encodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import type { Cancelled, Claim as Stored } from "../../shared/domain/claim.ts";
import { dayOf, formatInstant, quarterOf } from "../../shared/domain/time.ts";
import { claimItemOf, recordItemOf } from "../../shared/store/items.ts";
import { profileListing, sheetKey, sheetListing, userKey } from "../../shared/store/keys.ts";
import { type Claim, HOLD_SECONDS, type Place, REMEMBERED_SECONDS, SLOT_SECONDS } from "../model/slot.ts";

/** When each history begins: a Monday, 10:07:30 UTC. Soon some slots start in less than 24 hours. */
export const BEGINS = Date.parse("2031-03-03T10:07:30Z") / 1000;

const patsSlot = (time: string): Place => ({ providerId: "pat", startsAt: Date.parse(`2031-03-${time}Z`) / 1000 });

export const first = patsSlot("04T14:00");
const second = patsSlot("04T14:15");
/** Soon starts in less than 24 hours, as does `unoffered`. */
export const near = patsSlot("04T10:15");
const unoffered = patsSlot("04T10:30");
/** Slots of two providers. The first and the last are at one time. */
const offeredOrNot = [first, second, near, unoffered, { ...first, providerId: "pia" }];
/** Starts during a simulation. Nobody offers it any more, but it may have an appointment from before. */
const soon = patsSlot("03T10:15");
/** Only moves in the interleavings use this one. */
export const third = patsSlot("04T14:30");
export const places: readonly Place[] = [...offeredOrNot, soon, third];
/** The slots that callers use. */
export const usedPlaces: readonly Place[] = offeredOrNot;

const person = (role: Caller["role"], userId: string): Caller => ({ role, userId });
export const ann = person("client", "ann");
export const dan = person("client", "dan");
export const pat = person("provider", "pat");
export const clients = [ann, person("client", "ben"), dan];
/** The callers, who each make one call at a time. Ann and Pat call from two devices. */
export const callers = [...clients, ann, pat, pat, person("provider", "pia"), person("admin", "ada")];

const reservedAt = BEGINS - 1500;
export const initialId = ({ userId }: Caller, place: Place) =>
  encodeAppointmentId({ ...place, reservedAt }, Buffer.from(userId.padStart(8, ".")));
const appointmentOf = (who: Caller, place: Place, rest: Omit<Claim, "appointmentId">): InitialClaim => ({
  place,
  claim: { appointmentId: initialId(who, place), clientId: who.userId, reservedAt, ...rest },
});
const booked = { status: "confirmed", confirmedAt: BEGINS - 60 } as const;
const remembered = { cancelledAt: BEGINS - 30, cancelledBy: "ann", expiresAt: first.startsAt + REMEMBERED_SECONDS };
const block = (status: "blocked" | "lifted"): InitialClaim => ({
  place: first,
  claim: { status, appointmentId: initialId(pat, first), expiresAt: first.startsAt + SLOT_SECONDS },
});

export interface InitialClaim {
  place: Place;
  claim: Claim;
  /** Someone has taken its slot since, and given it up: only the record is left. */
  isPast?: boolean;
}

/** When the hold of the beginning `held` ends. */
export const EXPIRY = reservedAt + HOLD_SECONDS;

/** What may be on the slots when a history begins. */
export const beginnings = {
  free: [],
  held: [appointmentOf(ann, first, { status: "reserved", expiresAt: EXPIRY })],
  confirmed: [appointmentOf(ann, first, booked)],
  cancelled: [appointmentOf(ann, first, { ...booked, ...remembered, status: "cancelled" })],
  past: [{ ...appointmentOf(ann, first, { ...booked, ...remembered, status: "cancelled" }), isPast: true }],
  withdrawn: [block("blocked")],
  lifted: [block("lifted")],
  soon: [appointmentOf(ann, soon, booked)],
} satisfies Record<string, InitialClaim[]>;
export type Beginning = keyof typeof beginnings;
// The type of Object.keys is string[], because an object may have more keys than its type says.
export const beginningNames = Object.keys(beginnings) as Beginning[];

/** Dan's appointment, to be moved. */
export const dansAppointment = appointmentOf(dan, second, booked);

/** All items of the table when a history begins. */
export function initialItems(standing: readonly InitialClaim[]): object[] {
  const offered = places.filter((place) => place !== unoffered && place !== soon);
  const providers = ["pat", "pia"].flatMap((providerId) => {
    const own = offered.filter((place) => place.providerId === providerId);
    const day = dayOf(first.startsAt);
    const profile = { userId: providerId, role: "provider", name: "P", createdAt: BEGINS, version: 1 };
    // Midnight is a quarter-hour that nobody asks for.
    const quarters = new Set([0, ...own.map(({ startsAt }) => quarterOf(startsAt))]);
    const expiresAt = Date.parse(day) / 1000 + 2 * 86_400;
    return [
      { ...userKey(providerId), ...profileListing(providerId), ...profile },
      { ...sheetKey(providerId, day), ...sheetListing(providerId, day), offered: quarters, expiresAt },
    ];
  });
  return [
    ...providers,
    ...standing.map(({ place, claim, isPast }) => {
      // The model has one type for all claims, the product one for each status.
      const stored = { ...place, ...claim };
      return isPast ? recordItemOf(stored as Cancelled) : claimItemOf(stored as Stored);
    }),
  ];
}

/** The whole time of a simulation, as the parameters of a query. */
export const wholeTime = { from: formatInstant(BEGINS), to: formatInstant(BEGINS + 2 * 86_400) };

/** From the start of one slot to the end of another, as a query or a body writes it. */
export const windowOf = (from: Place, to: Place) =>
  [formatInstant(from.startsAt), formatInstant(to.startsAt + SLOT_SECONDS)] as const;
