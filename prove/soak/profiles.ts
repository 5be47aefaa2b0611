/** Reconciles profiles: made once, each acknowledged change counted once, and gone when deleted. */
import type { User } from "../../shared/domain/user.ts";
import type { Contents } from "./contents.ts";
import { doubled, type Finding, lost } from "./finding.ts";
import { callsOf, type Entry, isAcknowledged, type Ledger, mayHaveActed } from "./ledger.ts";

export function reconcileProfiles(ledger: Ledger, contents: Contents): Finding[] {
  const users = new Map(contents.users.map((user) => [user.userId, user]));
  const marked = new Set(contents.deleted);
  const calls = Map.groupBy(callsOf(ledger, "createUser", "updateUser", "deleteUser"), subject);
  const unasked = [...users.keys()].filter((userId) => !calls.has(userId));
  return [
    ...[...calls].flatMap(([userId, all]) => ofOne(userId, all, users.get(userId), marked.has(userId))),
    ...unasked.map((userId) => doubled(`profile that nobody made: ${userId}`)),
  ];
}

const subject = ({ path, person }: Entry) => path?.userId ?? person;

function ofOne(userId: string, calls: Entry[], user: User | undefined, isMarked: boolean): Finding[] {
  const deletions = callsOf(calls, "deleteUser");
  if (deletions.some(isAcknowledged)) {
    if (user) return [lost(`deletion of ${userId}`)];
    return isMarked ? [] : [lost(`mark of the deletion of ${userId}`)];
  }
  if (deletions.some(mayHaveActed)) return [];
  const wasMade = callsOf(calls, "createUser").some(isAcknowledged);
  if (!user) return wasMade ? [lost(`profile of ${userId}`)] : [];
  return changes(user, callsOf(calls, "updateUser"));
}

/** Each change sets a name of its own, and so tells by the version whether it was counted, and once. */
function changes(user: User, updates: Entry[]): Finding[] {
  const acknowledged = updates.filter(isAcknowledged);
  const sent = updates.filter(mayHaveActed).reduce((sum, { attempts }) => sum + attempts, 0);
  const findings: Finding[] = [];
  const { userId, version, name } = user;
  if (version > 1 + sent) findings.push(doubled(`changes of ${userId}: ${version - 1} of ${sent} sent`));
  if (version < 1 + acknowledged.length)
    findings.push(lost(`changes of ${userId}: ${version - 1} of ${acknowledged.length} acknowledged`));
  const byVersion = Map.groupBy(acknowledged, ({ reply }) => reply.body.version as number);
  for (const [at, [first, ...others]] of byVersion) {
    if (others.length > 0) findings.push(lost(`one of ${1 + others.length} changes of ${userId} to version ${at}`));
    if (at > version || (at === version && name !== first?.body?.name))
      findings.push(lost(`change of ${userId} to version ${at}, ${first?.body?.name}; it is ${version}, ${name}`));
  }
  return findings;
}
