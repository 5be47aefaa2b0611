/** What generators of clients need of openapi.yaml, whatever their language. */
import { describe, expect, it } from "vitest";
import { document, type Node } from "./document.ts";

const schemas: [string, Node][] = Object.entries(document.components.schemas);
const operations: Node[] = Object.values<Node>(document.paths).flatMap((path) => Object.values<Node>(path));

/** Every node of the document, with the names that lead to it. */
function* nodes(node: Node, at: string[] = []): Generator<{ at: string; node: Node }> {
  if (typeof node !== "object" || node === null) return;
  yield { at: at.join("."), node };
  for (const [key, child] of Object.entries(node)) yield* nodes(child, [...at, key]);
}
const all = [...nodes(document)];

describe("Given the patterns", () => {
  const patterns = all.filter(({ node }) => typeof node.pattern === "string");

  it.each(patterns)("$at is read alike by ECMAScript, Python, Go, Rust and Java", ({ node }) => {
    // The only escapes are `\.` and `\x` with two digits, and no group begins with `(?`.
    expect(node.pattern.replace(/\\\.|\\x[0-9A-F]{2}/g, "")).not.toMatch(/\\|\(\?|\[\[|&&/);
    expect(node.pattern).toMatch(/^\^.*\$$/s);
    expect(() => new RegExp(node.pattern)).not.toThrow();
  });

  it("a field that may be null has the same pattern, format and length as the schema that it repeats", () => {
    const { Email, TimeZone, UserChanges } = document.components.schemas;
    const rules = ({ type, format, pattern, minLength, maxLength }: Node) => ({
      type,
      format,
      pattern,
      minLength,
      maxLength,
    });
    expect(rules(UserChanges.properties.email)).toEqual(rules(Email));
    expect(rules(UserChanges.properties.timeZone)).toEqual(rules(TimeZone));
  });
});

describe("Given the names", () => {
  const names = schemas.map(([name]) => name.toLowerCase());

  it("no schema's name begins with New, as the names of constructors do in Go", () => {
    expect(names.filter((name) => name.startsWith("new"))).toEqual([]);
  });

  it("no schema's name ends with Request or Response, as generators name an operation's input and output", () => {
    expect(names.filter((name) => /(request|response)$/.test(name))).toEqual([]);
  });

  it("no schema has the name of an operation or of another schema, whatever the case", () => {
    const called = operations.map(({ operationId }) => operationId.toLowerCase());
    expect(new Set([...names, ...called]).size).toBe(names.length + called.length);
  });
});

describe("Given the schemas", () => {
  it("none has anyOf: a field that not everyone sees is an optional one", () => {
    expect(all.filter(({ node }) => node.anyOf).map(({ at }) => at)).toEqual([]);
  });

  it("a request may have only the fields that it names, and a reply may get others", () => {
    const taken = new Set(operations.flatMap(({ requestBody }) => (requestBody ? [...referenced(requestBody)] : [])));
    const objects = schemas.filter(([, { type }]) => type === "object");
    for (const [name, { additionalProperties }] of objects)
      expect({ name, additionalProperties }).toEqual({
        name,
        additionalProperties: taken.has(name) ? false : undefined,
      });
  });
});

/** The names of all schemas that a node refers to, and those refer to. */
function referenced(node: Node, found = new Set<string>()) {
  for (const { node: one } of nodes(node)) {
    const [, name] = /^#\/components\/schemas\/(.*)$/.exec(one.$ref) ?? [];
    if (name && !found.has(name)) referenced(document.components.schemas[name], found.add(name));
  }
  return found;
}

describe("Given the links", () => {
  const links: Node[] = Object.values({ ...document.components.links, ...document["x-links"] });

  it("a link leads to each call that takes an id", () => {
    const reached = new Set(links.map(({ operationId }) => operationId));
    const needs = Object.entries<Node>(document.paths)
      .filter(([path]) => path.includes("{"))
      .flatMap(([, path]) => Object.values<Node>(path).map(({ operationId }) => operationId));
    expect(needs.filter((operationId) => !reached.has(operationId))).toEqual([]);
  });

  it("none among the components sends a body: openapi-generator would refuse the document", () => {
    const sending = Object.values<Node>(document.components.links).filter(
      ({ requestBody }) => requestBody !== undefined,
    );
    expect(sending).toEqual([]);
  });

  it("each is used, and fills only parameters that its operation takes", () => {
    const used = new Set(all.map(({ node }) => node.$ref).filter((ref) => `${ref}`.includes("links/")));
    expect(used.size).toBe(links.length);
    for (const { operationId, parameters = {} } of links) {
      const operation = operations.find((one) => one.operationId === operationId);
      const taken = (operation.parameters ?? []).map(({ $ref, name }: Node) =>
        $ref ? document.components.parameters[$ref.split("/").at(-1)].name : name,
      );
      expect(taken).toEqual(expect.arrayContaining(Object.keys(parameters)));
    }
  });
});

it("the contract has a relative server and, for tools that need one, an absolute one", () => {
  const urls: string[] = document.servers.map(({ url }: Node) => url);
  expect([urls.some((url) => url === "/"), urls.some((url) => URL.canParse(url))]).toEqual([true, true]);
});
