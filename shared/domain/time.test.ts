import { describe, expect, it } from "vitest";
import { isDate } from "./time.ts";

describe("Given a text", () => {
  it.each(["2027-08-13", "2028-02-29", "0000-01-01", "9997-12-31"])("%s is a date", (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    "2027-02-29",
    "2027-13-01",
    "9998-01-01",
    "12027-08-13",
    "-002027-08-13",
    "2027-08-13T00:00Z",
    "2027-8-13",
    "2027-08",
    "today",
    "",
  ])("%s is none", (text) => {
    expect(isDate(text)).toBe(false);
  });
});
