import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { formatInstant } from "../domain/time.ts";
import { Problem } from "../http/problem.ts";
import { dynamodb } from "./client.ts";
import { itemAfter, returnItemOnFailure } from "./conditional.ts";
import { parseDeleted, parseUser, type User } from "./items.ts";
import { profileListing, userKey } from "./keys.ts";

/**
 * Stores a profile unless there is one with its id: then it returns that one, unchanged.
 *
 * @throws Problem already-exists for the id of a user who was deleted lately
 */
export async function createProfile(user: User, now: number): Promise<{ user: User; created: boolean }> {
  const key = userKey(user.userId);
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: tableName,
        Item: {
          ...key,
          ...user,
          ...(user.role === "provider" ? profileListing(user.userId) : {}),
        },
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
        ExpressionAttributeValues: { ":now": now },
        ...returnItemOnFailure,
      }),
    );
    return { user, created: true };
  } catch (error) {
    const item = await itemAfter(error, key);
    const deleted = parseDeleted(item, now);
    if (!deleted) return { user: parseUser(item), created: false };
    const until = formatInstant(deleted.expiresAt);
    throw new Problem(
      "already-exists",
      `The user with this userId was deleted; it cannot be used again before ${until}.`,
    );
  }
}

/** A user's profile, strongly consistent, or undefined. */
export async function findProfile(userId: string): Promise<User | undefined> {
  const { Item } = await dynamodb.send(
    new GetCommand({
      TableName: tableName,
      Key: userKey(userId),
      ConsistentRead: true,
    }),
  );
  return Item && "userId" in Item ? parseUser(Item) : undefined;
}
