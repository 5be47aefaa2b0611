import { expect, it } from "vitest";
import { hasShortLocalPart, hasValidDomain } from "./email.ts";

it.each([
  ["user@example.xn--q9jyb4c", true],
  ["user@XN--MGBH0FB.XN--KGBECHTV", true],
  ["user@a-b.example", true],
  ["user@abc--d.example", true],
  ["user@example.xn--0oox0", false],
  ["user@xn--a.example", false],
  ["user@ab--cd.example", false],
])("%s has a valid domain: %s", (address, expected) => {
  expect(hasValidDomain(address)).toBe(expected);
});

it("64 characters before the @ are allowed, and 65 are not", () => {
  expect([64, 65].map((count) => hasShortLocalPart(`${"x".repeat(count)}@a.example`))).toEqual([true, false]);
});
