import { Refusal } from "../domain/refusal.ts";
import type { Profiles, User } from "../domain/user.ts";
import { mapConcurrently } from "./concurrently.ts";
import { all, type Expression } from "./conditions.ts";
import { deletedUntil, parseUser } from "./items.ts";
import { profileListing, userKey } from "./keys.ts";
import { batchGet, get, MOST_KEYS } from "./read.ts";
import { put, putOf, update, updateOf } from "./write.ts";

/**
 * Stores a profile unless there is one with its id: then it returns that one, unchanged.
 *
 * @throws Refusal already-exists for the id of a user who was deleted lately
 */
export async function createProfile(user: User, now: number): Promise<{ user: User; created: boolean }> {
  const item = { ...userKey(user.userId), ...user, ...(user.role === "provider" && profileListing(user.userId)) };
  const isNew = { expression: "attribute_not_exists(pk) OR expiresAt <= :now", values: { ":now": now } };
  const refused = await put(putOf(item, isNew));
  if (!refused) return { user, created: true };
  const until = deletedUntil(refused.existing, now);
  if (until !== undefined) throw new Refusal("already-exists", { deletedUntil: until });
  return { user: parseUser(refused.existing), created: false };
}

/** A user's profile, strongly consistent, or undefined. */
export async function findProfile(userId: string): Promise<User | undefined> {
  const item = await get(userKey(userId));
  return isProfile(item) ? parseUser(item) : undefined;
}

/**
 * The profiles of these users by userId, strongly consistent: one batch for every 100 of them. Whoever has no profile, or was
 * deleted, is not among them.
 */
export async function findProfiles(userIds: Iterable<string>): Promise<Profiles> {
  const keys = [...new Set(userIds)].map(userKey);
  const batches = Array.from({ length: Math.ceil(keys.length / MOST_KEYS) }, (_, i) =>
    keys.slice(i * MOST_KEYS, (i + 1) * MOST_KEYS),
  );
  const items = (await mapConcurrently(batches, (batch) => batchGet(batch))).flat();
  const profiles = items.filter(isProfile).map(parseUser);
  return new Map(profiles.map((user) => [user.userId, user]));
}

/** The fields to change. Null removes a field; one that is not named stays as it is. */
export interface ProfileChanges {
  name?: string;
  email?: string | null;
  timeZone?: string | null;
}

/**
 * Changes a profile.
 *
 * @param version the version the caller read, which the profile must still have; if it is missing, the version is not checked
 * @throws Refusal not-found, version-mismatch
 */
export async function changeProfile(userId: string, changes: ProfileChanges, version?: number): Promise<User> {
  const result = await update(updateOf(userKey(userId), changing(changes), all(EXISTS, hasVersion(version))));
  if ("item" in result) return parseUser(result.item);
  if (!isProfile(result.existing)) throw new Refusal("not-found", { what: "user" });
  const user = parseUser(result.existing);
  // Our own write is done, and its reply was lost.
  if (version !== undefined && user.version === version + 1 && holds(user, changes)) return user;
  throw new Refusal("version-mismatch", { version: user.version });
}

function changing(changes: ProfileChanges): Expression {
  const set: [string, string][] = [];
  const removed: string[] = [];
  for (const [name, value] of Object.entries(changes))
    if (typeof value === "string") set.push([name, value]);
    else removed.push(name);
  const assignments = ["version = version + :one", ...set.map(([name]) => `#${name} = :${name}`)];
  return {
    expression: [
      `SET ${assignments.join(", ")}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.map((name) => `#${name}`).join(", ")}`] : []),
    ].join(" "),
    names: Object.fromEntries(Object.keys(changes).map((name) => [`#${name}`, name])),
    values: { ":one": 1, ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])) },
  };
}

/** There is a profile, not the mark of a deleted user. */
const EXISTS: Expression = { expression: "attribute_exists(userId)" };

const hasVersion = (version: number | undefined): Expression | undefined =>
  version === undefined ? undefined : { expression: "version = :version", values: { ":version": version } };

const isProfile = (item: unknown) => "userId" in Object(item);

const holds = (user: User, { name = user.name, email = user.email, timeZone = user.timeZone }: ProfileChanges) =>
  user.name === name && (user.email ?? null) === (email ?? null) && (user.timeZone ?? null) === (timeZone ?? null);
