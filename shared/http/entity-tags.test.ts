import { describe, expect, it } from "vitest";
import { proxyEvent } from "../../test/event.ts";
import { requestTags, versionRule } from "./entity-tags.ts";

const rule = (headers: Record<string, string>) => versionRule(requestTags(proxyEvent({ headers }, undefined)));

describe("Given If-Match", () => {
  it.each([
    ['"1"', [1]],
    ['"1", "2","3"', [1, 2, 3]],
    ['"a,b" , "2"', [2]],
    ['W/"1", "2"', [2]],
    ['"2"x', []],
    ["2", []],
    ['"0"', []],
    ['"9999999999999999"', []],
    ["", []],
    ['*, "1"', [1]],
  ])("%s accepts the versions %j", (text, oneOf) => {
    expect(rule({ "if-MATCH": text })).toEqual({ oneOf });
  });

  it("* accepts any version, as a missing header does", () => {
    expect([rule({ "If-Match": " * " }), rule({})]).toEqual([{}, {}]);
  });

  it("only the first hundred tags of a list count", () => {
    const tags = Array.from({ length: 101 }, (_, index) => `"${index + 1}"`).join();
    expect(rule({ "If-Match": tags }).oneOf).toHaveLength(100);
  });

  it("two headers are one list", () => {
    const event = { ...proxyEvent({}, undefined), multiValueHeaders: { "If-Match": ['"1"', '"2"'] } };
    expect(versionRule(requestTags(event))).toEqual({ oneOf: [1, 2] });
  });
});

describe("Given If-None-Match", () => {
  it.each([
    ['"1"', [1]],
    ['W/"1", "2"', [1, 2]],
    ["*", "any"],
    ["", []],
  ])("%s accepts none of the versions %j", (text, noneOf) => {
    expect(rule({ "If-None-Match": text })).toEqual({ noneOf });
  });
});
