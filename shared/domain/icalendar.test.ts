import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarEvent, formatCalendar } from "./icalendar.ts";

const event: CalendarEvent = {
  uid: "H7CUhWfzmlEAHv4UAGzOdrhkci1sb3ZlbGFjZQ",
  sequence: 0,
  status: "CONFIRMED",
  changedAt: Date.parse("2031-03-04T10:07:30Z") / 1000,
  startsAt: Date.parse("2031-03-07T13:00:00Z") / 1000,
  endsAt: Date.parse("2031-03-07T13:15:00Z") / 1000,
  summary: "Appointment with Dr. Ada Lovelace",
};

const summaryOf = (calendar: string) =>
  /\r\nSUMMARY:(.*?)\r\n[A-Z]/s.exec(calendar)?.[1]?.replaceAll("\r\n ", "") ?? "";

const unescaped = (text: string) => text.replaceAll(/\\(.)/g, (_, character) => (character === "n" ? "\n" : character));

describe("Given an event", () => {
  it("is one VEVENT, its times in UTC, each line ended by CRLF", () => {
    expect(formatCalendar(event)).toBe(
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Reservation API//EN",
        "BEGIN:VEVENT",
        "UID:H7CUhWfzmlEAHv4UAGzOdrhkci1sb3ZlbGFjZQ",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTAMP:20310304T100730Z",
        "DTSTART:20310307T130000Z",
        "DTEND:20310307T131500Z",
        "SUMMARY:Appointment with Dr. Ada Lovelace",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  });

  it("escapes backslash, semicolon, comma and line break, and nothing else", () => {
    expect(formatCalendar({ ...event, summary: 'a\\b;c,d\ne:f"g' })).toContain('SUMMARY:a\\\\b\\;c\\,d\\ne:f"g\r\n');
  });

  it("leaves a line of 75 octets whole, and folds one of 76", () => {
    const line = (length: number) => formatCalendar({ ...event, summary: "x".repeat(length - "SUMMARY:".length) });
    expect(line(75)).toContain(`${"x".repeat(67)}\r\nEND:VEVENT`);
    expect(line(76)).toContain(`${"x".repeat(67)}\r\n x\r\nEND:VEVENT`);
  });

  it("of any summary has no line over 75 octets, no broken character, and unfolds to what it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        const summary = text.replaceAll(/(?!\n)\p{Cc}/gu, "");
        const calendar = formatCalendar({ ...event, summary });
        expect(Math.max(...calendar.split("\r\n").map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
        expect(unescaped(summaryOf(calendar))).toBe(summary);
      }),
      { numRuns: 200, seed: 5545 },
    );
  });
});
