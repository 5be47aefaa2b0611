import { randomBytes } from "node:crypto";
import type { Caller } from "../domain/access.ts";
import { encodeAppointmentId } from "../domain/appointment-id.ts";
import { type Appointment, type Claim, holdEnds, isLive, type Reserved } from "../domain/claim.ts";
import { mustBeFair } from "../domain/fair-use.ts";
import { inTheWay, mustBeOnOffer } from "../domain/obstacles.ts";
import { Problem, unavailable } from "../http/problem.ts";
import { readSlot } from "./claims.ts";
import { liveAppointmentsOf } from "./client-appointments.ts";
import { finishIfLeaving, stands } from "./move.ts";
import { take } from "./take.ts";

/**
 * Holds a slot for a client: two reads side by side, which answer all but the last few of a crowd without a write, and one
 * conditional write, which alone decides the race.
 *
 * @param startsAt epoch seconds, on the grid
 * @param now epoch seconds
 * @returns the hold, or the appointment this client has there already (`created` false), which is never extended
 * @throws Problem forbidden, too-soon, slot-not-offered, slot-held, slot-taken, too-many-holds, client-busy
 */
export async function reserve(
  providerId: string,
  startsAt: number,
  clientId: string,
  caller: Caller,
  now: number,
): Promise<{ appointment: Appointment; created: boolean }> {
  const [{ sheet, claim, clientIsDeleted }, appointments] = await Promise.all([
    readSlot(providerId, startsAt, clientId, now),
    liveAppointmentsOf(clientId, now),
  ]);
  if (clientIsDeleted) throw new Problem("forbidden", "This user was deleted; nothing can be reserved for it.");
  const owned = ownedBy(clientId, claim, now);
  if (owned && (await stands(owned, caller, now))) return { appointment: owned, created: false };
  mustBeOnOffer(sheet, startsAt, now);
  if (claim && !owned && isLive(claim, now) && !(await finishIfLeaving(claim, now))) throw inTheWay(claim, now);
  mustBeFair({ providerId, startsAt }, appointments);

  const mine = hold(providerId, startsAt, clientId, now);
  const owner = await take(mine, now);
  if (!owner) return { appointment: mine, created: true };
  const meanwhile = ownedBy(clientId, owner, now);
  // Its own write, where that was sent again because its reply was lost.
  if (meanwhile && (await stands(meanwhile, caller, now)))
    return { appointment: meanwhile, created: meanwhile.appointmentId === mine.appointmentId };
  throw meanwhile ? unavailable() : inTheWay(owner, now);
}

const hold = (providerId: string, startsAt: number, clientId: string, now: number): Reserved => ({
  status: "reserved",
  providerId,
  startsAt,
  appointmentId: encodeAppointmentId({ providerId, startsAt, reservedAt: now }, randomBytes(8)),
  clientId,
  reservedAt: now,
  expiresAt: holdEnds(now),
});

const ownedBy = (clientId: string, claim: Claim | undefined, now: number): Appointment | undefined =>
  claim && claim.status !== "blocked" && claim.clientId === clientId && isLive(claim, now) ? claim : undefined;
