/** Other readers of IANA's time zone data to compare the product with. Each works in a different way. */
import moment from "moment-timezone";
import { type Change, changesByRules, release } from "./rules.ts";

interface Reader {
  title: string;
  /** The release of IANA's data, `2026f`. */
  release: string | undefined;
  /** A zone's offset at `from`, and every change of it before `to`; undefined if there is no such zone. */
  changesOf: (name: string, from: number, to: number) => Change[] | undefined;
}

const DAY = 24 * 60 * 60;

/** Finds the changes by asking for the offset of each day. No zone changes its clocks and changes them back within a day. */
function search(offsetAt: (instant: number) => number, from: number, to: number) {
  const changes = [{ at: from, offset: offsetAt(from) }];
  for (let day = from; day < to; day += DAY) {
    let [before, after] = [day, Math.min(day + DAY, to - 1)];
    const offset = offsetAt(after);
    if (offset === changes.at(-1)?.offset) continue;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === offset) after = middle;
      else before = middle;
    }
    changes.push({ at: after, offset });
  }
  return changes;
}

/** The changes according to Node's own Intl. */
function changesByIntl(timeZone: string, from: number, to: number) {
  const options = { timeZone, timeZoneName: "longOffset" } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en", options);
  } catch {
    return undefined;
  }
  const offsetAt = (instant: number) => {
    // As in "GMT-04:00"; an offset of 0 is "GMT" only.
    const [, sign, hours = 0, minutes = 0] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(instant * 1000)) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
  };
  return search(offsetAt, from, to);
}

export const readers: Reader[] = [
  {
    title: "Compiled zones, asked day by day (moment-timezone)",
    release: moment.tz.dataVersion,
    changesOf: (name, from, to) => search((instant) => moment.tz(instant * 1000, name).utcOffset() * 60, from, to),
  },
  { title: "Source rules (tzdata)", release, changesOf: changesByRules },
  { title: `Intl of Node.js ${process.version}`, release: process.versions.tz, changesOf: changesByIntl },
];
