import { describe, expect, it } from "vitest";
import { isDate, isInstant, withColon } from "./time.ts";

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
  ])("%s is not a date", (text) => {
    expect(isDate(text)).toBe(false);
  });
});

describe("Given a time with an offset", () => {
  it.each([
    ["0000-01-01T00:00:00Z", true],
    ["0000-01-01T00:59:59+01:00", false],
    ["9998-12-31T23:59:59Z", true],
    ["9998-12-31T23:00:00-01:00", false],
    ["2031-02-30T25:00:00Z", false],
  ])("%s is an instant that we accept: %s", (text, expected) => {
    expect(isInstant(text)).toBe(expected);
  });
});

describe("Given an offset without a colon", () => {
  it.each([
    ["2031-03-07T08:00:00+0000", "2031-03-07T08:00:00+00:00"],
    ["2031-03-07T08:00:00.5-0930", "2031-03-07T08:00:00.5-09:30"],
    ["2031-03-07T08:00:00+02:00", "2031-03-07T08:00:00+02:00"],
    ["2031-03-07T08:00:00Z", "2031-03-07T08:00:00Z"],
    ["2031-03-07T08:00:00+02", "2031-03-07T08:00:00+02"],
  ])("%s is read as %s", (text, expected) => {
    expect(withColon(text)).toBe(expected);
  });
});
