/** The contract as it is written, not the code generated from it. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A part of the document. */
// biome-ignore lint/suspicious/noExplicitAny: a YAML document has no type
export type Node = any;

export const document: Node = parse(readFileSync("openapi.yaml", "utf8"));
