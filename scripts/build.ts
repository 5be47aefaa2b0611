/** Bundles every operation into `dist/<operationId>/index.mjs`, for Lambda, LocalStack and the local server alike. */
import { rmSync } from "node:fs";
import { build, type Metafile } from "esbuild";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";

/** The folder of an operation's bundle; its handler is `index.handler`. */
export const bundleOf = (operationId: OperationId) => `dist/${operationId}`;

/** Builds one operation's bundle. Returns what esbuild tells of it. */
export async function bundle(operationId: OperationId): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: { index: `functions/${operationId}.ts` },
    outdir: bundleOf(operationId),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // The ES modules of the SDK and of Powertools can be shaken; their CommonJS cannot.
    mainFields: ["module", "main"],
    alias: {
      "@aws-sdk/credential-provider-node": "./shared/store/credentials.ts",
    },
    // What is imported on demand stays in files of its own, unread at start: the SDK's other ways to find credentials.
    splitting: true,
    chunkNames: "[name]-[hash]",
    minify: true,
    sourcemap: "linked",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
  });
  return metafile;
}

/** Builds them all, afresh. */
export async function bundleAll() {
  rmSync("dist", { recursive: true, force: true });
  return Promise.all(operations.map(({ operationId }) => bundle(operationId)));
}

if (import.meta.main) await bundleAll();
