import { expect, it } from "vitest";
import { isTimeZone } from "./time-zone.ts";

it.each(["Europe/London", "America/Port-au-Prince", "Etc/GMT+5", "Asia/Calcutta", "UTC"])("%s is a zone", (name) => {
  expect(isTimeZone(name)).toBe(true);
});

it.each(["+02:00", "-05:00", "Mars/Olympus", ""])("%s is none", (name) => {
  expect(isTimeZone(name)).toBe(false);
});
