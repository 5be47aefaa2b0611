/** The people to sign in as on a laptop. `npm run token` prints tokens for anyone else. */
import type { Role } from "../../shared/domain/access.ts";

interface Person {
  userId: string;
  role: Role;
  name: string;
}

export const people: Person[] = [
  { userId: "demo-client", role: "client", name: "Demo Client" },
  { userId: "second-client", role: "client", name: "Second Client" },
  { userId: "demo-provider", role: "provider", name: "Demo Provider" },
  { userId: "demo-admin", role: "admin", name: "Demo Admin" },
];
