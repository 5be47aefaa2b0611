/** The ledger against the table: every acknowledged write is there, and there once. */
import { reconcileAppointments } from "./appointments.ts";
import type { Contents } from "./contents.ts";
import type { Finding } from "./finding.ts";
import { reconcileHours } from "./hours.ts";
import type { Ledger } from "./ledger.ts";
import { reconcileProfiles } from "./profiles.ts";
import { reconcileReads } from "./reads.ts";

export const reconcile = (ledger: Ledger, contents: Contents): Finding[] => [
  ...reconcileAppointments(ledger, contents),
  ...reconcileHours(ledger, contents),
  ...reconcileProfiles(ledger, contents),
  ...reconcileReads(ledger),
];
