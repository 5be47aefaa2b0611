/**
 * Makes the product's time zone data from that of moment-timezone: every name on IANA's list, with its clock changes in the
 * years around the release. `npm run zones:update` takes newer data: see docs/time.md.
 */
import moment from "moment-timezone";

/** The release of IANA's data, `2026f`. */
const release = moment.tz.dataVersion;
/** From the year before the release, so that today is well inside, to years after the last hours that can be offered. */
const [FIRST_YEAR, LAST_YEAR] = [Number.parseInt(release, 10) - 1, Number.parseInt(release, 10) + 11];
const [START, END] = [Date.UTC(FIRST_YEAR) / 1000, Date.UTC(LAST_YEAR + 1) / 1000];

/** A zone's offsets from UTC in minutes, and the instants at which one changes to the next. */
function clocksOf(name: string) {
  const zone = moment.tz.zone(name);
  if (!zone) throw new Error(`${name} is no zone of moment-timezone.`);
  const { untils, offsets } = zone;
  // The package also ends an era when only the name of the time changes, as from EST to CDT, and not the offset.
  const eras = untils
    .map((until, i) => ({ until: until / 1000, west: offsets[i] as number }))
    .filter(({ until, west }, i) => until > START && west !== offsets[i + 1]);
  const kept = eras.slice(0, eras.findIndex(({ until }) => until >= END) + 1);
  return { offsets: kept.map(({ west }) => 0 - west), changes: kept.slice(0, -1).map(({ until }) => until) };
}

/** The offsets without repetition: two for a zone with summer time. */
function cycle(offsets: number[]) {
  const length = offsets.findIndex((_, n) => n > 0 && offsets.every((offset, i) => offset === offsets[i % n]));
  return length < 0 ? offsets : offsets.slice(0, length);
}

/** `offsets|changes|names` of zones whose clocks agree. A change is in minutes since the one before, in base 36. */
function line(names: string[]) {
  const [name = ""] = names;
  const { offsets, changes } = clocksOf(name);
  const gaps = changes.map((change, i) => (change - (changes[i - 1] ?? START)) / 60);
  if (![...offsets, ...gaps].every(Number.isInteger)) throw new Error(`${name} is not in whole minutes.`);
  return [cycle(offsets).join(" "), gaps.map((gap) => gap.toString(36)).join(" "), names.join(" ")].join("|");
}

export function zonesModule() {
  const alike = Map.groupBy(moment.tz.names(), (name) => JSON.stringify(clocksOf(name)));
  return `// Generated from moment-timezone by \`npm run generate\`.

/** The release of IANA's time zone data. */
export const TZDATA = "${release}";

/** The data have every clock change between these instants, in epoch seconds: the years ${FIRST_YEAR} to ${LAST_YEAR}. */
export const ZONES_START = ${START};
export const ZONES_END = ${END};

/**
 * One line for all zones whose clocks agree: their offsets from UTC in minutes, which repeat in this order; the changes from
 * one to the next, each in minutes since the one before (the first since the start), in base 36; their names.
 */
export const ZONES = \`
${[...alike.values()].map(line).join("\n")}
\`;
`;
}
