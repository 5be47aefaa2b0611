/**
 * Imports a module of the product with a bug planted below it: the module and what it imports are loaded afresh, under a name
 * of their own, and the one file is edited on its way.
 */
import { registerHooks } from "node:module";
import { resolve as absolute } from "node:path";
import { pathToFileURL } from "node:url";
import { type Plant, type PlantName, plants } from "./plants.ts";

const ROOT = pathToFileURL(absolute(import.meta.dirname, "../..")).href;
const planted = (url: string | undefined) => /\?planted=([\w-]+)$/.exec(url ?? "")?.[1] as PlantName | undefined;
/** What no bug is planted in is shared: it takes long to load, or looks for a file beside its own. */
const isLoadedAfresh = (url: string) =>
  url.startsWith(ROOT) && !/\/node_modules\/|\/shared\/contract\/|\/source-lines\.ts$/.test(url) && !planted(url);

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const plant = planted(context.parentURL);
    return plant && isLoadedAfresh(resolved.url) ? { ...resolved, url: `${resolved.url}?planted=${plant}` } : resolved;
  },
  load(url, context, next) {
    const loaded = next(url, context);
    const name = planted(url);
    if (!name || !url.startsWith(`${ROOT}/${plants[name].file}?`)) return loaded;
    return { ...loaded, source: edited(`${loaded.source}`, name) };
  },
});

/** Throws where the source has changed so that an edit does not fit it any more. */
function edited(source: string, name: PlantName) {
  const { file, edits }: Plant = plants[name];
  return edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`${name}: ${file} does not have this once: ${from}`);
    return text.replace(from, () => to);
  }, source);
}

/** Imports a module by its URL, with a bug planted or as it is. */
export const importPlanted = (url: string, plant: PlantName | undefined) =>
  import(plant ? `${url}?planted=${plant}` : url);
