/** Who takes part: a client or a provider, and what it remembers. */

import type { Caller } from "../../shared/domain/access.ts";
import { DAY_SECONDS, SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { dayOf, formatInstant, startOfDay } from "../../shared/domain/time.ts";

export interface Seen {
  appointmentId: string;
  providerId: string;
  startsAt: string;
  status: string;
}

export interface Person {
  userId: string;
  role: "client" | "provider";
  /** Who calls: the person itself, or an admin who acts for it. */
  as: Caller;
  random: () => number;
  /** The entity tag of its profile, while it has one. */
  etag?: string | undefined;
  /** The key of its calendar feed, which may be revoked by now. */
  feedKey?: string;
  /** How many names it has had: each is a new one. */
  names: number;
  providers: string[];
  slots: { providerId: string; startsAt: string }[];
  /** What it holds and has booked; of a provider, what others have at it. */
  appointments: Map<string, Seen>;
  /** A provider who gives everything up, in order to be forgotten. */
  isLeaving: boolean;
  isForgotten: boolean;
}

export const born = (role: Person["role"], userId: string, as: Caller, random: () => number): Person => ({
  ...{ userId, role, as, random, names: 0, providers: [], slots: [], appointments: new Map() },
  ...{ isLeaving: false, isForgotten: false },
});

export const newName = (person: Person) => `${person.userId} ${++person.names}`;

export const pick = <T>({ random }: Person, from: readonly T[]): T | undefined =>
  from[Math.floor(random() * from.length)];

export const oneIn = (n: number, { random }: Person) => random() * n < 1;

/** Few slots, so that all want the same: two days, 08:00-15:00. */
const DAYS = 2;
const FIRST = 8 * 4;
const SLOTS = 7 * 4;
const horizon = startOfDay(dayOf(Date.now() / 1000)) + 2 * DAY_SECONDS;

/** All of the days on which anything happens. */
export const everything = { from: formatInstant(horizon), to: formatInstant(horizon + DAYS * DAY_SECONDS) };

/** Some hours of one of the days. */
export function someHours({ random }: Person, most: number) {
  const first = Math.floor(random() * SLOTS);
  const count = 1 + Math.floor(random() * Math.min(most, SLOTS - first));
  const from = horizon + Math.floor(random() * DAYS) * DAY_SECONDS + (FIRST + first) * SLOT_SECONDS;
  return { from: formatInstant(from), to: formatInstant(from + count * SLOT_SECONDS) };
}
