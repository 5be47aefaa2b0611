/** Where simulations take place: a few slots, and who wants them. */
import { encodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { DAY_SECONDS, HOLD_SECONDS, NOTICE_SECONDS, SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { dayOf, formatInstant, quarterOf } from "../../shared/domain/time.ts";
import { claimKey, claimListing, profileListing, sheetKey, sheetListing, userKey } from "../../shared/store/keys.ts";
import { remembering } from "../memory.ts";
import type { Caller } from "../model/call.ts";
import type { Place } from "../model/effect.ts";
import type { Slot } from "../model/slot.ts";
import type { Item } from "./engine.ts";

/** When a simulation begins: a Monday, 10:07:30 UTC, so that some slots soon come too near to be reserved. */
export const BEGINS = Date.parse("2031-03-03T10:07:30Z") / 1000;

const tomorrow = (time: string) => Date.parse(`2031-03-04T${time}Z`) / 1000;

/** Of two providers. The first and the last are at the same time; the third and the fourth soon come too near. */
export const places: readonly Place[] = [
  { providerId: "pat", startsAt: tomorrow("14:00") },
  { providerId: "pat", startsAt: tomorrow("14:15") },
  { providerId: "pat", startsAt: tomorrow("10:15") },
  { providerId: "pat", startsAt: tomorrow("10:30") },
  { providerId: "pia", startsAt: tomorrow("14:00") },
];

/** A slot that begins while a simulation goes on. Nobody offers it any more, and an appointment there may be left from before. */
export const soon: Place = { providerId: "pat", startsAt: Date.parse("2031-03-03T10:15Z") / 1000 };

/** When a slot comes too near. */
export const noticeEnds = ({ startsAt }: Place) => startsAt - NOTICE_SECONDS;

/** One slot is not offered at first. */
export const isOfferedAtFirst = (place: Place) => place !== places[3] && place !== soon;

/** A quarter-hour that nobody asks for: a sheet never gets empty. */
const MIDNIGHT = "0";

export interface Agent {
  name: string;
  caller: Caller;
}

const person = (role: Caller["role"], userId: string, name = userId): Agent => ({ name, caller: { role, userId } });

/** Who may call for any client. */
export const ADMIN = "ada";

/** Whom the admin reserves for. */
export const clients = ["ann", "ben", "cat"];

/** Who calls, one call at a time each. Two of them call from two devices. */
export const agents: readonly Agent[] = [
  ...clients.map((one) => person("client", one)),
  person("client", "ann", "ann's phone"),
  person("provider", "pat"),
  person("provider", "pia"),
  person("provider", "pat", "pat's phone"),
  person("admin", ADMIN, "the admin"),
];

/** The id of a client's appointment at a slot, reserved at `reservedAt`. */
export const idOf = (clientId: string, place: Place, reservedAt: number) =>
  encodeAppointmentId({ ...place, reservedAt }, Buffer.from(clientId.padStart(8, ".")));

const first = places[0] as Place;
const reservedAt = BEGINS - 1500;
const anns = { clientId: "ann", reservedAt } as const;
const here = { ...anns, appointmentId: idOf("ann", first, reservedAt) } as const;
const confirmed = { status: "confirmed", confirmedAt: BEGINS - 60 } as const;

/** What ann has at first, and where. */
export const beginnings = {
  free: undefined,
  held: { place: first, claim: { ...here, status: "reserved", expiresAt: reservedAt + HOLD_SECONDS } },
  booked: { place: first, claim: { ...here, ...confirmed } },
  soon: { place: soon, claim: { ...anns, ...confirmed, appointmentId: idOf("ann", soon, reservedAt) } },
} as const satisfies Record<string, { place: Place; claim: Slot["claim"] } | undefined>;

export type Beginning = keyof typeof beginnings;

export const initialSlot = (place: Place, beginning: Beginning): Slot => ({
  ...{ ...place, offered: isOfferedAtFirst(place), past: [], told: [] },
  claim: beginnings[beginning]?.place === place ? beginnings[beginning].claim : undefined,
});

/** Every slot that anything stands on. */
export const everyPlace: readonly Place[] = [...places, soon];

const text = (key: Record<string, string>): Item =>
  Object.fromEntries(Object.entries(key).map(([name, value]) => [name, { S: value }]));

/** What the table holds at first, beside what stands on the first slot. */
export const initialItems: readonly Item[] = ["pat", "pia"].flatMap((providerId) => {
  const offered = places.filter((place) => place.providerId === providerId && isOfferedAtFirst(place));
  const day = dayOf(offered[0]?.startsAt ?? 0);
  return [
    {
      ...text({
        ...userKey(providerId),
        ...profileListing(providerId),
        userId: providerId,
        role: "provider",
        name: "P",
      }),
      createdAt: { N: `${BEGINS}` },
      version: { N: "1" },
    },
    {
      ...text({ ...sheetKey(providerId, day), ...sheetListing(providerId, day) }),
      offered: { NS: [MIDNIGHT, ...offered.map(({ startsAt }) => `${quarterOf(startsAt)}`)] },
      expiresAt: { N: `${Date.parse(day) / 1000 + 172_800}` },
    },
  ];
});

const inOneText = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;
const nameOf = ({ providerId, startsAt }: Place) => `${providerId} ${startsAt}`;
export const claimKeyOf = remembering(
  ({ providerId, startsAt }: Place) => inOneText(claimKey(providerId, startsAt)),
  nameOf,
);
export const sheetKeyOf = remembering(
  ({ providerId, startsAt }: Place) => inOneText(sheetKey(providerId, dayOf(startsAt))),
  nameOf,
);

/** What every claim on a slot says of its place in the table and the index across providers. */
export const placeInTable = remembering(
  ({ providerId, startsAt }: Place) =>
    text({ ...claimKey(providerId, startsAt), ...claimListing(providerId, startsAt) }),
  nameOf,
);

/** All of the time there is, as a query has it. */
export const wholeTime = { from: formatInstant(BEGINS), to: formatInstant(BEGINS + 2 * DAY_SECONDS) };

/** From one slot to another, as a query or a body has it. */
export const windowOf = (first: Place, last: Place) =>
  [formatInstant(first.startsAt), formatInstant(last.startsAt + SLOT_SECONDS)] as const;
