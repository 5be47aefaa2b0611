import type { TestProject } from "vitest/node";
import { startDynamoDB } from "../local/dynamodb.ts";

declare module "vitest" {
  interface ProvidedContext {
    dynamodb: string;
  }
}

/** One embedded DynamoDB for the whole run, in a process of its own. */
export async function setup({ provide }: TestProject) {
  const database = await startDynamoDB();
  provide("dynamodb", database.endpoint);
  return () => database.stop();
}
