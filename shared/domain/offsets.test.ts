import { describe, expect, it } from "vitest";
import { erasBetween, offsetsOf } from "./offsets.ts";

const at = (instant: string) => Date.parse(instant) / 1000;

describe("Given an instant in a zone", () => {
  it.each([
    ["America/New_York", "2027-08-13T00:00:00Z", -4 * 3600],
    ["Europe/London", "2027-01-01T00:00:00Z", 0],
    ["Asia/Kathmandu", "2027-08-13T00:00:00Z", 5 * 3600 + 45 * 60],
  ])("%s at %s is %i s ahead of UTC", (timeZone, instant, offset) => {
    expect(offsetsOf(timeZone)(at(instant))).toBe(offset);
  });
});

describe("Given an instant outside the years of the data", () => {
  it.each([
    ["1884-01-01T00:00:00Z", -5],
    ["9998-07-01T00:00:00Z", -5],
  ])("%s has the nearest offset that is known", (instant, hours) => {
    expect(offsetsOf("America/New_York")(at(instant))).toBe(hours * 3600);
  });
});

describe("Given the second at which clocks change", () => {
  const change = at("2027-03-14T07:00:00Z"); // 02:00 → 03:00 in New York
  const eras = (from: number, to: number) =>
    erasBetween("America/New_York", change + from, change + to).map((era) => [
      era.from - change,
      era.to - change,
      era.offset / 3600,
    ]);

  it("is the first of a new era", () => {
    expect(eras(-100_000, 100_000)).toEqual([
      [-100_000, 0, -5],
      [0, 100_000, -4],
    ]);
    expect(eras(-3, 1)).toEqual([
      [-3, 0, -5],
      [0, 1, -4],
    ]);
  });

  it("is in no era of an interval that ends there, and in the only era of one that begins there", () => {
    expect(eras(-3, 0)).toEqual([[-3, 0, -5]]);
    expect(eras(-86_400, 0)).toEqual([[-86_400, 0, -5]]);
    expect(eras(0, 3)).toEqual([[0, 3, -4]]);
  });
});
