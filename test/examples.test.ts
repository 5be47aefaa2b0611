/** An admin sends the examples of openapi.yaml in order, three days before the slot that they are about. */
import { expect, it } from "vitest";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { ajv } from "./contract.ts";
import { document, type Node } from "./document.ts";
import { call, DAY } from "./harness.ts";

const operations: Node[] = Object.values<Node>(document.paths).flatMap((path) => Object.values<Node>(path));
const resolve = (node: Node): Node =>
  node.$ref
    ? resolve(
        node.$ref
          .slice(2)
          .split("/")
          .reduce((at: Node, key: string) => at[key], document),
      )
    : node;

const reserved = operations.find(({ operationId }) => operationId === "reserveAppointment");
const at = Date.parse(reserved.requestBody.content["application/json"].example.startsAt) / 1000 - 3 * DAY;

/** The examples of an operation's parameters of this kind. A path parameter without one takes its schema's. */
function examplesOf({ parameters = [] }: Node, place: string): [string, string][] {
  const found = parameters.map(resolve).filter((parameter: Node) => parameter.in === place);
  return found.flatMap(({ name, example, schema }: Node) => {
    const value = example ?? (place === "path" ? resolve(schema).example : undefined);
    return value === undefined ? [] : [[name, value]];
  });
}

function bodiesOf({ requestBody }: Node): Node[] {
  const { example, examples } = requestBody?.content["application/json"] ?? {};
  return examples ? Object.values<Node>(examples).map(({ value }) => value) : [example];
}

/** Parameters whose values come from earlier replies. */
const GIVEN = ["appointmentId", "feedKey"];

it("each example call succeeds, with the appointmentId and feedKey of earlier replies", async () => {
  const given = new Map<string, string>();
  for (const operation of operations)
    for (const body of bodiesOf(operation)) {
      const path = examplesOf(operation, "path").map(([name, example]) => [name, given.get(name) ?? example]);
      const { status, body: reply } = await call(operation.operationId as OperationId, {
        path: Object.fromEntries(path),
        query: Object.fromEntries(examplesOf(operation, "query")),
        body,
        at,
      });
      expect({ ...operation, status, reply }).toMatchObject({ status: expect.toSatisfy((code: number) => code < 300) });
      for (const name of GIVEN) if (reply?.[name]) given.set(name, reply[name]);
    }
});

it("each example of a body, a parameter and a schema is valid", () => {
  const wrong: string[] = [];
  const visit = (node: Node, at: string[]) => {
    if (typeof node !== "object" || node === null) return;
    const schema = node.schema ?? (node.type || node.allOf || node.oneOf ? node : undefined);
    const values = [
      node.example,
      ...Object.values<Node>(node.schema && node.examples ? node.examples : {}).map(({ value }) => value),
    ];
    if (schema && !at.includes("example"))
      for (const value of values.filter((value) => value !== undefined)) {
        const pointer = [...at, ...(node.schema ? ["schema"] : [])].map((key) =>
          encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")),
        );
        if (!ajv.validate(`openapi.yaml#/${pointer.join("/")}`, value))
          wrong.push(`${at.join(".")}: ${ajv.errorsText()}`);
      }
    for (const [key, child] of Object.entries(node)) visit(child, [...at, key]);
  };
  visit(document, []);
  expect(wrong).toEqual([]);
});
