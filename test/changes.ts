/** Reads the changes of this file's table from the embedded engine. */
import { randomUUID } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { dynamodb } from "../shared/store/dynamodb.ts";

const { TABLE_NAME: TableName = "" } = process.env;

/** The changes while `run` runs, in order. An item that is written afterwards marks their end. */
export async function changesDuring(run: () => Promise<unknown>): Promise<DynamoDBRecord[]> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${process.env.AWS_ENDPOINT_URL_DYNAMODB}/changes/${TableName}`, resolve).once("error", reject);
  });
  await run();
  const last = `LAST#${randomUUID()}`;
  await dynamodb.send(new PutCommand({ TableName, Item: { pk: last, sk: last } }));
  const records: DynamoDBRecord[] = [];
  for await (const line of createInterface({ input: response })) {
    const record: DynamoDBRecord = JSON.parse(line);
    if (record.dynamodb?.Keys?.pk?.S === last) break;
    records.push(record);
  }
  response.destroy();
  return records;
}
