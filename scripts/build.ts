/** Bundles every operation into `dist/<operationId>/index.mjs`, for Lambda, LocalStack and the local server alike. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build, type Metafile } from "esbuild";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";

/** The folder of an operation's bundle; its handler is `index.handler`. */
export const bundleOf = (operationId: OperationId) => resolve(`dist/${operationId}`);

/** Builds one operation's bundle. Returns what esbuild tells of it. */
export async function bundle(operationId: OperationId): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    entryPoints: { index: `functions/${operationId}.ts` },
    outdir: bundleOf(operationId),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // The ES modules of the SDK and of Powertools can be shaken; their CommonJS cannot.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": "./shared/store/credentials.ts" },
    // What is imported on demand stays in files of its own, unread at start.
    splitting: true,
    chunkNames: "[name]-[hash]",
    minify: true,
    sourcemap: "linked",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  replaceFolder(bundleOf(operationId), outputFiles);
  return metafile;
}

/**
 * Makes a folder hold just these files. What is the same already is not touched, and what is new appears whole, so a
 * server that loads from the folder is safe from another that builds.
 */
function replaceFolder(folder: string, files: { path: string; contents: Uint8Array }[]) {
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of files) {
    if (existsSync(path) && readFileSync(path).equals(contents)) continue;
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, contents);
    renameSync(draft, path);
  }
  const wanted = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder))
    if (!wanted.has(name) && /\.(mjs|map)$/.test(name)) rmSync(join(folder, name), { force: true });
}

/** Builds them all. */
export const bundleAll = () => Promise.all(operations.map(({ operationId }) => bundle(operationId)));

if (import.meta.main) await bundleAll();
