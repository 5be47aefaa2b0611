import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesBetween, datesAround, slotsOf, wallClock } from "../../test/oracle.ts";
import { offerInZone, wallWindows } from "./hours.ts";
import {
  adjustmentsOf,
  erasAround,
  formatLocal,
  formatReading,
  instantsOf,
  roundedInward,
  spanOf,
  wallWindow,
} from "./local-time.ts";
import { offsetsOf } from "./offsets.ts";
import { quartersByDay } from "./schedule.ts";
import { formatInstant } from "./time.ts";
import { timeZoneNames } from "./time-zone.ts";

const ALWAYS = Number.NEGATIVE_INFINITY;

const offerOn = (timeZone: string, date: string, from: string, to: string) =>
  offerInZone([wallWindow(date, from, to)], timeZone, ALWAYS);

const count = (intervals: Parameters<typeof quartersByDay>[0]) =>
  [...quartersByDay(intervals).values()].reduce((sum, { size }) => sum + size, 0);

const inUtc = (intervals: readonly { from: number; to: number }[]) =>
  intervals.map(({ from, to }) => `${formatInstant(from)}/${formatInstant(to)}`);

describe("Given a Friday from 08:00 to 15:00", () => {
  it.each(timeZoneNames())("is 28 slots in %s", (timeZone) => {
    expect(count(offerOn(timeZone, "2027-08-13", "08:00", "15:00").intervals)).toBe(28);
  });
});

describe.each([
  // zone, date, window, its instants, slots
  ["America/New_York", "2027-03-14", "00:00", "07:00", "2027-03-14T05:00:00Z/2027-03-14T11:00:00Z", 24], // 02:00 → 03:00
  ["America/New_York", "2027-11-07", "00:00", "07:00", "2027-11-07T04:00:00Z/2027-11-07T12:00:00Z", 32], // 02:00 → 01:00
  ["America/New_York", "2027-03-14", "08:00", "15:00", "2027-03-14T12:00:00Z/2027-03-14T19:00:00Z", 28], // after it
  ["America/New_York", "2027-03-13", "08:00", "15:00", "2027-03-13T13:00:00Z/2027-03-13T20:00:00Z", 28], // the day before
  ["America/New_York", "2027-03-14", "02:30", "03:30", "2027-03-14T07:00:00Z/2027-03-14T07:30:00Z", 2], // starts in the gap
  ["America/New_York", "2027-03-13", "22:00", "06:00", "2027-03-14T03:00:00Z/2027-03-14T10:00:00Z", 28], // over night
  ["Australia/Lord_Howe", "2027-04-04", "00:00", "24:00", "2027-04-03T13:00:00Z/2027-04-04T13:30:00Z", 98], // 30 minutes
  ["Asia/Kathmandu", "2027-08-13", "08:00", "15:00", "2027-08-13T02:15:00Z/2027-08-13T09:15:00Z", 28], // +05:45
  ["Antarctica/Troll", "2027-03-28", "00:00", "24:00", "2027-03-28T00:00:00Z/2027-03-28T22:00:00Z", 88], // two hours
])("Given %s on %s from %s to %s", (timeZone, date, from, to, instants, slots) => {
  it(`is ${instants}, ${slots} slots`, () => {
    const { intervals } = offerOn(timeZone, date, from, to);
    expect(inUtc(intervals)).toEqual([instants]);
    expect(count(intervals)).toBe(slots);
  });
});

describe("Given local times that clocks show twice", () => {
  it("are offered twice, as distinct instants, and reported", () => {
    // 01:15-01:45 in New York, first in EDT, then in EST.
    const { intervals, adjustments } = offerOn("America/New_York", "2027-11-07", "01:15", "01:45");
    expect(inUtc(intervals)).toEqual([
      "2027-11-07T05:15:00Z/2027-11-07T05:45:00Z",
      "2027-11-07T06:15:00Z/2027-11-07T06:45:00Z",
    ]);
    expect(adjustments.map(({ change, from, to }) => [change, formatReading(from), formatReading(to)])).toEqual([
      ["repeated", "2027-11-07T01:15", "2027-11-07T01:45"],
    ]);
  });
});

describe("Given local times that clocks skip", () => {
  it("offer nothing, and are reported", () => {
    const { intervals, adjustments } = offerOn("America/New_York", "2027-03-14", "02:00", "03:00");
    expect(intervals).toEqual([]);
    expect(adjustments).toMatchObject([{ change: "skipped" }]);
  });

  it("are reported only inside the window", () => {
    const told = (from: string, to: string) => {
      const wall = wallWindow("2027-03-14", from, to);
      return adjustmentsOf(wall, erasAround("America/New_York", wall)).map(
        (one) => `${formatReading(one.from)}/${formatReading(one.to)}`,
      );
    };
    expect(told("02:59", "08:00")).toEqual(["2027-03-14T02:59/2027-03-14T03:00"]);
    expect(told("03:00", "08:00")).toEqual([]);
    expect(told("00:00", "02:00")).toEqual([]);
    expect(told("00:00", "02:01")).toEqual(["2027-03-14T02:00/2027-03-14T02:01"]);
  });

  it("may be a whole day", () => {
    // At the end of 2011-12-29 Samoa went from -10:00 to +14:00, over the date line.
    const change = Date.parse("2011-12-30T10:00:00Z") / 1000;
    const eras = [
      { from: ALWAYS, to: change, offset: -10 * 3600 },
      { from: change, to: Number.POSITIVE_INFINITY, offset: 14 * 3600 },
    ];
    const day = (date: string) => spanOf(wallWindow(date, "00:00", "24:00"), eras);
    expect(day("2011-12-30")).toBeUndefined();
    expect(inUtc([day("2011-12-31") ?? { from: 0, to: 0 }])).toEqual(["2011-12-30T10:00:00Z/2011-12-31T10:00:00Z"]);
  });

  it("are reported up to the second before they are skipped", () => {
    const skipped = Date.parse("2027-03-14T07:00:00Z") / 1000;
    const told = (now: number) =>
      offerInZone([wallWindow("2027-03-14", "00:00", "08:00")], "America/New_York", now).adjustments.length;
    expect([told(skipped - 1), told(skipped)]).toEqual([1, 0]);
  });
});

describe("Given a local day that comes in two parts", () => {
  it("reaches from the start of the first part to the end of the second", () => {
    // At 00:01 on the Sunday the clocks of St. John's went back to 23:01 on the Saturday: -02:30 → -03:30.
    const change = Date.parse("2010-11-07T02:31:00Z") / 1000;
    const eras = [
      { from: ALWAYS, to: change, offset: -2.5 * 3600 },
      { from: change, to: Number.POSITIVE_INFINITY, offset: -3.5 * 3600 },
    ];
    expect(inUtc([spanOf(wallWindow("2010-11-07", "00:00", "24:00"), eras) ?? { from: 0, to: 0 }])).toEqual([
      "2010-11-07T02:30:00Z/2010-11-08T03:30:00Z",
    ]);
  });
});

describe("Given a zone whose offset is not in whole quarters", () => {
  it("rounds its hours to the grid inward", () => {
    // Monrovia was at -00:44:30 until 1972.
    const eras = [{ from: ALWAYS, to: Number.POSITIVE_INFINITY, offset: -(44 * 60 + 30) }];
    expect(inUtc(roundedInward(instantsOf(wallWindow("1971-06-01", "08:00", "09:00"), eras)))).toEqual([
      "1971-06-01T08:45:00Z/1971-06-01T09:30:00Z",
    ]);
  });
});

describe("Given a window that ends when it starts", () => {
  it("is empty, not a day long", () => {
    const { from, to } = wallWindow("2027-08-13", "08:00", "08:00");
    expect(to).toBe(from);
  });
});

describe("Given weekly hours", () => {
  const weekly = [{ days: ["MO", "FR"], from: "08:00", to: "09:00" }];

  it("fall on their weekdays, on the first and the last date too, and not on the exceptions", () => {
    const hours = { weekly, fromDate: "2027-08-09", toDate: "2027-08-20", exceptDates: ["2027-08-13"] };
    expect(wallWindows(hours).map(({ from }) => formatReading(from))).toEqual([
      "2027-08-09T08:00", // Monday
      "2027-08-16T08:00",
      "2027-08-20T08:00", // Friday
    ]);
  });

  it("have as many days as still have a slot ahead", () => {
    const walls = wallWindows({ weekly, fromDate: "2027-08-09", toDate: "2027-08-20" });
    const days = (now: string) => offerInZone(walls, "Europe/London", Date.parse(now) / 1000).days;
    expect(days("2027-08-09T07:00:00Z")).toBe(4); // 08:00 on Monday the 9th
    expect(days("2027-08-13T07:45:00Z")).toBe(3); // 08:45 on Friday the 13th, before its last slot
    expect(days("2027-08-13T07:46:00Z")).toBe(2);
  });

  it("without a date in the range offer nothing", () => {
    const walls = wallWindows({ weekly, fromDate: "2027-08-10", toDate: "2027-08-12" });
    expect(offerInZone(walls, "Europe/London", ALWAYS)).toEqual({ intervals: [], days: 0, adjustments: [] });
  });

  it("are as right as IANA's latest data: Winnipeg keeps its summer time in the winter of 2026", () => {
    const everyDay = [{ days: ["FR"], from: "08:00", to: "15:00" }];
    const walls = wallWindows({ weekly: everyDay, fromDate: "2027-01-15", toDate: "2027-01-15" });
    expect(inUtc(offerInZone(walls, "America/Winnipeg", ALWAYS).intervals)).toEqual([
      "2027-01-15T13:00:00Z/2027-01-15T20:00:00Z",
    ]);
  });

  it("keep 08:00 on the wall on both sides of a change", () => {
    const walls = wallWindows({ weekly, fromDate: "2027-03-08", toDate: "2027-03-19" });
    const offset = offsetsOf("America/New_York");
    const starts = offerInZone(walls, "America/New_York", ALWAYS).intervals.map(({ from }) => from);
    expect(starts.map((start) => formatLocal(start, offset(start)))).toEqual([
      "2027-03-08T08:00:00-05:00",
      "2027-03-12T08:00:00-05:00",
      "2027-03-15T08:00:00-04:00",
      "2027-03-19T08:00:00-04:00",
    ]);
  });
});

describe("Given any zone, around any change of its clocks", () => {
  const year = (date: number) => Date.parse(`${date}-01-01`) / 1000;
  const time = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(11, 16);

  it("offers exactly the slots that a simple search of the wall clock finds, for any hours", {
    timeout: 60_000,
  }, () => {
    const cases = fc.record({
      timeZone: fc.constantFrom(...timeZoneNames()),
      start: fc.integer({ min: 2025, max: 2036 }).map(year),
      change: fc.nat({ max: 3 }),
      from: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 1439 }),
    });
    fc.assert(
      fc.property(cases, ({ timeZone, start, change, from, length }) => {
        const clock = wallClock(timeZone);
        const changes = changesBetween(clock, start, start + 366 * 86_400);
        const dates = datesAround(changes[change % changes.length] ?? start);
        const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        const weekly = [{ days, from: time(from), to: time((from + length) % 1440) }];
        const walls = wallWindows({ weekly, fromDate: `${dates[0]}`, toDate: `${dates.at(-1)}` });
        const offered = [...quartersByDay(offerInZone(walls, timeZone, ALWAYS).intervals)]
          .flatMap(([day, quarters]) => [...quarters].map((quarter) => Date.parse(day) / 1000 + quarter * 900))
          .sort((a, b) => a - b);
        expect(offered).toEqual(slotsOf({ dates, from, to: from + length }, clock));
      }),
      { numRuns: 100, seed: 20270813 },
    );
  });

  it("has instants without gaps or overlaps for a local day", () => {
    const wall = wallWindow("2027-10-31", "00:00", "24:00");
    expect(inUtc(instantsOf(wall, erasAround("Europe/London", wall)))).toEqual([
      "2027-10-30T23:00:00Z/2027-11-01T00:00:00Z", // 25 hours
    ]);
  });
});
