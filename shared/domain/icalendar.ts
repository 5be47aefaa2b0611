/**
 * Writes appointments as iCalendar, RFC 5545. No library is used: the bundle budget has no room for one, and these events
 * need little of it.
 */
import { formatInstant } from "./time.ts";

export interface CalendarEvent {
  /** Never changes. */
  uid: string;
  /** Grows with every change that a calendar must show. */
  sequence: number;
  status: "CONFIRMED" | "CANCELLED";
  /** Instants in epoch seconds. */
  changedAt: number;
  startsAt: number;
  endsAt: number;
  summary: string;
}

/** Who publishes an event: its provider, by id, and by name where it has one. */
export interface Organizer {
  userId: string;
  name?: string | undefined;
}

const PRODUCT = "-//Reservation API//EN";

/** The longest line allowed, in octets without its line break. RFC 5545, 3.1. */
const LINE_OCTETS = 75;

/**
 * One event as a file to import, which RFC 5546, 3.2.1, calls published.
 *
 * @param now when the file is made, epoch seconds. With a METHOD, that is what DTSTAMP means (RFC 5545, 3.8.7.2)
 */
export const publishedEvent = (event: CalendarEvent, organizer: Organizer, now: number) =>
  calendar(["METHOD:PUBLISH"], eventLines(event, now, [organizerLine(organizer)]));

/**
 * Events as a feed for calendars to subscribe to. Without a METHOD, DTSTAMP means the last change (RFC 5545, 3.8.7.2), so
 * that the feed stays the same until one of its events changes. Without events it has a time zone, since a calendar must
 * have some component (3.6).
 *
 * @param refreshSeconds how often to read it again (RFC 7986, 5.7, and Outlook's way to say so)
 */
export const feedOf = (name: string, events: readonly CalendarEvent[], refreshSeconds: number) =>
  calendar(
    [
      `NAME:${escapeText(name)}`,
      `X-WR-CALNAME:${escapeText(name)}`,
      `REFRESH-INTERVAL;VALUE=DURATION:PT${refreshSeconds / 60}M`,
      `X-PUBLISHED-TTL:PT${refreshSeconds / 60}M`,
    ],
    events.length > 0 ? events.flatMap((event) => eventLines(event, event.changedAt)) : UTC,
  );

const UTC = [
  "BEGIN:VTIMEZONE",
  "TZID:UTC",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0000",
  "TZOFFSETTO:+0000",
  "END:STANDARD",
  "END:VTIMEZONE",
];

const calendar = (properties: string[], components: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:${PRODUCT}`, ...properties, ...components, "END:VCALENDAR"]
    .map((line) => `${fold(line)}\r\n`)
    .join("");

const eventLines = (
  { uid, sequence, status, changedAt, startsAt, endsAt, summary }: CalendarEvent,
  stampedAt: number,
  more: string[] = [],
) => [
  "BEGIN:VEVENT",
  `UID:${escapeText(uid)}`,
  `SEQUENCE:${sequence}`,
  `STATUS:${status}`,
  `DTSTAMP:${dateTime(stampedAt)}`,
  `LAST-MODIFIED:${dateTime(changedAt)}`,
  `DTSTART:${dateTime(startsAt)}`,
  `DTEND:${dateTime(endsAt)}`,
  `SUMMARY:${escapeText(summary)}`,
  ...more,
  "END:VEVENT",
];

/** A published event must have an organizer. Its address receives no mail: nobody's own address is given away. */
const organizerLine = ({ userId, name = userId }: Organizer) =>
  `ORGANIZER;CN="${quotable(name)}":mailto:${encodeURIComponent(userId)}@reservation-api.invalid`;

/** UTC, `20270813T080000Z`. RFC 5545, 3.3.5. */
const dateTime = (instant: number) => formatInstant(instant).replaceAll(/[-:]/g, "");

const LINE_BREAK = /\r\n|[\n\r\u0085\u2028\u2029]/g;
const CONTROL = /\p{Cc}/gu;

/** Text as a value. Control characters become spaces, except line breaks. RFC 5545, 3.3.11. */
const escapeText = (text: string) =>
  text
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll(LINE_BREAK, "\\n")
    .replaceAll(CONTROL, " ");

/** Text as a quoted parameter. RFC 6868 escapes what cannot stand in one: a quote, a line break, and `^` itself. */
const quotable = (text: string) =>
  text.replaceAll("^", "^^").replaceAll('"', "^'").replaceAll(LINE_BREAK, "^n").replaceAll(CONTROL, " ");

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
