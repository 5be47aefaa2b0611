/** The people one can sign in as on a laptop. For anyone else, `npm run token` prints tokens. */
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
