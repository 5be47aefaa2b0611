/** `npm run build:page`: builds the page into `dist/page/`, static files that any host can serve. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const FOLDER = "dist/page";

/** The page's files by name: all except `config.json`, which says where the API is. */
export async function buildPage(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: "web/main.tsx", out: "page" },
      { in: "web/page.css", out: "page" },
    ],
    outdir: FOLDER,
    bundle: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    sourcemap: "linked",
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  for (const name of ["index.html", "icon.svg"]) files.set(name, readFileSync(join("web", name)));
  return files;
}

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, contents] of await buildPage()) writeFileSync(join(FOLDER, name), contents);
}
