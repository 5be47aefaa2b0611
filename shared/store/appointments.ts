import type { Caller } from "../domain/access.ts";
import { decodeAppointmentId, type Located } from "../domain/appointment-id.ts";
import { type Appointment, type Claim, holdEnds, isPresent } from "../domain/claim.ts";
import { formatInstant } from "../domain/time.ts";
import { Problem } from "../http/problem.ts";
import { readClaim } from "./claims.ts";

/**
 * The appointment with this id, whatever its state, if it is the caller's: its client, its provider, an admin.
 *
 * @throws Problem not-found, reservation-expired
 */
export async function findAppointment(appointmentId: string, caller: Caller, now: number): Promise<Appointment> {
  const located = locate(appointmentId);
  const claim = await readClaim(located.providerId, located.startsAt);
  const appointment = visible(claim, appointmentId, caller, now);
  if (!appointment) throw notThere(located, now);
  return appointment;
}

/** Where an id says its appointment is. Throws not-found for what is none of our ids. */
export function locate(appointmentId: string): Located {
  const located = decodeAppointmentId(appointmentId);
  if (!located) throw notFound();
  return located;
}

/** The claim as an appointment, if it is there at `now`, carries this very id and is the caller's to see. */
export const visible = (claim: Claim | undefined, appointmentId: string, caller: Caller, now: number) =>
  claim &&
  claim.status !== "blocked" &&
  claim.appointmentId === appointmentId &&
  isPresent(claim, now) &&
  isTheirs(caller, claim)
    ? claim
    : undefined;

/** Throws already-started for an appointment that has begun at `now`. */
export function mustLieAhead({ startsAt }: Appointment, now: number) {
  if (startsAt <= now) throw new Problem("already-started", `This appointment began at ${formatInstant(startsAt)}.`);
}

export const cancelled = () => new Problem("cancelled", "This appointment was cancelled.");

export const rescheduled = (rescheduledTo: string) =>
  new Problem("rescheduled", "This appointment was moved to another slot.", { rescheduledTo });

const isTheirs = ({ userId, role }: Caller, { clientId, providerId }: Appointment) =>
  role === "admin" || userId === clientId || (role === "provider" && userId === providerId);

/**
 * The answer for what has lapsed, does not exist or is not the caller's. It is the id alone that speaks, swept or not and
 * whoever asks, so nobody can probe: past the half hour it names, it is an expired reservation for all they may know.
 */
export const notThere = ({ reservedAt }: Located, now: number) =>
  holdEnds(reservedAt) <= now ? reservationExpired(formatInstant(holdEnds(reservedAt))) : notFound();

const reservationExpired = (expiredAt: string) =>
  new Problem(
    "reservation-expired",
    `No reservation of yours with this id is live; its 30 minutes were over at ${expiredAt}.`,
    {
      expiredAt,
    },
  );

export const notFound = () => new Problem("not-found", "There is no such appointment.");
