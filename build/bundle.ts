/** Bundles every function into `dist/<its name>/index.mjs`, for Lambda, LocalStack and the local server alike. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";

/** Every Lambda function: one for each operation, and the one that publishes events. */
export type FunctionName = OperationId | "publishEvents";

/** The folder that a function's bundle is in. */
export const bundleOf = (name: FunctionName) => resolve(`dist/${name}`);

/**
 * Leaves out what the SDK imports dynamically, because no function needs it: other sources of credentials than the
 * environment, event streams, the detection of browsers. So each function is one file.
 */
const leaveOutDynamicImports: Plugin = {
  name: "leave-out-dynamic-imports",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : null));
  },
};

export const functionNames: FunctionName[] = [...operations.map(({ operationId }) => operationId), "publishEvents"];
const sourceOf = (name: FunctionName) => (name === "publishEvents" ? `events/${name}.ts` : `functions/${name}.ts`);

/** Bundles these functions in one run, so that esbuild reads what they share only once. Returns what is in each bundle. */
export async function bundle(names = functionNames): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    entryPoints: names.map((name) => ({ in: sourceOf(name), out: join(name, "index") })),
    outdir: resolve("dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // An emulator runs the functions on whatever Node it finds. On an older one some calls would fail without saying why.
    banner: { js: `if (parseInt(process.versions.node) < 24) throw new Error("This needs Node 24 or newer");` },
    // esbuild can tree-shake the ES modules of the SDK and of Powertools, but not their CommonJS.
    mainFields: ["module", "main"],
    alias: { "@aws-sdk/credential-provider-node": "./shared/store/credentials.ts" },
    // jose puts the headers of its one request into a Headers, which alone would make Node load all of `fetch`.
    define: { Headers: "Map" },
    plugins: [leaveOutDynamicImports],
    minify: true,
    sourcemap: "linked",
    // The map only has to name files and lines: shared/telemetry/source-lines.ts.
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
 * Makes a folder contain exactly these bundle files. It leaves unchanged files alone and replaces others atomically, so that
 * a server can load from the folder while another one builds.
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

if (import.meta.main) await bundle();
