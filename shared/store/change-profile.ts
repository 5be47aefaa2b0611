import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { Problem } from "../http/problem.ts";
import { entityTag } from "../http/replies.ts";
import { dynamodb } from "./client.ts";
import { itemAfter, returnItemOnFailure } from "./conditional.ts";
import { parseUser, type User } from "./items.ts";
import { userKey } from "./keys.ts";

/** What to set; null is what to remove, and what is not named stays. */
export interface ProfileChanges {
  name?: string;
  email?: string | null;
  timeZone?: string | null;
}

/**
 * Changes a profile, if it still has the version the caller read.
 *
 * @param ifMatch the entity tag of that version; any version without it
 * @throws Problem not-found, version-mismatch
 */
export async function changeProfile(userId: string, changes: ProfileChanges, ifMatch = "*"): Promise<User> {
  const key = userKey(userId);
  const set = Object.entries(changes).filter(([, value]) => value !== null);
  const removed = Object.entries(changes).filter(([, value]) => value === null);
  const version = versionOf(ifMatch);
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        UpdateExpression: [
          `SET ${["version = version + :one", ...set.map(([name]) => `#${name} = :${name}`)].join(", ")}`,
          ...(removed.length > 0 ? [`REMOVE ${removed.map(([name]) => `#${name}`).join(", ")}`] : []),
        ].join(" "),
        ConditionExpression: version === undefined ? EXISTS : `${EXISTS} AND version = :version`,
        ExpressionAttributeNames: Object.fromEntries(Object.entries(changes).map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ":one": 1,
          ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
          ...(version !== undefined && { ":version": version }),
        },
        ReturnValues: "ALL_NEW",
        ...returnItemOnFailure,
      }),
    );
    return parseUser(Attributes);
  } catch (error) {
    const item = await itemAfter(error, key);
    if (!isProfile(item)) throw new Problem("not-found", "There is no such user.");
    const user = parseUser(item);
    // Our own write, whose reply was lost: it is there already.
    if (user.version === Number(version) + 1 && holds(user, changes)) return user;
    throw new Problem("version-mismatch", `The profile changed since you read it; it is ${entityTag(user)} now.`);
  }
}

const isProfile = (item: unknown) => "userId" in Object(item);

/** Not what a deleted one leaves. */
const EXISTS = "attribute_exists(userId)";

/** The version an entity tag names, undefined for any. A tag that is none of ours names one that never is. */
const versionOf = (ifMatch: string) =>
  ifMatch === "*" ? undefined : Number(/^"([1-9]\d{0,14})"$/.exec(ifMatch)?.[1] ?? 0);

const holds = (user: User, { name = user.name, email = user.email, timeZone = user.timeZone }: ProfileChanges) =>
  user.name === name && (user.email ?? null) === (email ?? null) && (user.timeZone ?? null) === (timeZone ?? null);
