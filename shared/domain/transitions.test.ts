import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { transitions } from "./transitions.ts";

it("is what the diagram in docs/lifecycle.md shows, with time as the one arrow that nobody writes", () => {
  const drawn = [...readFileSync("docs/lifecycle.md", "utf8").matchAll(/^ {2}(\w+) --> (\w+) : (.+)$/gm)];
  const stated = Object.entries(transitions).flatMap(([name, { from, to }]) =>
    from.map((state) => `${state} --> ${to} : ${name}`),
  );
  expect(drawn.map(([line]) => line.trim()).sort()).toEqual([...stated, "reserved --> free : 30 minutes"].sort());
});
