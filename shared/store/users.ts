import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { dynamodb } from "./client.ts";
import { itemAfter, returnOwner } from "./conditional.ts";
import { parseUser, type User } from "./items.ts";
import { profileListing, userKey } from "./keys.ts";

/** Stores a profile unless there is one with its id: then it returns that one, unchanged. */
export async function createProfile(user: User): Promise<{ user: User; created: boolean }> {
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
        ConditionExpression: "attribute_not_exists(pk)",
        ...returnOwner,
      }),
    );
    return { user, created: true };
  } catch (error) {
    return { user: parseUser(await itemAfter(error, key)), created: false };
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
  return Item && parseUser(Item);
}
