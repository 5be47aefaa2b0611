/** A draft, made a request: what was seen is looked up, and all of it written as bytes. */
import { badAuthorizations, type Person } from "./callers.ts";
import type { Operation } from "./contract.ts";
import type { Draft, Json, Spelling, Text, Written } from "./draft.ts";
import { forgeries } from "./forge.ts";
import * as hostile from "./hostile.ts";
import { type Known, recall } from "./known.ts";

export interface Request {
  method: string;
  target: string;
  headers: [name: string, value: string][];
  body?: Buffer;
  /** Whose good token it carries. */
  caller?: Person;
  /** Which way its HTTP is broken. */
  breakage?: number;
}

/** Finds whose request makes sense: the provider or client it names, or else someone who may call the operation. */
export type Fitting = (operation: Operation, named: Record<string, string>, pick: number) => Person | undefined;

export function requestOf(draft: Draft, known: Known, people: readonly Person[], fitting: Fitting): Request {
  const { method, operation, breakage, thing } = draft;
  const text = (value: Text) => resolve(value, known, thing);
  const page = pageFor(draft, known);
  const { pick, fits, token } = draft.caller;
  const person =
    (fits && (page?.caller ?? fitting(operation, namedIn(draft, text), pick))) ||
    (people[Math.floor(pick * people.length)] as Person);
  const isGood = token === "good";
  const authorization = isGood ? person.authorization : badAuthorizations[token];
  const body = draft.body && ("bytes" in draft.body ? draft.body.bytes : Buffer.from(written(draft.body, text)));
  return {
    method,
    target: page?.target ?? targetOf(draft, text),
    headers: [
      ...(authorization === undefined ? [] : [["Authorization", authorization] as [string, string]]),
      ...(body ? [["Content-Type", "application/json"] as [string, string]] : []),
      ...draft.headers.map(([name, value]): [string, string] => [name, text(value)]),
    ],
    ...(body && { body }),
    ...(isGood && { caller: person }),
    ...(breakage !== undefined && { breakage }),
  };
}

function resolve(value: Text, known: Known, thing?: number): string {
  if ("text" in value) return value.text;
  const seen = recall(known, value.seen, value.pick, thing) ?? value.otherwise;
  return value.forgery === undefined ? seen : (forgeries[value.forgery]?.(seen, value.pick) ?? seen);
}

/** The texts of its path and of its body's fields. */
function namedIn({ path, body }: Draft, text: (value: Text) => string): Record<string, string> {
  const fields = body && "object" in body ? body.object : [];
  const texts = [
    ...fields.flatMap(([name, value]) => ("string" in value ? [[name, text(value.string)]] : [])),
    ...Object.entries(path).map(([name, { value }]) => [name, text(value)]),
  ];
  return Object.fromEntries(texts);
}

/** The next page of an earlier list: who asked for that, and what to ask now. */
function pageFor({ operation, follow }: Draft, known: Known) {
  const pages = known.pages.filter(({ operationId }) => operationId === operation.operationId);
  const page = follow && pages[Math.floor(follow.pick * pages.length)];
  if (!page) return undefined;
  const cursor = resolve({ seen: "", otherwise: page.cursor, ...follow }, known);
  const { caller, target } = page;
  return { caller, target: `${target}${target.includes("?") ? "&" : "?"}cursor=${spellings.usual(cursor)}` };
}

function targetOf({ operation, path, query, reroute }: Draft, text: (value: Text) => string) {
  const spelled = ({ value, spelling }: Written) => spellings[spelling](text(value));
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name) => (path[name] ? spelled(path[name]) : ""));
  const rerouted = (reroute === undefined ? undefined : hostile.paths[reroute])?.(filled) ?? filled;
  const search = query.map(([name, value]) => `${spelled(name)}=${spelled(value)}`).join("&");
  return search === "" ? rerouted : `${rerouted}?${search}`;
}

const percent = (text: string, kept: RegExp) =>
  [...Buffer.from(text)]
    .map((byte) => [byte, String.fromCharCode(byte)] as const)
    .map(([byte, char]) => (kept.test(char) ? char : `%${byte.toString(16).padStart(2, "0")}`))
    .join("");

const spellings: Record<Spelling, (text: string) => string> = {
  usual: (text) => percent(text, /[\w.~-]/),
  bytewise: (text) => percent(text, /(?!)/),
  twice: (text) => percent(percent(text, /[\w.~-]/), /[\w.~-]/),
  // Whatever may stand in a target at all.
  raw: (text) => percent(text, /[!"$-;=@-~]/),
};

function written(node: Json, text: (value: Text) => string): string {
  if ("json" in node) return node.json;
  if ("string" in node) return JSON.stringify(text(node.string));
  if ("array" in node) return `[${node.array.map((one) => written(one, text)).join()}]`;
  return `{${node.object.map(([key, value]) => `${JSON.stringify(key)}:${written(value, text)}`).join()}}`;
}

/** The request as it goes over the wire, before anything breaks it. */
export function bytesOf({ method, target, headers, body }: Request): Buffer {
  const framing: [string, string][] = body ? [["Content-Length", `${body.length}`]] : [];
  const lines = [["Host", "localhost"], ...headers, ...framing].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), body ?? Buffer.alloc(0)]);
}

/** All a request says, as it is written and as it is read, to tell what a reply knows from what it was told. */
export function textOf({ target, headers, body }: Request): string {
  return [target, decodedAll(target), ...headers.flat(), body?.toString() ?? ""].join("\n");
}

const decodedAll = (target: string) =>
  target.replace(/(%[0-9a-f]{2})+/gi, (escaped) => Buffer.from(escaped.replaceAll("%", ""), "hex").toString());
