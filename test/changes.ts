/** What the embedded engine tells of the changes of this file's table. */
import { randomUUID } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { dynamodb } from "../shared/store/dynamodb.ts";

const { TABLE_NAME: TableName = "" } = process.env;

/** The changes that are made while `run` runs, in order. A last item, which is made after it, says that all are there. */
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
