/** Bundles every operation into `dist/<operationId>/index.mjs`, for Lambda, LocalStack and the local server alike. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";

/** The folder of an operation's bundle; its handler is `index.handler`. */
export const bundleOf = (operationId: OperationId) => resolve(`dist/${operationId}`);

/**
 * What the SDK would import on demand is never asked for: other ways to find credentials than the environment, event
 * streams, a browser's name. Left out, each function is one file.
 */
const leaveOutOnDemand: Plugin = {
  name: "leave-out-on-demand",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : null));
  },
};

/** Builds all bundles, in one go, since what they share is read once. Returns what esbuild tells of them. */
export async function bundleAll(): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    entryPoints: operations.map(({ operationId }) => ({
      in: `functions/${operationId}.ts`,
      out: join(operationId, "index"),
    })),
    outdir: resolve("dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // An emulator runs the functions by whatever Node it finds: on an older one some calls would fail in odd ways.
    banner: { js: `if (parseInt(process.versions.node) < 24) throw new Error("Node 24 or newer runs this");` },
    // The ES modules of the SDK and of Powertools can be shaken; their CommonJS cannot.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": "./shared/store/credentials.ts" },
    plugins: [leaveOutOnDemand],
    minify: true,
    sourcemap: "linked",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  const folders = Map.groupBy(outputFiles, ({ path }) => dirname(path));
  for (const [folder, files] of folders) replaceFolder(folder, files);
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

if (import.meta.main) await bundleAll();
