/** The parts of dynalite that are used here, without its HTTP server: how it parses a request, and how it acts on a store. */
import { createRequire } from "node:module";
import type { Store } from "dynalite/db/index.js";
import { checkTypes, checkValidations } from "dynalite/validations/index.js";

/** A parsed request. */
// biome-ignore lint/suspicious/noExplicitAny: each action has its own shape
export type Input = Record<string, any>;
export type Reply = Record<string, unknown> & { ConsumedCapacity?: Consumed };
export interface Consumed {
  TableName: string;
  CapacityUnits: number;
  Table?: { CapacityUnits: number };
}

/** What a valid request of an action looks like, as dynalite describes it. */
export interface Shape {
  types: Record<string, unknown>;
  /** A fault that the types cannot express. */
  custom?: (input: Input, store: Store) => string | undefined;
}

/** The error that dynalite throws: its body is the reply that DynamoDB would give. */
export interface DynamoDBError extends Error {
  statusCode: number;
  body: { __type: string; message: string };
}
export const isDynamoDBError = (error: unknown): error is DynamoDBError =>
  error instanceof Error && "statusCode" in error;
export const isFailedCondition = ({ body }: DynamoDBError) => body.__type.endsWith("#ConditionalCheckFailedException");

const require = createRequire(import.meta.url);
const fileOf = (action: string) => `${action.charAt(0).toLowerCase()}${action.slice(1)}.js`;

const returnsOld = { ReturnValuesOnConditionCheckFailure: { type: "String", enum: ["ALL_OLD", "NONE"] } };

/** dynalite's shape of a request. For a write it adds a parameter that dynalite does not know. */
export function shapeOf(action: string): Shape {
  const shape: Shape = require(`dynalite/validations/${fileOf(action)}`);
  return isWrite(action) ? { ...shape, types: { ...shape.types, ...returnsOld } } : shape;
}

const isWrite = (action: string) => ["PutItem", "UpdateItem", "DeleteItem"].includes(action);

/** Parses a request's body. Throws DynamoDB's error. */
export function parse(store: Store, { types, custom }: Shape, body: object): Input {
  const input = checkTypes({ ...body }, types);
  checkValidations(input, types, custom, store);
  return input;
}

/** Lets dynalite perform a parsed request. Rejects with DynamoDB's error. */
export const act = (store: Store, action: string, input: Input): Promise<Reply> =>
  new Promise((resolve, reject) => {
    require(`dynalite/actions/${fileOf(action)}`)(store, input, (error: Error | null, reply: Reply) =>
      error ? reject(error) : resolve(reply),
    );
  });
