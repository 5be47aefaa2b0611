import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { isRefusal, Refusal } from "../domain/refusal.ts";
import { DAY_SECONDS } from "../domain/rules.ts";
import type { Quarters } from "../domain/schedule.ts";
import { startOfDay } from "../domain/time.ts";
import { settleConcurrently } from "./concurrently.ts";
import { dynamodb } from "./dynamodb.ts";
import { sheetKey, sheetListing } from "./keys.ts";

/**
 * Offers hours. Offers only grow: one idempotent update per UTC day adds quarter-hours to a set, whatever is in it. The
 * updates run in parallel.
 *
 * @throws Refusal partly-stored if DynamoDB stored some days and not others
 */
export async function offer(providerId: string, hours: Quarters) {
  const sheets = [...hours];
  const outcomes = await settleConcurrently(sheets, ([day, quarters]) => add(providerId, day, quarters));
  const failures = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason);
  if (failures.length === 0) return;
  const bug = failures.find((reason) => !isRefusal(reason, "unavailable"));
  if (bug || failures.length === sheets.length) throw bug ?? failures[0];
  const days = (status: PromiseSettledResult<unknown>["status"]) =>
    sheets.flatMap(([day], i) => (outcomes[i]?.status === status ? day : []));
  throw new Refusal("partly-stored", { stored: days("fulfilled"), notStored: days("rejected") });
}

async function add(providerId: string, day: string, quarters: ReadonlySet<number>) {
  const listing = sheetListing(providerId, day);
  await dynamodb.send(
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
}
