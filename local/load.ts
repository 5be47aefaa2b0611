import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleOf, type FunctionName } from "../build/bundle.ts";

/** Loads a bundle that Lambda runs. It reads its settings from the environment, so set it first. */
export const loadHandler = async (name: FunctionName) =>
  (await import(pathToFileURL(join(bundleOf(name), "index.mjs")).href)).handler;
