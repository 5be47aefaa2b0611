/** Reconciles hours: every acknowledged one is offered, withdrawn ones are kept, and the last word counts. */
import { type Claim, isLive } from "../../shared/domain/claim.ts";
import { SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { isOffered } from "../../shared/domain/slots.ts";
import { dayOf, epochSeconds, formatInstant } from "../../shared/domain/time.ts";
import type { Contents } from "./contents.ts";
import { doubled, type Finding, lost } from "./finding.ts";
import { callsOf, type Entry, isAcknowledged, type Ledger, mayHaveActed } from "./ledger.ts";

/** What was said of one slot by its provider, in order. */
type Words = Entry[];

export function reconcileHours(ledger: Ledger, { claims, sheets, at }: Contents): Finding[] {
  const said = words(ledger);
  const claimAt = new Map(claims.map((claim) => [slot(claim.providerId, claim.startsAt), claim]));
  const sheetAt = new Map(sheets.map((sheet) => [`${sheet.providerId} ${sheet.day}`, sheet]));
  const findings: Finding[] = [];
  for (const [place, all] of said) {
    const [providerId = "", startsAt = ""] = place.split(" ");
    const start = epochSeconds(startsAt);
    const sheet = sheetAt.get(`${providerId} ${dayOf(start)}`);
    const offered = sheet !== undefined && isOffered(sheet, start);
    const submits = all.filter(isSubmit);
    if (!offered && submits.some(isAcknowledged)) findings.push(lost(`hours ${place}`));
    if (offered && !submits.some(mayHaveActed)) findings.push(doubled(`hours that nobody submitted: ${place}`));
    if (offered) findings.push(...lastWord(place, all.filter(mayHaveActed), claimAt.get(place), at));
  }
  const unsaid = sheets.flatMap(({ providerId, day, offered }) =>
    [...offered].map((quarter) => slot(providerId, epochSeconds(`${day}T00:00:00Z`) + quarter * SLOT_SECONDS)),
  );
  for (const place of unsaid) if (!said.has(place)) findings.push(doubled(`hours that nobody submitted: ${place}`));
  for (const [place, claim] of claimAt)
    if (claim.status === "blocked" && !said.get(place)?.some((word) => !isSubmit(word) && mayHaveActed(word)))
      findings.push(doubled(`withdrawal that nobody asked for: ${place}`));
  return findings;
}

const isSubmit = ({ operationId }: Entry) => operationId === "submitAvailability";

const slot = (providerId: string, startsAt: number) => `${providerId} ${formatInstant(startsAt)}`;

/** A provider has one call under way at a time, so of what it said of a slot the last has to hold, if it was answered. */
function lastWord(place: string, all: Words, claim: Claim | undefined, at: number): Finding[] {
  const last = all.at(-1);
  if (!last || !isAcknowledged(last)) return [];
  const isBlocked = claim?.status === "blocked" && isLive(claim, at);
  if (isSubmit(last)) return isBlocked ? [lost(`hours given back ${place}`)] : [];
  // What clients had there by then stands, and is free again when they give it up.
  const standing: { startsAt: string }[] = last.reply.body.appointments;
  const isExempt = standing.some(({ startsAt }) => place.endsWith(` ${startsAt}`));
  return isBlocked || isExempt ? [] : [lost(`withdrawal ${place}; there is ${JSON.stringify(claim)}`)];
}

function words(ledger: Ledger): Map<string, Words> {
  const said = new Map<string, Words>();
  for (const entry of callsOf(ledger, "submitAvailability", "withdrawAvailability")) {
    const [from, to] = isSubmit(entry)
      ? [entry.body?.startsAt, entry.body?.endsAt]
      : [entry.query?.from, entry.query?.to];
    for (let start = epochSeconds(`${from}`); start < epochSeconds(`${to}`); start += SLOT_SECONDS) {
      const place = slot(`${entry.path?.providerId}`, start);
      const all = said.get(place) ?? [];
      all.push(entry);
      said.set(place, all);
    }
  }
  return said;
}
