import { describe, expect, it } from "vitest";
import { isStaleRead } from "./stale-read.ts";

describe("Given a request to DynamoDB", () => {
  it.each<[string, object, boolean]>([
    ["GetItem", {}, true],
    ["GetItem", { ConsistentRead: true }, false],
    ["Query", { ConsistentRead: false }, true],
    ["Query", { ConsistentRead: true }, false],
    ["Query", { IndexName: "listing" }, false],
    ["BatchGetItem", { RequestItems: { one: { ConsistentRead: true }, other: {} } }, true],
    ["BatchGetItem", { RequestItems: { one: { ConsistentRead: true } } }, false],
    ["PutItem", {}, false],
  ])("%s of %o may read an older state: %s", (command, input, expected) => {
    expect(isStaleRead(command, input)).toBe(expected);
  });
});
