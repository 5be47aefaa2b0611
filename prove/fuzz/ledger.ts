/** Whose is what, by the writes that were seen: the judge of what a caller may see and change. */
import type { Caller } from "../../shared/domain/access.ts";
import type { Person } from "./callers.ts";
import type { Write } from "./recorder.ts";

export interface Ownership {
  providerId: string;
  clientId: string;
}

export interface Ledger {
  /** Of every appointment there ever was, by its id. */
  appointments: Map<string, Ownership>;
  /** The client who was last on a slot, by its key. */
  clients: Map<string, string>;
}

export const emptyLedger = (): Ledger => ({ appointments: new Map(), clients: new Map() });

const PROVIDER = "PROVIDER#";
const keyOf = ({ item }: Write) => `${item.pk} ${item.sk}`;

/** What is kept of an appointment whose slot is taken: known before, and kept by whoever takes it. */
const isRecord = ({ item }: Write) => `${item.pk}`.startsWith("PAST#");

export function enter({ appointments, clients }: Ledger, writes: readonly Write[]) {
  for (const write of writes) {
    const { pk, appointmentId, clientId } = write.item;
    if (isRecord(write)) continue;
    if (typeof appointmentId !== "string" || typeof clientId !== "string") continue;
    appointments.set(appointmentId, { providerId: `${pk}`.slice(PROVIDER.length), clientId });
    clients.set(keyOf(write), clientId);
  }
}

export const isParty = ({ role, userId }: Caller, { providerId, clientId }: Ownership) =>
  role === "admin" || userId === clientId || (role === "provider" && userId === providerId);

/** Whether what a write changed is its caller's own: its profile, its hours, a slot on which it is the client. */
export function isTheirs(caller: Person, write: Write, { appointments, clients }: Ledger) {
  const { pk, appointmentId } = write.item;
  return (
    (isRecord(write) && appointments.has(`${appointmentId}`)) ||
    caller.role === "admin" ||
    pk === `USER#${caller.userId}` ||
    (caller.role === "provider" && pk === `${PROVIDER}${caller.userId}`) ||
    clients.get(keyOf(write)) === caller.userId
  );
}
