import { Refusal } from "../domain/refusal.ts";
import { DELETED_SECONDS } from "../domain/rules.ts";
import type { Profiles, User } from "../domain/user.ts";
import type { VersionRule } from "../domain/version.ts";
import { mapConcurrently } from "./concurrently.ts";
import { all, type Expression, either, ifAbsent, ifExpired } from "./conditions.ts";
import { deletedUntil, parseUser } from "./items.ts";
import { feedItemKey, profileListing, userKey } from "./keys.ts";
import { batchGet, get, MAX_KEYS } from "./read.ts";
import { put, putOf, transact, update, updateOf } from "./write.ts";

/**
 * Stores a profile. If there is one with its id already, returns that one, unchanged.
 *
 * @throws Refusal already-exists for the id of a user who was deleted lately
 */
export async function createProfile(user: User, now: number): Promise<{ user: User; created: boolean }> {
  const item = { ...userKey(user.userId), ...user, ...(user.role === "provider" && profileListing(user.userId)) };
  const ifNew = either(ifAbsent("pk"), ifExpired(now));
  const refused = await put(putOf(item, ifNew));
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
 * The profiles of these users by userId, strongly consistent: one batch per 100 users. Users without a profile are missing,
 * and so are deleted ones.
 */
export async function findProfiles(userIds: Iterable<string>): Promise<Profiles> {
  const keys = [...new Set(userIds)].map(userKey);
  const batches = Array.from({ length: Math.ceil(keys.length / MAX_KEYS) }, (_, i) =>
    keys.slice(i * MAX_KEYS, (i + 1) * MAX_KEYS),
  );
  const items = (await mapConcurrently(batches, (batch) => batchGet(batch))).flat();
  const profiles = items.filter(isProfile).map(parseUser);
  return new Map(profiles.map((user) => [user.userId, user]));
}

/** The fields to change. Null removes a field; a missing field stays as it is. */
export interface ProfileChanges {
  name?: string;
  email?: string | null;
  timeZone?: string | null;
}

/**
 * Changes a profile.
 *
 * @param versions the versions of the profile that the caller accepts
 * @throws Refusal not-found, version-mismatch
 */
export async function changeProfile(
  userId: string,
  changes: ProfileChanges,
  versions: VersionRule = {},
): Promise<User> {
  const result = await update(updateOf(userKey(userId), updateTo(changes), all(ifProfile, ifVersion(versions))));
  if ("item" in result) return parseUser(result.item);
  if (!isProfile(result.existing)) throw new Refusal("not-found", { what: "user" });
  const user = parseUser(result.existing);
  // The change is done already: by this call, whose reply was lost.
  if (versions.oneOf?.includes(user.version - 1) && hasAlready(user, changes)) return user;
  throw new Refusal("version-mismatch", { version: user.version });
}

/**
 * Puts marks in the place of a profile and of its calendar feed, both or neither, so that neither can be created again within
 * `DELETED_SECONDS`. Without a profile, no version is checked.
 *
 * @throws Refusal version-mismatch
 */
export async function replaceByMarks(userId: string, versions: VersionRule, now: number): Promise<void> {
  const mark = { deletedAt: now, expiresAt: now + DELETED_SECONDS };
  const rule = ifVersion(versions);
  const [refused] =
    (await transact([
      { Put: putOf({ ...userKey(userId), ...mark }, rule && either(ifNoProfile, rule)) },
      { Put: putOf({ ...feedItemKey(userId), ...mark }) },
    ])) ?? [];
  if (refused) throw new Refusal("version-mismatch", { version: parseUser(refused.existing).version });
}

function updateTo(changes: ProfileChanges): Expression {
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
const ifProfile: Expression = { expression: "attribute_exists(userId)" };

/** The profile's version is one that the rule allows. No profile has the version 0. */
function ifVersion({ oneOf, noneOf }: VersionRule): Expression | undefined {
  const rules = [
    oneOf && ifVersionIn("expected", oneOf.length > 0 ? oneOf : [0]),
    noneOf === "any" ? ifNoProfile : noneOf?.length ? not(ifVersionIn("excluded", noneOf)) : undefined,
  ].filter((rule) => rule !== undefined);
  return rules.length > 0 ? all(...rules) : undefined;
}

const ifNoProfile = ifAbsent("userId");

const not = ({ expression, ...rest }: Expression): Expression => ({ expression: `NOT ${expression}`, ...rest });

function ifVersionIn(name: string, versions: readonly number[]): Expression {
  const values = Object.fromEntries(versions.map((version, index) => [`:${name}${index}`, version]));
  return { expression: `version IN (${Object.keys(values).join(", ")})`, values };
}

const isProfile = (item: unknown) => "userId" in Object(item);

const hasAlready = (user: User, { name = user.name, email = user.email, timeZone = user.timeZone }: ProfileChanges) =>
  user.name === name && (user.email ?? null) === (email ?? null) && (user.timeZone ?? null) === (timeZone ?? null);
