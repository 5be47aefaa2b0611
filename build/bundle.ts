/** Bundles every function into `dist/<its name>/index.mjs`, for Lambda, LocalStack and the local server alike. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";

/** A function: an operation's, or the one that publishes events. */
export type FunctionName = OperationId | "publishEvents";

/** The folder of a function's bundle; its handler is `index.handler`. */
export const bundleOf = (name: FunctionName) => resolve(`dist/${name}`);

/**
 * Leaves out what the SDK imports only on demand, since no function needs it: credentials from elsewhere than the
 * environment, event streams, a browser's name. So each function is one file.
 */
const leaveOutOnDemand: Plugin = {
  name: "leave-out-on-demand",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : null));
  },
};

/** Builds all bundles in one go, so that esbuild reads what they share once. Returns esbuild's account of them. */
export async function bundleAll(): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    entryPoints: [...operations.map(({ operationId }) => `functions/${operationId}.ts`), "events/publishEvents.ts"].map(
      (file) => ({ in: file, out: join(basename(file, ".ts"), "index") }),
    ),
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
    // jose keeps the headers of its one request in a Headers. That alone would load all of `fetch`.
    define: { Headers: "Map" },
    plugins: [leaveOutOnDemand],
    minify: true,
    sourcemap: "linked",
    // The map is there to name files and lines: shared/telemetry/source-lines.ts.
    sourcesContent: false,
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
 * Makes a folder hold exactly these files. It does not touch a file that stays the same, and a new one appears whole, so
 * that a server can load from the folder while another one builds.
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
