/** The types of those parts of dynalite that are used here: its store, a LevelDB, and its errors. */
declare module "dynalite/db/index.js" {
  import type { AttributeValue } from "aws-lambda";
  export type Item = Record<string, AttributeValue>;
  export type Write = { type: "del"; key: string } | { type: "put"; key: string; value: object };
  interface Range {
    gte: string;
    lt: string;
  }
  interface Level {
    open(): Promise<void>;
    getSync(key: string): Item | undefined;
    values<T>(range: Range): AsyncIterable<T>;
    batch(writes: Write[]): Promise<void>;
    close(): Promise<void>;
  }
  export interface Table {
    TableName: string;
    TableStatus: "CREATING" | "UPDATING" | "DELETING" | "ACTIVE";
    KeySchema: { AttributeName: string }[];
    /** The attribute, if time to live is enabled. dynalite stores it with the table and ignores it. */
    TimeToLive?: string;
  }
  export interface Store {
    db: Level;
    tableDb: { put(key: string, table: Table, done: (error: Error | null) => void): void };
    getTable(name: string, mustBeActive: boolean, done: (error: Error | null, table: Table) => void): void;
  }
  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
  export function capacityUnits(item: Item, isRead: boolean): number;
  export function validationError(message: string): Error;
}

declare module "dynalite/validations/index.js" {
  export function checkTypes(input: object, types: object): Record<string, unknown>;
  export function checkValidations(input: object, types: object, custom?: unknown, store?: unknown): void;
}
