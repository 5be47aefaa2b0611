/**
 * Holds the product's local time against the oracle: every IANA zone the runtime knows, every change of its clocks from
 * 2024 to 2040, whole days around it. Takes about a minute.
 */
import { offerInZone, wallWindows } from "../shared/domain/hours.ts";
import { quartersByDay } from "../shared/domain/slots.ts";
import { changesBetween, datesAround, slotsOf } from "../test/oracle.ts";

const [FROM, TO] = [Date.parse("2024-01-01") / 1000, Date.parse("2041-01-01") / 1000];

/** The slots of 00:00-24:00 on every weekday, as submitAvailability would offer them. */
function offered(dates: readonly string[], timeZone: string) {
  const everyDay = { days: ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], from: "00:00", to: "24:00" };
  const walls = wallWindows({ weekly: [everyDay], fromDate: `${dates[0]}`, toDate: `${dates.at(-1)}` });
  const { intervals } = offerInZone(walls, timeZone, Number.NEGATIVE_INFINITY);
  return [...quartersByDay(intervals)].flatMap(([day, quarters]) =>
    [...quarters].map((quarter) => Date.parse(day) / 1000 + quarter * 900),
  );
}

let [zones, zonesThatChange, changes, slots, differences] = [0, 0, 0, 0, 0];
for (const timeZone of ["UTC", ...Intl.supportedValuesOf("timeZone")]) {
  const found = changesBetween(timeZone, FROM, TO);
  zones++;
  if (found.length > 0) zonesThatChange++;
  // A zone whose clocks never change is held against the oracle once.
  for (const change of found.length > 0 ? found : [FROM]) {
    const dates = datesAround(change);
    const expected = slotsOf({ dates, from: 0, to: 24 * 60 }, timeZone);
    const actual = offered(dates, timeZone).sort((a, b) => a - b);
    slots += expected.length;
    if (actual.join() === expected.join()) continue;
    differences++;
    console.error(`${timeZone} around ${dates[1]}: ${actual.length} slots, ${expected.length} expected`);
  }
  changes += found.length;
}
console.log(
  `tzdata ${process.versions.tz}: ${zones} zones, ${zonesThatChange} with changes, ${changes} changes from 2024 to 2040, ` +
    `${slots} slots, ${differences} differences`,
);
process.exitCode = differences > 0 ? 1 : 0;
