import type { TestProject } from "vitest/node";
import { startDynamoDB } from "../local/dynamodb.ts";

declare module "vitest" {
  interface ProvidedContext {
    dynamodb: string;
  }
}

/** One DynamoDB for the whole run: the embedded one, in a process of its own, or the one that DYNAMODB_ENDPOINT names. */
export async function setup({ provide }: TestProject) {
  const database = await startDynamoDB();
  provide("dynamodb", database.endpoint);
  return () => database.stop();
}
