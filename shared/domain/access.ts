/** Who may do what to whose item. Only this file compares a caller with an owner. */
import type { Appointment } from "./claim.ts";
import { type Forbidden, Refusal } from "./refusal.ts";

export type Role = "client" | "provider" | "admin";

/** Who is calling, as the token says. */
export interface Caller {
  userId: string;
  role: Role;
}

const forbidden = (rule: Forbidden) => new Refusal("forbidden", { rule });

export const isAdmin = ({ role }: Caller) => role === "admin";

const isSelfOrAdmin = (caller: Caller, owner: string) => isAdmin(caller) || caller.userId === owner;

/** Throws Refusal forbidden, with the rule that is broken, unless the owner is the caller or the caller is an admin. */
export function mustBeSelfOrAdmin(caller: Caller, owner: string, rule: Forbidden) {
  if (!isSelfOrAdmin(caller, owner)) throw forbidden(rule);
}

/** Throws Refusal forbidden unless a caller may create this profile: its own, with its own role; an admin any. */
export function mustBeAllowedToCreate(caller: Caller, userId: string, role: Role) {
  mustBeSelfOrAdmin(caller, userId, "create-own-profile");
  if (!isAdmin(caller) && role !== caller.role) throw forbidden("create-own-role");
}

/** Whether a caller sees all of a profile, the email too. Of a provider, everyone sees the name. */
export const seesWholeProfile = isSelfOrAdmin;

/** Whether a caller acts for a client's appointments: the client itself, or an admin. A rule of its own, which may change alone. */
export const actsForClient = isSelfOrAdmin;

/** Whether a caller acts for a provider's appointments: the provider itself, or an admin. */
const actsForProvider = (caller: Caller, providerId: string) =>
  isAdmin(caller) || (caller.role === "provider" && caller.userId === providerId);

/** The only client for whom a caller may confirm appointments; undefined if it may for anyone. */
export const confirmsOnlyFor = (caller: Caller) => (isAdmin(caller) ? undefined : caller.userId);

/** The only client for whom a caller may cancel appointments with this provider; undefined if it may for anyone. */
export const cancelsOnlyFor = (caller: Caller, providerId: string) =>
  actsForProvider(caller, providerId) ? undefined : caller.userId;

/**
 * Whether a caller may know of an appointment: its client, its provider, an admin. Who may also sees the client's name and
 * email.
 */
export const maySee = (caller: Caller, { clientId, providerId }: Appointment) =>
  actsForClient(caller, clientId) || actsForProvider(caller, providerId);
