/** What makes of a valid request one that is nearly valid, or hostile. */
import fc from "fast-check";
import { badTokens } from "./callers.ts";
import { type Draft, type Json, usual, type Written } from "./draft.ts";
import * as hostile from "./hostile.ts";
import { forgery, fraction } from "./schema.ts";
import { breakages } from "./wire.ts";

type Twist = (draft: Draft) => Draft;

const anyText = fc.constantFrom(...hostile.texts, ...hostile.times, ...hostile.timeZones, ...hostile.numbers);
const spelling = fc.constantFrom("usual", "usual", "usual", "bytewise", "twice", "raw" as const);
const anyWritten: fc.Arbitrary<Written> = fc.record({ value: anyText.map((text) => ({ text })), spelling });
const anyJson: fc.Arbitrary<Json> = fc.oneof(
  anyText.map((text) => ({ string: { text } })),
  fc.constantFrom(...hostile.fragments).map((json) => ({ json })),
);
const anyKey = fc.constantFrom(
  ...hostile.prototypeNames,
  "",
  "role",
  "clientId",
  "status",
  "\0",
  "é",
  "x".repeat(9999),
);

const pickOf = <T>(all: readonly T[], pick: number) => all[Math.floor(pick * all.length)];
const replaced = <T>(all: readonly T[], pick: number, by: (one: T) => T) =>
  all.map((one, i) => (i === Math.floor(pick * all.length) ? by(one) : one));

/** Forges the ids and cursors it says. */
const forged = fc.record({ pick: fraction, forgery }).map(
  ({ pick, forgery }): Twist =>
    (draft) => {
      const { path, query } = draft;
      const forge = (written: Written): Written =>
        "seen" in written.value ? { ...written, value: { ...written.value, forgery } } : written;
      const name = pickOf(Object.keys(path), pick);
      if (draft.follow) return { ...draft, follow: { ...draft.follow, forgery } };
      if (name === undefined) return { ...draft, query: replaced(query, pick, ([key, value]) => [key, forge(value)]) };
      return { ...draft, path: { ...path, [name]: forge(path[name] as Written) } };
    },
);

const hostilePath = fc.tuple(anyWritten, fraction).map(
  ([written, pick]): Twist =>
    (draft) => {
      const name = pickOf(Object.keys(draft.path), pick);
      return name === undefined ? draft : { ...draft, path: { ...draft.path, [name]: written } };
    },
);

const respelledPath = fc.tuple(spelling, fraction).map(
  ([spelling, pick]): Twist =>
    (draft) => {
      const name = pickOf(Object.keys(draft.path), pick);
      if (name === undefined) return draft;
      return { ...draft, path: { ...draft.path, [name]: { ...(draft.path[name] as Written), spelling } } };
    },
);

/** A parameter of the operation, whether the draft has it or not, with a hostile value: alone, or a second time. */
const hostileQuery = fc.tuple(anyWritten, fraction, fc.boolean()).map(
  ([written, pick, twice]): Twist =>
    (draft) => {
      const { parameters } = draft.operation;
      const name = pickOf(
        parameters.filter((parameter) => parameter.in === "query"),
        pick,
      )?.name;
      if (name === undefined) return draft;
      const others = twice
        ? draft.query
        : draft.query.filter(([{ value }]) => !("text" in value && value.text === name));
      return { ...draft, query: [...others, [usual({ text: name }), written]] };
    },
);

const unknownQuery = fc.tuple(anyWritten, anyWritten).map(
  (entry): Twist =>
    (draft) => ({ ...draft, query: [...draft.query, entry] }),
);

const hostileHeader = fc.constantFrom(...hostile.headers).map(
  ([name, text]): Twist =>
    (draft) => ({ ...draft, headers: [...draft.headers, [name, { text }]] }),
);

/** Changes one place of a body, wherever in it. */
const hostileBody = fc
  .record({
    pick: fraction,
    how: fc.constantFrom("replace", "drop", "repeat", "add", "wrap"),
    json: anyJson,
    key: anyKey,
  })
  .map(
    (change): Twist =>
      (draft) => {
        if (!draft.body || "bytes" in draft.body) return draft;
        return { ...draft, body: changed(draft.body, change.pick, change) };
      },
  );

interface Change {
  how: string;
  json: Json;
  key: string;
}

function changed(node: Json, pick: number, change: Change): Json {
  if ("object" in node && change.how === "add") return { object: [...node.object, [change.key, change.json]] };
  if ("object" in node && node.object.length > 0) {
    const at = Math.floor(pick * node.object.length);
    const [key, value] = node.object[at] as [string, Json];
    const rest = (pick * node.object.length) % 1;
    if (change.how === "drop") return { object: node.object.toSpliced(at, 1) };
    if (change.how === "repeat") return { object: [...node.object, [key, change.json]] };
    return { object: node.object.with(at, [key, changed(value, rest, change)]) };
  }
  if ("array" in node && node.array.length > 0) {
    const at = Math.floor(pick * node.array.length);
    const rest = (pick * node.array.length) % 1;
    return { array: node.array.with(at, changed(node.array[at] as Json, rest, change)) };
  }
  return change.how === "wrap" ? { array: [node] } : change.json;
}

const hostileBytes = fc
  .oneof(
    { weight: 200, arbitrary: fc.constantFrom(...hostile.bodies) },
    { weight: 10, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constant(hostile.hugeBody) },
  )
  .map(
    (bytes): Twist =>
      (draft) => ({ ...draft, body: { bytes } }),
  );

const otherMethod = fc.constantFrom(...hostile.methods).map(
  (method): Twist =>
    (draft) => ({ ...draft, method }),
);
const otherPath = fc.nat(hostile.paths.length - 1).map(
  (reroute): Twist =>
    (draft) => ({ ...draft, reroute }),
);
const badToken = fc.constantFrom(...badTokens).map(
  (token): Twist =>
    (draft) => ({ ...draft, caller: { ...draft.caller, token } }),
);
const otherCaller = fraction.map(
  (pick): Twist =>
    (draft) => ({
      ...draft,
      caller: { ...draft.caller, fits: false, pick },
    }),
);
const nextPage = fc.oneof(fc.record({ pick: fraction }), fc.record({ pick: fraction, forgery })).map(
  (follow): Twist =>
    (draft) => ({ ...draft, follow }),
);
const broken = fc.nat(breakages.length - 1).map(
  (breakage): Twist =>
    (draft) => ({ ...draft, breakage }),
);

const twist: fc.Arbitrary<Twist> = fc.oneof(
  { weight: 5, arbitrary: forged },
  { weight: 3, arbitrary: hostilePath },
  { weight: 2, arbitrary: respelledPath },
  { weight: 4, arbitrary: hostileQuery },
  { weight: 1, arbitrary: unknownQuery },
  { weight: 2, arbitrary: hostileHeader },
  { weight: 7, arbitrary: hostileBody },
  { weight: 2, arbitrary: hostileBytes },
  { weight: 1, arbitrary: otherMethod },
  { weight: 1, arbitrary: otherPath },
  { weight: 2, arbitrary: badToken },
  { weight: 4, arbitrary: otherCaller },
  { weight: 4, arbitrary: nextPage },
  { weight: 2, arbitrary: broken },
);

/** Two in five as the contract says, two in five beside it in one thing, the rest in several. */
export const twists = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(twist, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(twist, { minLength: 2, maxLength: 5 }) },
);
