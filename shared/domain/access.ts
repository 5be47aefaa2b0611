/** Which caller may do what to which person's items. Only this file compares a caller with an owner. */
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

/** Throws Refusal forbidden unless a caller may create this profile: its own, with its own role, or any as an admin. */
export function mustBeAllowedToCreate(caller: Caller, userId: string, role: Role) {
  mustBeSelfOrAdmin(caller, userId, "create-own-profile");
  if (!isAdmin(caller) && role !== caller.role) throw forbidden("create-own-role");
}

/** Whether a caller sees a whole profile, with its email. Everyone sees a provider's name and time zone. */
export const seesWholeProfile = isSelfOrAdmin;

/** Whether a caller is an appointment's client, or an admin. */
export const actsForClient = isSelfOrAdmin;

/** Whether a caller is an appointment's provider, or an admin. */
const actsForProvider = (caller: Caller, providerId: string) =>
  isAdmin(caller) || (caller.role === "provider" && caller.userId === providerId);

/** Whose appointments a caller may confirm: this client's, or everyone's if undefined. */
export const confirmsOnlyFor = (caller: Caller) => (isAdmin(caller) ? undefined : caller.userId);

/** Whose appointments with this provider a caller may cancel: this client's, or everyone's if undefined. */
export const cancelsOnlyFor = (caller: Caller, providerId: string) =>
  actsForProvider(caller, providerId) ? undefined : caller.userId;

/** Whether a caller may see an appointment, with its client's name and email: its client, its provider and an admin may. */
export const maySee = (caller: Caller, { clientId, providerId }: Appointment) =>
  actsForClient(caller, clientId) || actsForProvider(caller, providerId);
