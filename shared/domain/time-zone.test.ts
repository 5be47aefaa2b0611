import moment from "moment-timezone";
import { describe, expect, it } from "vitest";
import { DAY_SECONDS, MAX_OFFER_AHEAD_DAYS } from "./rules.ts";
import { isTimeZone, spelledByIana, timeZoneNames } from "./time-zone.ts";
import { TZDATA, ZONES_END, ZONES_START } from "./zones.gen.ts";

describe("Given a name", () => {
  it.each(["Europe/London", "America/Port-au-Prince", "Etc/GMT+5", "Asia/Calcutta", "UTC", "EST5EDT", "GB", "W-SU"])(
    "%s is a zone",
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each([
    ...["BST", "AST", "PST", "UTC+2", "GMT+2", "+02:00", "-05:00", "Z"],
    ...["US/Pacific-New", "Mars/Olympus", "Europe/", "Factory", "__proto__", "constructor", " UTC", "UTC\n", ""],
  ])("%j is not a zone", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  it.each([
    ["europe/london", "Europe/London"],
    ["AMERICA/PORT-AU-PRINCE", "America/Port-au-Prince"],
    ["asia/calcutta", "Asia/Calcutta"], // a link stays the link
    ["etc/gmt+5", "Etc/GMT+5"],
    ["Est5Edt", "EST5EDT"],
    ["utc", "UTC"],
    ["gb-eire", "GB-Eire"],
  ])("%s is %s, as IANA's list spells it", (name, spelled) => {
    expect(spelledByIana(name)).toBe(spelled);
  });
});

describe("Given IANA's data", () => {
  it("has all names, zones and links, of the release that the package ships", () => {
    expect(timeZoneNames().sort()).toEqual(moment.tz.names().sort());
    expect(TZDATA).toBe(moment.tz.dataVersion);
  });

  it("has the clocks of all hours that can be offered until five years after its release", () => {
    const released = Date.UTC(Number.parseInt(TZDATA, 10)) / 1000;
    expect(ZONES_START).toBeLessThan(released);
    expect(ZONES_END).toBeGreaterThan(released + (5 * 366 + MAX_OFFER_AHEAD_DAYS) * DAY_SECONDS);
  });
});
