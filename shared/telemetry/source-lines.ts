import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * The source map beside the bundle, if this runs in one. Reading it takes longer than a call, so only a bug's log line asks
 * for it: Node's --enable-source-maps would read it at each cold start.
 */
function readMap(): SourceMap | undefined {
  const file = fileURLToPath(`${import.meta.url}.map`);
  return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

let map: SourceMap | undefined;

/** Names the source files and lines in the stack traces of an error and its causes. */
export function nameSources(error: unknown) {
  if (!(error instanceof Error)) return;
  map ??= readMap();
  error.stack = `${error.stack}`.replaceAll(/(file:[^\s()]+):(\d+):(\d+)/g, sourceOf);
  nameSources(error.cause);
}

function sourceOf(place: string, file: string, line: string, column: string) {
  const source = file === import.meta.url && map?.findOrigin(Number(line), Number(column));
  if (!source || !("fileName" in source)) return place;
  return `${source.fileName.replace(/^(\.\.\/)+/, "")}:${source.lineNumber}:${source.columnNumber}`;
}
