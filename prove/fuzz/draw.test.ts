import fc from "fast-check";
import { expect, it } from "vitest";
import { operations, type Schema } from "./contract.ts";
import { histories, isSeen } from "./draw.ts";

const fieldsOf = ({ properties = {}, items, allOf = [], oneOf = [], anyOf = [] }: Schema): string[] => [
  ...Object.entries(properties).flatMap(([name, schema]) => [name, ...fieldsOf(schema)]),
  ...[items ?? {}, ...allOf, ...oneOf, ...anyOf].flatMap((schema) =>
    Object.keys(schema).length ? fieldsOf(schema) : [],
  ),
];
const keysIn = (value: unknown): string[] =>
  typeof value !== "object" || value === null || Buffer.isBuffer(value) || isSeen(value)
    ? []
    : Object.entries(value).flatMap(([key, one]) => [key, ...keysIn(one)]);

it("every parameter and every body field of every operation is drawn", () => {
  const requests = fc.sample(histories, { seed: 1, numRuns: 150 }).flatMap(({ requests }) => requests);
  const drawn = requests.flatMap(({ operation: { operationId }, path, query, headers, body }) =>
    [...Object.keys(path), ...[...query, ...headers].map(([name]) => name), ...keysIn(body)].map(
      (name) => `${operationId} ${name}`,
    ),
  );
  const there = operations.flatMap(({ operationId, parameters, body = {} }) =>
    [...parameters.map(({ name }) => name), ...fieldsOf(body)].map((name) => `${operationId} ${name}`),
  );
  expect(new Set(drawn)).toEqual(new Set([...drawn, ...there]));
});
