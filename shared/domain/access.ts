import { Problem } from "../http/problem.ts";

export type Role = "admin" | "provider" | "client";

/** Who makes a call. */
export interface Caller {
  userId: string;
  role: Role;
}

/** Lets the provider itself and an admin pass. Throws Problem forbidden. */
export function mayManage({ userId, role }: Caller, providerId: string) {
  if (role !== "admin" && userId !== providerId)
    throw new Problem("forbidden", "A provider offers, withdraws and sees its own hours only.");
}
