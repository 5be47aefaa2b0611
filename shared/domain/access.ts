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

function onlySelf(caller: Caller, owner: string, rule: Forbidden) {
  if (!isSelfOrAdmin(caller, owner)) throw forbidden(rule);
}

/** Each throws Refusal forbidden unless the item is the caller's own, or the caller is an admin. */
export const mayChangeProfile = (caller: Caller, userId: string) => onlySelf(caller, userId, "change-own-profile");
export const mayDelete = (caller: Caller, userId: string) => onlySelf(caller, userId, "delete-own-profile");
export const mayManageHours = (caller: Caller, providerId: string) => onlySelf(caller, providerId, "manage-own-hours");
export const mayListAppointments = (caller: Caller, clientId: string) =>
  onlySelf(caller, clientId, "list-own-appointments");
export const mayManageFeed = (caller: Caller, userId: string) => onlySelf(caller, userId, "manage-own-feed");
export const mayReserveFor = (caller: Caller, clientId: string) => onlySelf(caller, clientId, "reserve-for-oneself");

/** Throws Refusal forbidden unless a caller may create this profile: its own, with its own role; an admin any. */
export function mayCreateProfile(caller: Caller, userId: string, role: Role) {
  onlySelf(caller, userId, "create-own-profile");
  if (!isAdmin(caller) && role !== caller.role) throw forbidden("create-own-role");
}

/** Whether a caller sees all of a profile. Of a provider, everyone sees the name. */
export const seesWholeProfile = isSelfOrAdmin;

/** Whether a caller acts for a client's appointments: the client itself, or an admin. */
export const actsForClient = isSelfOrAdmin;

/** Whether a caller acts for a provider's appointments: the provider itself, or an admin. */
const actsForProvider = (caller: Caller, providerId: string) =>
  isAdmin(caller) || (caller.role === "provider" && caller.userId === providerId);

/** The only client whose appointments the caller may confirm; undefined if it may confirm anyone's. */
export const mayConfirmOnlyOf = (caller: Caller) => (isAdmin(caller) ? undefined : caller.userId);

/** The only client whose appointments with this provider the caller may cancel; undefined if it may cancel anyone's. */
export const mayCancelOnlyOf = (caller: Caller, providerId: string) =>
  actsForProvider(caller, providerId) ? undefined : caller.userId;

/** Whether a caller may know of an appointment: its client, its provider, an admin. */
export const maySee = (caller: Caller, { clientId, providerId }: Appointment) =>
  actsForClient(caller, clientId) || actsForProvider(caller, providerId);
