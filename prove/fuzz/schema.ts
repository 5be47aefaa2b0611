/** What a schema of the contract allows, at random. */
import fc from "fast-check";
import { isName } from "../../shared/domain/name.ts";
import { DAY_SECONDS, SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { timeZoneNames } from "../../shared/domain/time-zone.ts";
import type { Schema } from "./contract.ts";
import type { Json, Text } from "./draft.ts";
import { forgeries } from "./forge.ts";

/** In [0, 1). */
export const fraction = fc.integer({ min: 0, max: 9999 }).map((n) => n / 10_000);

export const forgery = fc.constantFrom(...Object.keys(forgeries));

const raw = (value: unknown): Json => ({ json: JSON.stringify(value) });

/** JSON that a schema allows. `name` is the field's. */
export function jsonOf(schema: Schema, name: string): fc.Arbitrary<Json> {
  const { allOf, nullable, ...rest } = schema;
  if (allOf) return jsonOf(Object.assign({}, ...allOf, rest), name);
  if (nullable) return fc.oneof({ weight: 4, arbitrary: jsonOf(rest, name) }, fc.constant(raw(null)));
  const either = schema.oneOf ?? schema.anyOf;
  if (either) return fc.oneof(...either.map((one) => jsonOf(one, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum).map(raw);
  switch (schema.type) {
    case "object":
      return objectOf(schema);
    case "array":
      return arrayOf(schema, name);
    case "boolean":
      return fc.boolean().map(raw);
    case "integer":
    case "number":
      return integerOf(schema).map(raw);
    default:
      return textOf(schema, name).map((string) => ({ string }));
  }
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<Json> {
  const fields = Object.entries(properties).map(([key, schema]) => {
    const field = jsonOf(schema, key).map((value): [string, Json] => [key, value]);
    return required.includes(key) ? field : fc.option(field, { nil: undefined });
  });
  return fc.tuple(...fields).map((entries) => ({ object: entries.filter((entry) => entry !== undefined) }));
}

/** A few, and at times as many as there may be. */
function arrayOf({ items = {}, minItems = 0, maxItems = 5 }: Schema, name: string): fc.Arbitrary<Json> {
  const item = jsonOf(items, name);
  const few = fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, 5) });
  const most = item.map((one) => Array<Json>(maxItems).fill(one));
  return fc.oneof({ weight: 15, arbitrary: few }, most).map((array) => ({ array }));
}

const integerOf = ({ minimum = -1000, maximum = 1000 }: Schema) =>
  fc.oneof(fc.integer({ min: minimum, max: maximum }), fc.constantFrom(minimum, minimum + 1, maximum));

/** Where an interval begins and ends, as slots call it. */
const instantsCalled: Record<string, string> = { from: "startsAt", to: "endsAt" };

/** A text that a schema allows, as a parameter's or a field's value: one that was seen under its name, or a new one. */
export function textOf(schema: Schema, name: string): fc.Arbitrary<Text> {
  if (schema.enum) return fc.constantFrom(...schema.enum).map((value) => ({ text: `${value}` }));
  if (schema.type === "integer") return integerOf(schema).map((value) => ({ text: `${value}` }));
  const fresh = stringOf(schema);
  const kind = schema.format === "date-time" ? (instantsCalled[name] ?? name) : name;
  const seen = fc.record({ seen: fc.constant(kind), pick: fraction, otherwise: fresh });
  return fc.oneof(
    { weight: 3, arbitrary: seen },
    fresh.map((text) => ({ text })),
  );
}

/** As most people have them. */
const plainAddress = fc.stringMatching(/^[a-z]{1,9}(\.[a-z0-9]{1,9})?@[a-z]{1,9}\.example$/);

function stringOf(schema: Schema): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 100, pattern } = schema;
  switch (schema.format) {
    case "date-time":
      return instants;
    case "date":
      return instants.map((instant) => instant.slice(0, 10));
    case "email":
      return fc
        .oneof({ weight: 4, arbitrary: plainAddress }, fc.stringMatching(new RegExp(`${pattern}`)))
        .filter(({ length }) => length <= maxLength);
    case "name":
      return fc
        .oneof(fc.string({ unit: "grapheme", minLength, maxLength }), fc.stringMatching(new RegExp(`${pattern}`)))
        .filter(isName);
    case "time-zone":
      return fc.constantFrom(...timeZoneNames());
  }
  const bounded = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern === undefined) return fc.string({ minLength, maxLength });
  const regular = new RegExp(pattern);
  const some = fc.stringMatching(regular);
  const longest = some.map((text) => text.repeat(maxLength).slice(0, maxLength)).filter((text) => regular.test(text));
  return fc.oneof({ weight: 15, arbitrary: some.filter(bounded) }, schema.maxLength === undefined ? some : longest);
}

/** Midnight UTC of the day the run began. */
const today = Math.floor(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;

/** Mostly on the grid in the days ahead that can be booked, and anywhere in time. */
const instants: fc.Arbitrary<string> = fc
  .oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(2, 3, 3, 3, 4, 4, 5, 6, 9), fc.oneof(fc.integer({ min: 30, max: 44 }), fc.nat(95)))
        .map(([day, quarter]) => today + day * DAY_SECONDS + quarter * SLOT_SECONDS),
    },
    { weight: 1, arbitrary: fc.integer({ min: -400 * DAY_SECONDS, max: 400 * DAY_SECONDS }).map((s) => today + s) },
    {
      weight: 1,
      arbitrary: fc.integer({
        min: Date.parse("0000-01-02T00:00:00Z") / 1000,
        max: Date.parse("9997-12-30T00:00:00Z") / 1000,
      }),
    },
  )
  .chain((seconds) =>
    fc
      .constantFrom("Z", "Z", "Z", "+02:00", "-05:30", "+14:00", ".000Z", ".5Z")
      .map((end) => formatInstant(seconds).replace("Z", end)),
  );
