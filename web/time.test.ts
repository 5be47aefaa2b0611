import { describe, expect, it } from "vitest";
import { clockChange, countdown, dayAndTime, dayOf, timeElsewhere, weekOf, windowAround } from "./time.ts";

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
  ])("in %s on %s, it is said in words", (zone, date, sentence) => {
    expect(clockChange(zone, date)).toBe(sentence);
  });

  it.each(["2031-03-08", "2031-03-10", "2031-07-01"])("there is nothing to say on %s", (date) => {
    expect(clockChange("America/New_York", date)).toBeUndefined();
  });
});

describe("Given an instant", () => {
  const time = Date.parse("2031-03-09T03:30:00Z");

  it("its day and time are those of the wall", () => {
    expect(dayOf("America/New_York", time)).toBe("2031-03-08");
    expect(dayAndTime("Asia/Kolkata", time)).toBe("Sunday 9 March 2031, 09:00");
    expect(dayAndTime("UTC", Date.parse("2031-03-09T00:00:00Z"))).toBe("Sunday 9 March 2031, 00:00");
  });

  it("another wall's time is told where it differs", () => {
    expect(timeElsewhere("UTC", "Europe/London", time)).toBeUndefined();
    expect(timeElsewhere("UTC", "Asia/Kolkata", time)).toBe("09:00 in Kolkata");
    expect(timeElsewhere("UTC", "America/New_York", time)).toBe("Sat 22:30 in New York");
    expect(timeElsewhere("UTC", "Mars/Olympus", time)).toBeUndefined();
    expect(timeElsewhere("UTC", undefined, time)).toBeUndefined();
  });
});

describe("Given a day", () => {
  it.each(["2031-03-03", "2031-03-06", "2031-03-09"])("the week of %s begins on its Monday", (date) => {
    expect([weekOf(date)[0], weekOf(date)[6]]).toEqual(["2031-03-03", "2031-03-09"]);
  });

  it("the window around a week holds it in every zone", () => {
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
