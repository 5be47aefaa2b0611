import { describe, expect, it } from "vitest";
import {
  clockChange,
  countdown,
  dayAndTime,
  dayOf,
  isDay,
  timeElsewhere,
  timeOf,
  weekOf,
  windowAround,
} from "./time.ts";

describe("Given a day on which clocks change", () => {
  it.each([
    ["America/New_York", "2031-03-09", "In New York the clocks go forward on this day, from 02:00 to 03:00."],
    [
      "America/New_York",
      "2031-11-02",
      "In New York the clocks go back on this day, from 02:00 to 01:00: times in between come twice.",
    ],
    ["Europe/London", "2031-03-30", "In London the clocks go forward on this day, from 01:00 to 02:00."],
    ["Australia/Lord_Howe", "2031-10-05", "In Lord Howe the clocks go forward on this day, from 02:00 to 02:30."],
  ])("a sentence describes the change in %s on %s", (zone, date, sentence) => {
    expect(clockChange(zone, date, date)).toBe(sentence);
  });

  it("the sentence names the day if another day is shown", () => {
    expect(clockChange("Europe/Berlin", "2027-10-31", "2027-10-30")).toBe(
      "In Berlin the clocks go back on Sunday 31 October 2027, from 03:00 to 02:00: times in between come twice.",
    );
  });

  it.each(["2031-03-08", "2031-03-10", "2031-07-01"])("there is no sentence on %s", (date) => {
    expect(clockChange("America/New_York", date, date)).toBeUndefined();
  });

  it.each([
    ["Europe/Berlin", "2027-10-30T23:45:00Z", "01:45"],
    ["Europe/Berlin", "2027-10-31T00:00:00Z", "02:00 (UTC+2)"],
    ["Europe/Berlin", "2027-10-31T00:45:00Z", "02:45 (UTC+2)"],
    ["Europe/Berlin", "2027-10-31T01:00:00Z", "02:00 (UTC+1)"],
    ["Europe/Berlin", "2027-10-31T02:00:00Z", "03:00"],
    ["Europe/Berlin", "2027-03-28T01:00:00Z", "03:00"],
    ["Europe/London", "2027-10-31T01:15:00Z", "01:15 (UTC+0)"],
    ["America/New_York", "2031-11-02T05:00:00Z", "01:00 (UTC−4)"],
    ["Australia/Lord_Howe", "2031-04-05T15:00:00Z", "01:30 (UTC+10:30)"],
  ])("in %s the time at %s is %s", (zone, instant, time) => {
    expect(timeOf(zone, Date.parse(instant))).toBe(time);
  });
});

describe("Given an instant", () => {
  const time = Date.parse("2031-03-09T03:30:00Z");

  it("its day and time are those of the zone's wall clock", () => {
    expect(dayOf("America/New_York", time)).toBe("2031-03-08");
    expect(dayAndTime("Asia/Kolkata", time)).toBe("Sunday 9 March 2031, 09:00");
    expect(dayAndTime("UTC", Date.parse("2031-03-09T00:00:00Z"))).toBe("Sunday 9 March 2031, 00:00");
  });

  it("the time elsewhere is given if it differs", () => {
    expect(timeElsewhere("UTC", "Europe/London", time)).toBeUndefined();
    expect(timeElsewhere("UTC", "Asia/Kolkata", time)).toBe("09:00 in Kolkata");
    expect(timeElsewhere("UTC", "America/New_York", time)).toBe("Sat 22:30 in New York");
    expect(timeElsewhere("UTC", "Mars/Olympus", time)).toBeUndefined();
    expect(timeElsewhere("UTC", undefined, time)).toBeUndefined();
  });
});

describe("Given a day", () => {
  it.each([
    ["2028-02-29", true],
    ["2027-02-29", false],
    ["2026-02-31", false],
    ["2026-13-01", false],
    ["9999-12-31", false],
    ["0000-01-01", false],
    [undefined, false],
  ])("isDay(%s) is %s", (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it.each(["2031-03-03", "2031-03-06", "2031-03-09"])("the week of %s begins on its Monday", (date) => {
    expect([weekOf(date)[0], weekOf(date)[6]]).toEqual(["2031-03-03", "2031-03-09"]);
  });

  it("the window around a week contains the week in every zone", () => {
    expect(windowAround(weekOf("2031-03-03"))).toEqual({ from: "2031-03-02T00:00:00Z", to: "2031-03-11T00:00:00Z" });
  });
});

it.each([
  [1_800_000, "30:00"],
  [1_799_001, "30:00"],
  [1_799_000, "29:59"],
  [1, "00:01"],
  [0, "00:00"],
  [-1, "00:00"],
])("%i ms are counted down as %s", (milliseconds, text) => {
  expect(countdown(milliseconds)).toBe(text);
});
