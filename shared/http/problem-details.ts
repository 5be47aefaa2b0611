/** The words for every refusal of the rules and the store: what is wrong, and what to change. */
import type { Forbidden, Refusal, Refusals } from "../domain/refusal.ts";
import { NOTICE_SECONDS } from "../domain/rules.ts";
import { formatInstant } from "../domain/time.ts";
import { entityTag, versionMismatch } from "./entity-tags.ts";
import { Problem } from "./problem.ts";

/** The problem for a refusal. */
export function problemFrom<K extends keyof Refusals>({ kind, facts }: Refusal<K>): Problem {
  const wording: (facts: Refusals[K]) => Problem = wordings[kind];
  return wording(facts);
}

const wordings: { [K in keyof Refusals]: (facts: Refusals[K]) => Problem<K> } = {
  forbidden: ({ rule }) => new Problem("forbidden", forbidden[rule]),
  "not-found": ({ what }) => new Problem("not-found", notFound[what]),
  "already-exists": ({ deletedUntil }) =>
    new Problem(
      "already-exists",
      deletedUntil === undefined
        ? "There is already a profile for this userId, with other data."
        : `This userId belonged to a user who was deleted; it cannot be used again before ${formatInstant(deletedUntil)}.`,
    ),
  "version-mismatch": (profile) => versionMismatch(entityTag(profile)),
  "has-appointments": ({ appointments, slots }) =>
    new Problem(
      "has-appointments",
      "First cancel the future appointments and withdraw the hours on offer; the next of them are listed here.",
      {
        appointments: appointments.map(({ appointmentId, startsAt }) => ({
          appointmentId,
          startsAt: formatInstant(startsAt),
        })),
        slots: slots.map(({ startsAt }) => formatInstant(startsAt)),
      },
    ),
  "partly-stored": ({ stored, notStored }) =>
    new Problem(
      "partly-stored",
      `The hours of ${stored.length} of ${stored.length + notStored.length} UTC days are stored; repeat the call to store the rest.`,
      { stored, notStored },
    ),
  "too-soon": ({ earliestStart }) => {
    const earliest = formatInstant(earliestStart);
    const detail = `A slot must be reserved at least ${NOTICE_SECONDS / 3600} hours ahead; the earliest start is now ${earliest}.`;
    return new Problem("too-soon", detail, { earliestStart: earliest });
  },
  "slot-not-offered": () => new Problem("slot-not-offered", "The provider does not offer this slot."),
  "slot-held": ({ retryAfter }) =>
    new Problem("slot-held", `Someone holds this slot; unless they confirm, it is free in ${retryAfter} seconds.`, {
      retryAfter,
    }),
  "slot-taken": () => new Problem("slot-taken", "Someone has booked this slot."),
  "client-busy": ({ appointmentId }) =>
    new Problem("client-busy", "You have another appointment at this time.", { appointmentId }),
  "too-many-holds": ({ holds }) =>
    new Problem("too-many-holds", `You hold ${holds.length} unconfirmed slots; confirm or cancel one first.`, {
      holds: holds.map(({ appointmentId, expiresAt }) => ({ appointmentId, expiresAt: formatInstant(expiresAt) })),
    }),
  "not-confirmed": ({ wanted }) => new Problem("not-confirmed", notConfirmed[wanted]),
  "already-started": ({ startsAt }) =>
    new Problem("already-started", `This appointment began at ${formatInstant(startsAt)}.`),
  rescheduled: ({ rescheduledTo }) =>
    new Problem("rescheduled", "This appointment was moved to another slot.", { rescheduledTo }),
  cancelled: () => new Problem("cancelled", "This appointment was cancelled."),
  "reservation-expired": ({ expiredAt }) => {
    const at = formatInstant(expiredAt);
    const detail = `You have no live reservation with this id; its 30 minutes ended at ${at}.`;
    return new Problem("reservation-expired", detail, { expiredAt: at });
  },
  unavailable: () =>
    new Problem("unavailable", "This could not be done just now. Repeat the call in a second; repeating is safe."),
};

const forbidden: Record<Forbidden, string> = {
  "create-own-profile": "You can create only your own profile; an admin can name another userId.",
  "create-own-role": "Your profile must have the role that your token gives you.",
  "change-own-profile": "You can change only your own profile.",
  "delete-own-profile": "You can delete only yourself.",
  "manage-own-hours": "A provider can offer, withdraw and see only its own hours.",
  "list-own-appointments": "You can list only your own appointments.",
  "reserve-for-oneself": "A client can reserve only for itself; an admin can name another clientId.",
  "reserve-for-deleted": "This user was deleted; nothing can be reserved for it.",
  "manage-own-feed": "You can make and revoke only your own calendar feed.",
  "feed-for-deleted": "This user was deleted; no calendar feed can be made for it.",
};

const notFound: Record<Refusals["not-found"]["what"], string> = {
  appointment: "There is no such appointment.",
  user: "There is no such user.",
  feed: "There is no such calendar feed.",
  provider: "There is no provider with this id; create its profile first (POST /users).",
};

const notConfirmed: Record<Refusals["not-confirmed"]["wanted"], string> = {
  move: "This appointment is reserved; confirm it before you move it.",
  calendar: "This appointment is reserved; confirm it before you put it into a calendar.",
};
