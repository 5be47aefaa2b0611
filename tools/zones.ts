/**
 * `npm run zones`: compares the product's time zones with other readers of IANA's data: every name, and every clock change in
 * the years of the data. A reader of the same release must agree; for one of another release, the differences are printed.
 *
 * Then compares the product's local hours with the oracle of the tests: whole days around each clock change. Takes minutes.
 */
import { offerInZone, wallWindows } from "../shared/domain/hours.ts";
import { erasBetween } from "../shared/domain/offsets.ts";
import { quartersByDay } from "../shared/domain/schedule.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { timeZoneNames } from "../shared/domain/time-zone.ts";
import { TZDATA, ZONES_END, ZONES_START } from "../shared/domain/zones.gen.ts";
import { changesBetween, datesAround, slotsOf, wallClock } from "../test/oracle.ts";
import { readers } from "./zones/readers.ts";
import type { Change } from "./zones/rules.ts";

const names = timeZoneNames();
let faults = 0;

/** A zone's clock changes according to the product. */
const productChanges = (name: string): Change[] =>
  erasBetween(name, ZONES_START, ZONES_END).map(({ from, offset }) => ({ at: from, offset }));

const text = ({ at, offset }: Change) => `${formatInstant(at)} ${offset / 3600} h`;

/** The first difference between the product and another reader; undefined if they agree. */
function difference(name: string, theirs: Change[] | undefined) {
  if (!theirs) return "not known there";
  const [ours, other] = [productChanges(name).map(text), theirs.map(text)];
  const i = ours.findIndex((change, n) => change !== other[n]);
  if (i < 0 && ours.length === other.length) return undefined;
  return `here ${ours[i] ?? "no more changes"}, there ${other[i < 0 ? ours.length : i] ?? "no more changes"}`;
}

console.log(`The product's time zones: IANA's ${TZDATA}, ${names.length} names`);
for (const { title, release, changesOf } of readers) {
  let changes = 0;
  const differences = new Map<string, string[]>();
  for (const name of names) {
    const theirs = changesOf(name, ZONES_START, ZONES_END);
    changes += (theirs?.length ?? 1) - 1;
    const found = difference(name, theirs);
    if (found) differences.set(found, [...(differences.get(found) ?? []), name]);
  }
  const count = [...differences.values()].flat().length;
  if (release === TZDATA) faults += count;
  console.log(`${title}, ${release}: ${changes} changes, ${count} names differ`);
  for (const [found, differing] of differences) console.log(`  ${differing.join(", ")}: ${found}`);
}

/** The slots of 00:00-24:00 on every weekday, as submitAvailability would offer them. */
function offered(dates: readonly string[], timeZone: string) {
  const everyDay = { days: ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], from: "00:00", to: "24:00" };
  const walls = wallWindows({ weekly: [everyDay], fromDate: `${dates[0]}`, toDate: `${dates.at(-1)}` });
  const { intervals } = offerInZone(walls, timeZone, Number.NEGATIVE_INFINITY);
  return [...quartersByDay(intervals)].flatMap(([day, quarters]) =>
    [...quarters].map((quarter) => Date.parse(day) / 1000 + quarter * 900),
  );
}

let slots = 0;
for (const timeZone of names) {
  const clock = wallClock(timeZone);
  const changes = changesBetween(clock, ZONES_START, ZONES_END);
  // A zone whose clocks never change is compared with the oracle once.
  for (const change of changes.length > 0 ? changes : [ZONES_START]) {
    const dates = datesAround(change);
    const expected = slotsOf({ dates, from: 0, to: 24 * 60 }, clock);
    const actual = offered(dates, timeZone).sort((a, b) => a - b);
    slots += expected.length;
    if (actual.join() === expected.join()) continue;
    faults++;
    console.error(`${timeZone} around ${dates[1]}: ${actual.length} slots, ${expected.length} expected`);
  }
}
console.log(`Local hours around every change: ${slots} slots, ${faults} faults in all`);
process.exitCode = faults > 0 ? 1 : 0;
