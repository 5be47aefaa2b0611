/** `npm run build:page`: builds the page into `dist/page/`, static files that any host can serve. */
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

export const PAGE = resolve("dist/page");

/** Builds everything except `config.json`, which says where the API is. */
export async function buildPage() {
  await build({
    entryPoints: { page: "web/main.tsx" },
    outdir: PAGE,
    bundle: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    sourcemap: "linked",
    legalComments: "none",
    logLevel: "warning",
  });
  await build({ entryPoints: { page: "web/page.css" }, outdir: PAGE, minify: true, logLevel: "warning" });
  for (const name of ["index.html", "icon.svg"]) cpSync(join("web", name), join(PAGE, name));
}

if (import.meta.main) await buildPage();
