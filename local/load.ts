import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleOf, type FunctionName } from "../build/bundle.ts";

/** Loads the bundle that Lambda runs. It reads its settings from the environment while it loads, so set them before. */
export const loadHandler = async (name: FunctionName) =>
  (await import(pathToFileURL(join(bundleOf(name), "index.mjs")).href)).handler;
