/** Reconciles appointments: each acknowledged one stands, each ended one has ended, and a slot has one owner. */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { type Claim, isAppointment, isLive } from "../../shared/domain/claim.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Contents } from "./contents.ts";
import { doubled, type Finding, lost } from "./finding.ts";
import { callsOf, isAcknowledged, type Ledger } from "./ledger.ts";
import { type Ownership, ownerships } from "./ownership.ts";

export function reconcileAppointments(ledger: Ledger, contents: Contents): Finding[] {
  const owned = ownerships(ledger);
  const claims = new Map(contents.claims.map((claim) => [slotOf(claim.providerId, claim.startsAt), claim]));
  return [
    ...[...owned.values()].flatMap((one) => stands(one, claims.get(placeOf(one)), contents.at)),
    ...ended(ledger, claims, contents),
    ...twoOwners([...owned.values()]),
    ...contents.claims.flatMap((claim) => wasAsked(claim, owned, ledger, contents.at)),
  ];
}

const slotOf = (providerId: string, startsAt: number) => `${providerId} ${formatInstant(startsAt)}`;
const placeOf = ({ providerId, startsAt }: Pick<Ownership, "providerId" | "startsAt">) => `${providerId} ${startsAt}`;

function stands(one: Ownership, claim: Claim | undefined, at: number): Finding[] {
  if (one.until <= at) return [];
  const isConfirmed = Number.isFinite(one.confirmedAt);
  const statuses = isConfirmed ? ["confirmed"] : ["reserved", "confirmed"];
  const isThere = claim?.appointmentId === one.appointmentId && statuses.includes(claim.status);
  if (isThere && "clientId" in claim && claim.clientId === one.clientId) return [];
  return [lost(`${isConfirmed ? "confirmed appointment" : "hold"} ${text(one)}; there is ${text(claim)}`)];
}

/** Nothing revives what was acknowledged as cancelled, moved away or, with its client, deleted; and nothing forgets the first two. */
function ended(ledger: Ledger, claims: Map<string, Claim>, { at, records }: Contents): Finding[] {
  const findings: Finding[] = [];
  const remembered = new Set(records.map(({ appointmentId }) => appointmentId));
  for (const { path, reply } of callsOf(ledger, "cancelAppointment", "rescheduleAppointment").filter(isAcknowledged)) {
    const { appointmentId = "" } = path ?? {};
    const located = decodeAppointmentId(appointmentId);
    const claim = located && claims.get(slotOf(located.providerId, located.startsAt));
    const isThere = claim?.appointmentId === appointmentId && isLive(claim, at);
    if (reply.body?.appointmentId === appointmentId) continue;
    if (isThere) findings.push(lost(`end of ${text(claim)}`));
    if (claim?.appointmentId !== appointmentId && !remembered.has(appointmentId))
      findings.push(lost(`what became of ${appointmentId}`));
  }
  const deletions = callsOf(ledger, "deleteUser").filter(isAcknowledged);
  const deleted = new Set(deletions.map(({ path }) => path?.userId));
  for (const claim of claims.values())
    if ("clientId" in claim && deleted.has(claim.clientId) && isLive(claim, at))
      findings.push(lost(`deletion of the client of ${text(claim)}`));
  return findings;
}

/** Acknowledged owners of one slot whose times overlap. */
function twoOwners(owned: Ownership[]): Finding[] {
  return [...Map.groupBy(owned, placeOf).values()].flatMap((owners) => {
    const inOrder = owners.filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from);
    return inOrder.flatMap((one, index) => {
      const earlier = inOrder.slice(0, index).find(({ until }) => until > one.from);
      return earlier ? [doubled(`slot owned by ${text(earlier)} and ${text(one)}`)] : [];
    });
  });
}

/** Nothing stands that nobody asked for, and nothing beside what its client was told. */
function wasAsked(claim: Claim, owned: Map<string, Ownership>, ledger: Ledger, at: number): Finding[] {
  if (!isAppointment(claim) || owned.has(claim.appointmentId)) return [];
  const asked = callsOf(ledger, "reserveAppointment", "rescheduleAppointment").filter(
    ({ person, body, path }) =>
      person === claim.clientId &&
      body?.startsAt === formatInstant(claim.startsAt) &&
      (body.providerId ?? decodeAppointmentId(`${path?.appointmentId}`)?.providerId) === claim.providerId,
  );
  if (asked.length === 0) return [doubled(`claim that nobody asked for: ${text(claim)}`)];
  if (!isLive(claim, at) || asked.some(({ reply }) => !reply)) return [];
  return [doubled(`claim that its client was never told of: ${text(claim)}`)];
}

const text = (value: unknown) => JSON.stringify(value) ?? "nothing";
