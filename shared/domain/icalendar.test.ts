import * as fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { eventsIn, propertiesIn } from "../../test/calendars.ts";
import { type CalendarEvent, publishedEvent } from "./icalendar.ts";

const event: CalendarEvent = {
  uid: "H7CUhWfzmlEAHv4UAGzOdrhkci1sb3ZlbGFjZQ",
  sequence: 0,
  status: "CONFIRMED",
  changedAt: Date.parse("2031-03-04T10:07:30Z") / 1000,
  startsAt: Date.parse("2031-03-07T13:00:00Z") / 1000,
  endsAt: Date.parse("2031-03-07T13:15:00Z") / 1000,
  summary: "Appointment with Dr. Ada Lovelace",
};
const NOW = Date.parse("2031-03-05T08:00:00Z") / 1000;
const ada = { userId: "dr-lovelace", name: "Dr. Ada Lovelace" };
const titled = (summary: string) => publishedEvent({ ...event, summary }, ada, NOW);

describe("Given an event", () => {
  it("is published as one VEVENT, its times in UTC, each line ended by CRLF", () => {
    expect(publishedEvent(event, ada, NOW)).toBe(
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Reservation API//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:H7CUhWfzmlEAHv4UAGzOdrhkci1sb3ZlbGFjZQ",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTAMP:20310305T080000Z",
        "LAST-MODIFIED:20310304T100730Z",
        "DTSTART:20310307T130000Z",
        "DTEND:20310307T131500Z",
        "SUMMARY:Appointment with Dr. Ada Lovelace",
        'ORGANIZER;CN="Dr. Ada Lovelace":mailto:dr-lovelace@reservation-api.invalid',
        "END:VEVENT",
        "END:VCALENDAR",
        "",
      ].join("\r\n"),
    );
  });

  it("leaves a line of 75 octets whole, and folds one of 76", () => {
    const line = (length: number) => titled("x".repeat(length - "SUMMARY:".length));
    expect(line(75)).toContain(`${"x".repeat(67)}\r\nORGANIZER`);
    expect(line(76)).toContain(`${"x".repeat(67)}\r\n x\r\nORGANIZER`);
  });
});

/** What parsers make of a text: line breaks of every kind are one, and other control characters a space. */
const plain = (text: string) => text.replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, "\n").replaceAll(/(?!\n)\p{Cc}/gu, " ");

describe("Given names of every kind", () => {
  it.each([
    ["commas, semicolons, colons, quotes and backslashes", String.raw`Smith, Jones; "Sons": \, \; \\ /\ `],
    ["line breaks", "Ada\r\nBEGIN:VALARM\nEND:VEVENT\rATTENDEE:mailto:eve@example.com\u2028\u2029\u0085x"],
    ["300 characters of one octet", "x".repeat(300)],
    ["300 characters of two octets", "Я".repeat(300)],
    ["300 characters of three octets", "愛".repeat(300)],
    ["300 characters of four octets", "𐎀".repeat(300)],
    ["scripts from right to left", "د. عائشة بنت محمد, ד״ר רחל"],
    ["marks and joined characters", "Ze\u0301 👩🏽‍⚕️ กำ्षि"],
    ["control characters", "a\tb\u0000c\u001bd\u007fe"],
  ])("two parsers read %s unchanged, in one event without additional properties", (_, name) => {
    const text = publishedEvent({ ...event, summary: name }, { userId: "a|b", name }, NOW);
    expect(eventsIn(text)).toEqual([{ ...event, stampedAt: NOW, summary: plain(name) }]);
    expect(propertiesIn(text)).toEqual({ version: "2.0", prodid: "-//Reservation API//EN", method: "PUBLISH" });
    const [vevent, ...others] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents();
    expect(others).toEqual([]);
    expect(vevent?.getAllSubcomponents()).toEqual([]);
    expect(vevent?.getAllProperties().map((property) => property.name)).toEqual([
      ...["uid", "sequence", "status", "dtstamp", "last-modified", "dtstart", "dtend", "summary", "organizer"],
    ]);
    expect(vevent?.getFirstPropertyValue("organizer")).toBe("mailto:a%7Cb@reservation-api.invalid");
  });

  it("the organizer's name is unchanged, except for control characters", () => {
    const text = publishedEvent(event, { userId: "ada", name: 'Dr. "Ada"; K^n ^^:\r\nEND:VEVENT\u2028\tx' }, NOW);
    const organizer = new ICAL.Component(ICAL.parse(text))
      .getFirstSubcomponent("vevent")
      ?.getFirstProperty("organizer");
    expect(organizer?.getFirstParameter("cn")).toBe('Dr. "Ada"; K^n ^^:\nEND:VEVENT\n x');
  });

  it("a backslash before an n is kept, which node-ical takes for a line break", () => {
    const event = new ICAL.Component(ICAL.parse(titled(String.raw`C:\new`))).getFirstSubcomponent("vevent");
    expect(event?.getFirstPropertyValue("summary")).toBe(String.raw`C:\new`);
  });

  it("no line is over 75 octets, no character is split, and parsers read any title unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (summary) => {
        const text = titled(summary);
        expect(Math.max(...text.split("\r\n").map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
        expect(eventsIn(text)).toMatchObject([{ summary: plain(summary) }]);
      }),
      { numRuns: 200, seed: 5545 },
    );
  });
});
