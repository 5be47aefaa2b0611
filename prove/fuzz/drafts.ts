/** Requests at random: valid ones of each operation of the contract, and what a few twists make of them. */
import fc from "fast-check";
import { type Operation, operations } from "./contract.ts";
import { type Draft, usual, type Written } from "./draft.ts";
import { fraction, jsonOf, textOf } from "./schema.ts";
import { twists } from "./twists.ts";

function validDraft(operation: Operation): fc.Arbitrary<Draft> {
  const { parameters, body, method } = operation;
  const entries = (where: string) =>
    fc
      .tuple(
        ...parameters
          .filter((parameter) => parameter.in === where)
          .map(({ name, required, schema }) => {
            const entry = textOf(schema, name).map((value): [string, typeof value] => [name, value]);
            return required ? entry : fc.option(entry, { nil: undefined, freq: 2 });
          }),
      )
      .map((all) => all.filter((entry) => entry !== undefined));
  return fc.record({
    operation: fc.constant(operation),
    method: fc.constant(method),
    thing: fc.oneof({ weight: 2, arbitrary: fraction }, fc.constant(undefined)),
    caller: fc.record({ fits: fc.nat(3).map((n) => n > 0), pick: fraction, token: fc.constant("good") }),
    path: entries("path").map((all) => Object.fromEntries(all.map(([name, value]) => [name, usual(value)]))),
    query: entries("query").map((all) =>
      all.map(([name, value]): [Written, Written] => [usual({ text: name }), usual(value)]),
    ),
    headers: entries("header"),
    ...(body && { body: jsonOf(body, "body") }),
  });
}

const draft = fc
  .tuple(fc.oneof(...operations.map(validDraft)), twists)
  .map(([valid, all]) => all.reduce((draft, twist) => twist(draft), valid));

/** The first `count` requests of a seed: always the same ones, and the first of more. */
export const draftsOf = (seed: number, count: number): Draft[] => fc.sample(draft, { seed, numRuns: count });
