/**
 * Imports a module of the product with a planted bug: the module and what it imports are loaded again, under URLs of their own,
 * and the file with the bug is edited while it loads.
 */
import { registerHooks } from "node:module";
import { resolve as absolute } from "node:path";
import { pathToFileURL } from "node:url";
import { isPlantName, type Plant, type PlantName, plants } from "./plants.ts";

const ROOT = pathToFileURL(absolute(import.meta.dirname, "../..")).href;
function planted(url = ""): PlantName | undefined {
  const [, name = ""] = /\?planted=([\w-]+)$/.exec(url) ?? [];
  return isPlantName(name) ? name : undefined;
}
/** Modules in which no bug is planted are shared: they load slowly, or look for a file beside their own. */
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

/** Throws if the source has changed and an edit does not fit it any more. */
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
