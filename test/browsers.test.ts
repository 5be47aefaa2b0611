/** A page of another origin may send and read all headers that the contract names. */
import { expect, it } from "vitest";
import { exposedHeaders } from "../shared/http/cors.ts";
import { preflight } from "../shared/http/gateway.ts";
import { document, type Node } from "./document.ts";

it("a preflight allows every request header", () => {
  const parameters: Node[] = Object.values(document.components.parameters);
  const named = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name);
  expect(preflight.headers).toEqual(expect.arrayContaining(["Authorization", "Content-Type", ...named]));
});

/** What the Fetch standard lets every page read, as far as the contract names it. */
const SAFELISTED = ["Cache-Control"];

it("every reply's headers can be read", () => {
  const operations = Object.values<Node>(document.paths).flatMap((path) => Object.values<Node>(path));
  const replies = [
    ...Object.values<Node>(document.components.responses),
    ...operations.flatMap(({ responses }) => Object.values<Node>(responses)),
  ];
  const named = new Set(replies.flatMap(({ headers = {} }) => Object.keys(headers)));
  expect(named.size).toBeGreaterThan(4);
  const readable = [...exposedHeaders.split(", "), ...SAFELISTED];
  expect([...named].filter((name) => !readable.includes(name))).toEqual([]);
});
