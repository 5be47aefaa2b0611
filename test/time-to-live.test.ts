import { DescribeTimeToLiveCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { table } from "../shared/store/table.ts";

it("the table's items live until their expiresAt", async () => {
  const raw = new DynamoDBClient();
  const { TimeToLiveDescription } = await raw.send(
    new DescribeTimeToLiveCommand({ TableName: process.env.TABLE_NAME }),
  );
  raw.destroy();
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: table.timeToLiveAttribute });
});
