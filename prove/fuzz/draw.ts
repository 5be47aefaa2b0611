/** Draws histories of random requests: mostly what the contract allows, with a hostile value here and there. */
import fc from "fast-check";
import { isName } from "../../shared/domain/name.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { timeZoneNames } from "../../shared/domain/time-zone.ts";
import { SLOT_SECONDS } from "../model/slot.ts";
import { BEGINS, type Beginning, beginningNames } from "../world/people.ts";
import { type Operation, operations, type Schema } from "./contract.ts";
import { forgeries } from "./forge.ts";
import * as hostile from "./hostile.ts";
import { badTokens } from "./tokens.ts";

/** Stands for a value that only the server gives out, such as an id: one that was seen in a field of this name. */
export interface Seen {
  seen: string;
  /** Which of them, in [0, 1). */
  pick: number;
  /** How it is forged, if it is. */
  forgery: string | undefined;
  /** The text to use while none was seen. */
  orElse: string;
}
export const isSeen = (value: unknown): value is Seen => Object(value).seen !== undefined;
export type Text = string | Seen;

/** How a text is written into a URL: percent-encoded once, twice, or as little as possible. */
type Spelling = "usual" | "twice" | "raw";

export interface DrawnRequest {
  operation: Operation;
  /** Who calls: someone for whom the request makes sense if `fits`, otherwise anybody; and the kind of token. */
  caller: { fits: boolean; pick: number; token: string };
  path: Record<string, Text>;
  query: [name: Text, value: Text][];
  headers: [name: string, value: Text][];
  body: unknown;
  spelling: Spelling;
  method?: string | undefined;
  /** Which of `hostile.paths` changes the whole path, if any. */
  route?: number | undefined;
  /** Seconds since the previous request. */
  later: number;
}

/** What is on the slots when the history begins, and the requests that follow. */
export interface History {
  beginning: Beginning;
  requests: DrawnRequest[];
}

const fraction = fc.integer({ min: 0, max: 9999 }).map((n) => n / 10_000);
/** `hostile` once for every `times` of `usual`. */
const seldom = <T>(usual: fc.Arbitrary<T>, hostile: fc.Arbitrary<T>, times = 12) =>
  fc.oneof({ weight: times, arbitrary: usual }, { weight: 1, arbitrary: hostile });
/** Undefined about once in `oneIn`. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) => fc.option(arbitrary, { nil: undefined, freq: oneIn });
/** Undefined except once in `oneIn`. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) => seldom(fc.constant(undefined), arbitrary, oneIn - 1);

/** As the unit "binary", for which fast-check would list all code points when this is imported. */
const anyCharacter = fc.nat(0x10ffff).map((point) => String.fromCodePoint(point).toWellFormed());
const hostileText = fc.oneof(
  fc.constantFrom(...hostile.texts, ...hostile.times, ...hostile.numbers),
  fc.string({ unit: anyCharacter }),
);
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.jsonValue(),
  fc.constantFrom(1.5, -1, 2 ** 53, 1e300, [], {}, [[]], Array(20_000).fill(1), Array(20_000).fill({})),
);

/** JSON that a schema allows, with a hostile value here and there. `name` is the field's name. */
function jsonOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const { allOf, nullable, ...rest } = schema;
  if (allOf) return jsonOf(Object.assign({}, ...allOf, rest), name);
  if (nullable) return seldom(jsonOf(rest, name), fc.constant(null), 4);
  return seldom(allowed(rest, name), hostileValue, 16);
}

function allowed(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return fc.oneof(...either.map((one) => jsonOf(one, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === "object") return objectOf(schema);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "integer" || schema.type === "number") return integerOf(schema);
  if (schema.type !== "array") return textOf(schema, name);
  const { items = {}, minItems = 0, maxItems = 5 } = schema;
  const item = jsonOf(items, name);
  const few = fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, 5) });
  return seldom<unknown>(
    few,
    item.map((one) => Array(maxItems).fill(one)),
    15,
  );
}

function objectOf({ properties = {}, required = [] }: Schema) {
  const fields = Object.entries(properties).map(([key, schema]) =>
    maybe(fc.tuple(fc.constant(key), jsonOf(schema, key)), required.includes(key) ? 30 : 2),
  );
  const unknown = rarely(
    fc.tuple(fc.oneof(hostileText, fc.constantFrom("role", "clientId", "status")), hostileValue),
    30,
  );
  return fc.tuple(...fields, unknown).map((all) => Object.fromEntries(all.filter((one) => one !== undefined)));
}

const integerOf = ({ minimum = -1000, maximum = 1000 }: Schema) =>
  fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, minimum + 1, maximum));

/** The field of a slot whose instants fit this parameter. */
const slotFields: Record<string, string> = { from: "startsAt", to: "endsAt" };

/** A text that a schema allows: mostly one that was seen in a field of this name, otherwise a new one. */
function textOf(schema: Schema, name: string): fc.Arbitrary<Text> {
  const text = (value: unknown) => `${value}`;
  if (schema.enum) return fc.constantFrom(...schema.enum).map(text);
  if (schema.type === "integer") return integerOf(schema).map(text);
  const fresh = stringOf(schema);
  const kind = schema.format === "date-time" ? (slotFields[name] ?? name) : name;
  const forgery = rarely(fc.constantFrom(...Object.keys(forgeries)), 6);
  const seen = fc.record({ seen: fc.constant(kind), pick: fraction, forgery, orElse: fresh });
  return fc.oneof({ weight: 3, arbitrary: seen }, { weight: 1, arbitrary: fresh });
}

function stringOf(schema: Schema): fc.Arbitrary<string> {
  const { format, minLength = 0, maxLength = 100, pattern } = schema;
  if (format === "date-time") return instants;
  if (format === "date") return instants.map((instant) => instant.slice(0, 10));
  if (format === "time-zone") return fc.constantFrom(...timeZoneNames());
  if (pattern === undefined) return fc.string({ minLength, maxLength });
  const regular = new RegExp(pattern);
  const isAllowed = (text: string) =>
    regular.test(text) && text.length >= minLength && text.length <= maxLength && (format !== "name" || isName(text));
  const one = (format === "name" ? fc.string({ unit: "grapheme", maxLength }) : fc.stringMatching(regular)).filter(
    isAllowed,
  );
  /** Repeated up to the longest that is allowed, if the result is. */
  const longest = one.map((text) => [text.repeat(maxLength).slice(0, maxLength), text].find(isAllowed) ?? text);
  return seldom(one, longest, 15);
}

const YEAR = 365 * 86_400;
/** Mostly starts of slots in the next eight days, sometimes any second of the years around or of all time. */
const instants: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.nat(8 * 96).map((quarter) => BEGINS - (BEGINS % SLOT_SECONDS) + quarter * SLOT_SECONDS),
      },
      { weight: 1, arbitrary: fc.integer({ min: BEGINS - YEAR, max: BEGINS + YEAR }) },
      {
        weight: 1,
        arbitrary: fc.integer({ min: Date.parse("0000-01-02") / 1000, max: Date.parse("9997-12-30") / 1000 }),
      },
    ),
    fc.constantFrom("Z", "Z", "Z", "+02:00", "-05:30", "+14:00", ".000Z", ".5Z"),
  )
  .map(([seconds, end]) => formatInstant(seconds).replace("Z", end));

function drawn(operation: Operation): fc.Arbitrary<DrawnRequest> {
  const { parameters, body } = operation;
  const among = (where: string) => parameters.filter((parameter) => parameter.in === where);
  const entries = (where: string) =>
    fc
      .tuple(
        ...among(where).map(({ name, required, schema }) => {
          const entry = fc.tuple(
            fc.constant(name),
            seldom(textOf(schema, name), where === "header" ? textOf(schema, name) : hostileText),
          );
          return required ? entry : maybe(entry, 2);
        }),
      )
      .map((all) => all.filter((entry) => entry !== undefined));
  const twice = among("query").map(({ name }) => name);
  const more = rarely(fc.tuple(twice.length > 0 ? fc.constantFrom(...twice) : hostileText, hostileText), 20);
  return fc.record({
    operation: fc.constant(operation),
    caller: fc.record({
      fits: fc.nat(2).map((n) => n > 0),
      pick: fraction,
      token: seldom(fc.constant("good"), fc.constantFrom(...badTokens), 15),
    }),
    path: entries("path").map((all) => Object.fromEntries(all)),
    query: fc.tuple(entries("query"), more).map(([all, one]) => (one ? [...all, one] : all)),
    headers: fc
      .tuple(entries("header"), rarely(fc.constantFrom(...hostile.headers), 15))
      .map(([all, one]) => (one ? [...all, one] : all)),
    body: body
      ? seldom<unknown>(jsonOf(body, "body"), fc.constantFrom(...hostile.bodies, undefined))
      : rarely<unknown>(fc.constantFrom(...hostile.bodies), 30),
    spelling: seldom<Spelling>(fc.constant("usual"), fc.constantFrom("twice", "raw"), 20),
    method: rarely(fc.constantFrom(...hostile.methods), 40),
    route: rarely(fc.nat(hostile.paths.length - 1), 40),
    later: seldom(fc.constant(0), fc.constantFrom(1, 60, 1800), 8),
  });
}

export const histories: fc.Arbitrary<History> = fc.record({
  beginning: fc.constantFrom(...beginningNames),
  requests: fc.array(fc.oneof(...operations.map(drawn)), { maxLength: 50, size: "max" }),
});
