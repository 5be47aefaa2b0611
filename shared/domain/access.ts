import type { Caller } from "../http/authenticate.ts";
import { Problem } from "../http/problem.ts";

/** Lets the provider itself and an admin pass. Throws Problem forbidden. */
export function mayManage({ userId, role }: Caller, providerId: string) {
  if (role !== "admin" && userId !== providerId)
    throw new Problem("forbidden", "A provider offers, withdraws and sees its own hours only.");
}
