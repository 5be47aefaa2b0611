import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { DAY_SECONDS } from "../domain/rules.ts";
import { quartersByDay } from "../domain/slots.ts";
import { startOfDay } from "../domain/time.ts";
import { dynamodb } from "./client.ts";
import { sheetKey, sheetListing } from "./keys.ts";

/**
 * Offers every slot between two instants on the grid. Offers only grow: one idempotent update a UTC day, in parallel,
 * that adds quarter-hours to a set and needs to know nothing of what is there.
 */
export async function offer(providerId: string, startsAt: number, endsAt: number) {
  const days = quartersByDay(startsAt, endsAt);
  await Promise.all(
    [...days].map(([day, quarters]) => {
      const listing = sheetListing(providerId, day);
      return dynamodb.send(
        new UpdateCommand({
          TableName: tableName,
          Key: sheetKey(providerId, day),
          UpdateExpression:
            "ADD offered :quarters SET listing = :listing, listingKey = :listingKey, expiresAt = :expiresAt",
          ExpressionAttributeValues: {
            ":quarters": quarters,
            ":listing": listing.listing,
            ":listingKey": listing.listingKey,
            ":expiresAt": startOfDay(day) + 2 * DAY_SECONDS,
          },
        }),
      );
    }),
  );
}
