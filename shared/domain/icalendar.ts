/**
 * Writes one appointment as an iCalendar object, RFC 5545. No library is used: the bundle budget has no room for one, and
 * one event needs little of it.
 */
import { formatInstant } from "./time.ts";

export interface CalendarEvent {
  /** The same for as long as the event lives. */
  uid: string;
  /** Grows with every change that a calendar has to take over. */
  sequence: number;
  status: "CONFIRMED" | "CANCELLED";
  /** Instants in epoch seconds. */
  changedAt: number;
  startsAt: number;
  endsAt: number;
  summary: string;
}

const PRODUCT = "-//Reservation API//EN";

/** The longest line allowed, in octets without its line break. RFC 5545, 3.1. */
const LINE_OCTETS = 75;

export function formatCalendar({ uid, sequence, status, changedAt, startsAt, endsAt, summary }: CalendarEvent) {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODUCT}`,
    "BEGIN:VEVENT",
    `UID:${escapeText(uid)}`,
    `SEQUENCE:${sequence}`,
    `STATUS:${status}`,
    `DTSTAMP:${dateTime(changedAt)}`,
    `DTSTART:${dateTime(startsAt)}`,
    `DTEND:${dateTime(endsAt)}`,
    `SUMMARY:${escapeText(summary)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** UTC, `20270813T080000Z`. RFC 5545, 3.3.5. */
const dateTime = (instant: number) => formatInstant(instant).replaceAll(/[-:]/g, "");

/** RFC 5545, 3.3.11. */
const escapeText = (text: string) => text.replaceAll(/[\\;,]/g, "\\$&").replaceAll(/\r\n|\n|\r/g, "\\n");

/** Continues a long line in lines that begin with a space, and splits no character. */
function fold(line: string) {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
