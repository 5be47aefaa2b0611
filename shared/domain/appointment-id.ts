/**
 * An appointment's id says where the appointment is. It packs random bytes, the slot's start, when it was reserved, and the
 * provider's id. It grants nothing: the stored claim must carry the same id, and the caller must be its client or provider.
 */
import { SLOT_SECONDS } from "./rules.ts";
import { END_OF_TIME } from "./time.ts";
import { isUserId } from "./user-id.ts";

export interface Located {
  providerId: string;
  /** Epoch seconds, on the grid. */
  startsAt: number;
  /** Epoch seconds. */
  reservedAt: number;
}

const RANDOM_BYTES = 8;
const SLOT_BYTES = 4;
const RESERVED_AT_BYTES = 5;
const PROVIDER_AT = RANDOM_BYTES + SLOT_BYTES + RESERVED_AT_BYTES;

/** Packs where an appointment is, and 8 random bytes, into base64url. */
export function encodeAppointmentId({ providerId, startsAt, reservedAt }: Located, random: Uint8Array) {
  const bytes = Buffer.alloc(PROVIDER_AT + providerId.length);
  bytes.set(random.subarray(0, RANDOM_BYTES));
  bytes.writeUIntBE(startsAt / SLOT_SECONDS, RANDOM_BYTES, SLOT_BYTES);
  bytes.writeUIntBE(reservedAt, RANDOM_BYTES + SLOT_BYTES, RESERVED_AT_BYTES);
  bytes.write(providerId, PROVIDER_AT);
  return bytes.toString("base64url");
}

/** Where an appointment is, or undefined if the text is not one of our ids. Each id has exactly one spelling. */
export function decodeAppointmentId(appointmentId: string): Located | undefined {
  const bytes = Buffer.from(appointmentId, "base64url");
  if (bytes.length <= PROVIDER_AT || bytes.toString("base64url") !== appointmentId) return undefined;
  const startsAt = bytes.readUIntBE(RANDOM_BYTES, SLOT_BYTES) * SLOT_SECONDS;
  const reservedAt = bytes.readUIntBE(RANDOM_BYTES + SLOT_BYTES, RESERVED_AT_BYTES);
  const providerId = bytes.toString("latin1", PROVIDER_AT);
  const plausible = isUserId(providerId) && startsAt < END_OF_TIME && reservedAt < startsAt;
  return plausible ? { providerId, startsAt, reservedAt } : undefined;
}
