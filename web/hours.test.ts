import { describe, expect, it } from "vitest";
import type { WeeklyHours } from "../client/index.ts";
import { DAYS, preview } from "./hours.ts";
import { clockTime } from "./time.ts";

/** From a Monday to the Sunday after. */
const week = { fromDate: "2031-03-03", toDate: "2031-03-09" };
const slotsOf = (weekly: WeeklyHours["weekly"], more: Partial<WeeklyHours> = {}) =>
  preview({ weekly, ...week, ...more }).map(({ date, slots }) => [date, slots.length, clockTime(slots[0] ?? 0)]);
const every = (from: string, to: string): WeeklyHours["weekly"][number] => ({ days: [...DAYS], from, to });

describe("Given weekly hours that are not sent yet", () => {
  it("8 to 3 has 28 slots, from 08:00 to 14:45", () => {
    const [monday] = preview({ weekly: [{ days: ["MO"], from: "08:00", to: "15:00" }], ...week });
    const starts = monday?.slots.map(clockTime) ?? [];
    expect([starts.length, starts[0], starts.at(-1)]).toEqual([28, "08:00", "14:45"]);
  });

  it.each([
    ["08:07", "14:53", [["2031-03-03", 26, "08:15"]]],
    ["08:15", "08:30", [["2031-03-03", 1, "08:15"]]],
    ["08:16", "08:30", []],
    ["08:00", "08:00", []],
    ["08:00", "24:00", [["2031-03-03", 64, "08:00"]]],
    [
      "23:00",
      "01:00",
      [
        ["2031-03-03", 4, "23:00"],
        ["2031-03-04", 4, "00:00"],
      ],
    ],
  ] as const)("on Mondays from %s to %s", (from, to, expected) => {
    expect(slotsOf([{ days: ["MO"], from, to }])).toEqual(expected);
  });

  it("hours that overlap count once, and days off not at all", () => {
    const weekly = [every("08:00", "10:00"), every("09:00", "11:00")];
    const exceptDates = ["2031-03-03", "2031-03-05"];
    expect(slotsOf(weekly, { exceptDates })).toEqual(
      ["04", "06", "07", "08", "09"].map((day) => [`2031-03-${day}`, 12, "08:00"]),
    );
  });

  it("dates that are half typed in have no slots, or at most a year of them", () => {
    expect(slotsOf([every("08:00", "09:00")], { fromDate: "" })).toEqual([]);
    expect(slotsOf([every("08:00", "09:00")], { toDate: "" })).toEqual([]);
    expect(slotsOf([every("08:00", "09:00")], { fromDate: "0002-03-03" })).toHaveLength(366);
  });
});
