/** The time zones: the names on IANA's list, links such as `Asia/Calcutta` included, and nothing else. */
import { ZONES, ZONES_START } from "./zones.gen.ts";

export interface TimeZone {
  /** As IANA's list spells it. */
  name: string;
  /**
   * How far its clocks are ahead of UTC, in seconds: before the first change, between the first and the second, and so on.
   * If there are more changes than offsets, the offsets repeat from the first.
   */
  offsets: readonly number[];
  /** When its clocks change, in epoch seconds. */
  changes: readonly number[];
}

/** By name in lower case. Parsed on first use, since most calls need no zone. */
let zones: Map<string, TimeZone> | undefined;

function allZones() {
  zones ??= new Map(
    ZONES.trim()
      .split("\n")
      .flatMap((line) => {
        const [offsets, gaps, names] = line.split("|");
        let last = ZONES_START;
        const clocks = {
          offsets: words(offsets).map((minutes) => Number(minutes) * 60),
          changes: words(gaps).map((gap) => (last += Number.parseInt(gap, 36) * 60)),
        };
        return words(names).map((name): [string, TimeZone] => [name.toLowerCase(), { name, ...clocks }]);
      }),
  );
  return zones;
}

const words = (text = "") => text.split(" ").filter(Boolean);

/** Whether a text names a time zone, in any case. */
export const isTimeZone = (name: string) => allZones().has(name.toLowerCase());

/** The time zone of a name, in any case. Throws if there is none: ask `isTimeZone` first. */
export function timeZoneOf(name: string): TimeZone {
  const zone = allZones().get(name.toLowerCase());
  if (!zone) throw new Error(`${name} is not a time zone.`);
  return zone;
}

/** A time zone's name as IANA's list spells it. */
export const spelledByIana = (name: string) => timeZoneOf(name).name;

/** All names on IANA's list. */
export const timeZoneNames = () => [...allZones().values()].map(({ name }) => name);
