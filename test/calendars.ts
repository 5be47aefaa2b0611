/** iCalendar texts as two independent parsers read them, which must agree. */
import ICAL from "ical.js";
import nodeIcal, { type VEvent } from "node-ical";
import { expect } from "vitest";

/** An event as a calendar imports it. Instants in epoch seconds. */
interface ReadEvent {
  uid: string;
  sequence: number;
  status: string;
  stampedAt: number;
  changedAt: number;
  startsAt: number;
  endsAt: number;
  summary: string;
}

/** The events of a calendar, in its order. */
export function eventsIn(text: string): ReadEvent[] {
  const events = byIcalJs(text);
  expect(byNodeIcal(text)).toEqual(events);
  return events;
}

/** The names of a calendar's own properties, with their values. */
export const propertiesIn = (text: string) =>
  Object.fromEntries(
    new ICAL.Component(ICAL.parse(text)).getAllProperties().map((one) => [one.name, `${one.getFirstValue()}`]),
  );

function byIcalJs(text: string): ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((event) => {
    const value = (name: string) => event.getFirstPropertyValue(name);
    const instant = (name: string) => {
      const time = value(name);
      return time instanceof ICAL.Time ? time.toUnixTime() : Number.NaN;
    };
    return {
      uid: `${value("uid")}`,
      sequence: Number(value("sequence")),
      status: `${value("status")}`,
      stampedAt: instant("dtstamp"),
      changedAt: instant("last-modified"),
      startsAt: instant("dtstart"),
      endsAt: instant("dtend"),
      summary: `${value("summary")}`,
    };
  });
}

function byNodeIcal(text: string): ReadEvent[] {
  const parts = Object.values(nodeIcal.sync.parseICS(text));
  const seconds = (date: Date | undefined) => Number(date) / 1000;
  return parts
    .filter((part): part is VEvent => part?.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      sequence: Number(event.sequence),
      status: `${event.status}`,
      stampedAt: seconds(event.dtstamp),
      changedAt: seconds(event.lastmodified),
      startsAt: seconds(event.start),
      endsAt: seconds(event.end),
      summary: `${event.summary}`,
    }));
}
