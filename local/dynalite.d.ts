declare module "dynalite" {
  import type { Server } from "node:http";
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}

/** The engine's own store, a LevelDB: only what is used of it. */
declare module "dynalite/db/index.js" {
  export type Stored = Record<string, Record<string, unknown>>;
  interface Range {
    gte: string;
    lt: string;
  }
  interface Level {
    keys(range: Range): AsyncIterable<string>;
    values<T>(range: Range): AsyncIterable<T>;
    batch(operations: ({ type: "del"; key: string } | { type: "put"; key: string; value: Stored })[]): Promise<void>;
    close(): Promise<void>;
  }
  export function create(options: { path: string }): { db: Level };
  /** What of an item belongs into these indexes: all of it, as they project it all. */
  export function getIndexActions(
    indexes: object[],
    existing: Stored | null,
    item: Stored,
    table: object,
  ): { puts: { index: string; key: string }[] };
}
