/** The people, the slots, and what is on the slots at first. */

import type { Caller } from "../../shared/domain/access.ts";
import { encodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import type { Cancelled, Claim as Stored } from "../../shared/domain/claim.ts";
import { dayOf, formatInstant, quarterOf } from "../../shared/domain/time.ts";
import { claimItemOf, recordItemOf } from "../../shared/store/items.ts";
import { profileListing, sheetKey, sheetListing, userKey } from "../../shared/store/keys.ts";
import { type Claim, HOLD_SECONDS, type Place, REMEMBERED_SECONDS, SLOT_SECONDS } from "../model/slot.ts";

/** When it all begins: a Monday, 10:07:30 UTC, so that some slots soon come too near to be reserved. */
export const BEGINS = Date.parse("2031-03-03T10:07:30Z") / 1000;

const pats = (time: string): Place => ({ providerId: "pat", startsAt: Date.parse(`2031-03-${time}Z`) / 1000 });

/** Of two providers. The first and the last are at the same time; the third and the fourth soon come too near. */
const offeredOrNot = [
  pats("04T14:00"),
  pats("04T14:15"),
  pats("04T10:15"),
  pats("04T10:30"),
  { ...pats("04T14:00"), providerId: "pia" },
];
export const [first, , near] = offeredOrNot as [Place, Place, Place];
const [, second, , unoffered] = offeredOrNot as [Place, Place, Place, Place];
/** Begins while a simulation goes on. Nobody offers it any more, and an appointment there may be left from before. */
const soon = pats("03T10:15");
/** Calls never name this one, except moves in the interleavings. */
export const third = pats("04T14:30");
export const places: readonly Place[] = [...offeredOrNot, soon, third];
/** The slots that callers ask for. */
export const wanted: readonly Place[] = offeredOrNot;

const person = (role: Caller["role"], userId: string): Caller => ({ role, userId });
export const ann = person("client", "ann");
export const dan = person("client", "dan");
export const pat = person("provider", "pat");
export const clients = [ann, person("client", "ben"), dan];
/** Who calls, one call at a time each: two of them from two devices. */
export const callers = [...clients, ann, pat, pat, person("provider", "pia"), person("admin", "ada")];

const reservedAt = BEGINS - 1500;
export const idOfFirst = ({ userId }: Caller, place: Place) =>
  encodeAppointmentId({ ...place, reservedAt }, Buffer.from(userId.padStart(8, ".")));
const withId = (who: Caller, place: Place, rest: Omit<Claim, "appointmentId">): Standing => ({
  place,
  claim: { appointmentId: idOfFirst(who, place), clientId: who.userId, reservedAt, ...rest },
});
const booked = { status: "confirmed", confirmedAt: BEGINS - 60 } as const;
const remembered = { cancelledAt: BEGINS - 30, cancelledBy: "ann", expiresAt: first.startsAt + REMEMBERED_SECONDS };
const block = (status: "blocked" | "lifted"): Standing => ({
  place: first,
  claim: { status, appointmentId: idOfFirst(pat, first), expiresAt: first.startsAt + SLOT_SECONDS },
});

export interface Standing {
  place: Place;
  claim: Claim;
  /** Someone has taken its slot since, and left it: only the record is there. */
  isPast?: boolean;
}

/** When the hold that may stand at first is over. */
export const EXPIRY = reservedAt + HOLD_SECONDS;

/** What stands at first. */
export const beginnings = {
  free: [],
  held: [withId(ann, first, { status: "reserved", expiresAt: EXPIRY })],
  confirmed: [withId(ann, first, booked)],
  cancelled: [withId(ann, first, { ...booked, ...remembered, status: "cancelled" })],
  past: [{ ...withId(ann, first, { ...booked, ...remembered, status: "cancelled" }), isPast: true }],
  withdrawn: [block("blocked")],
  lifted: [block("lifted")],
  soon: [withId(ann, soon, booked)],
} satisfies Record<string, Standing[]>;
export type Beginning = keyof typeof beginnings;

/** Another's appointment, to be moved. */
export const dans = withId(dan, second, booked);

/** All the items there are at first. */
export function itemsAtFirst(standing: readonly Standing[]): object[] {
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
      const stored = { ...place, ...claim };
      return isPast ? recordItemOf(stored as Cancelled) : claimItemOf(stored as Stored);
    }),
  ];
}

/** The whole time of a simulation, as a query has it. */
export const wholeTime = { from: formatInstant(BEGINS), to: formatInstant(BEGINS + 2 * 86_400) };

/** From the start of one slot to the end of another, as a query or a body has it. */
export const windowOf = (from: Place, to: Place) =>
  [formatInstant(from.startsAt), formatInstant(to.startsAt + SLOT_SECONDS)] as const;
