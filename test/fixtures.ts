/** Fixtures that many tests share. Each test that names one gets a new one, with people of its own. */
import { test } from "vitest";
import { booked, client, DAY, HOUR, NOW, offering, reserve } from "./harness.ts";

/** 08:00 to 15:00 UTC, three days ahead. */
export const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
export const CLOSES = OPENS + 7 * HOUR;

export const it = test
  /** When `ada` opens and closes. */
  .extend("hours", (): [number, number] => [OPENS, CLOSES])
  /** A provider with a profile, who offers her hours. */
  .extend("ada", ({ hours: [opens, closes] }) => offering(opens, closes))
  .extend("grace", () => client())
  .extend("stranger", () => client())
  /** What `grace` holds: the first slot of `ada`. */
  .extend("hold", async ({ hours: [opens], ada, grace }) => (await reserve(grace, ada, opens)).body)
  /** What `grace` has booked: the first slot of `ada`. */
  .extend("appointment", ({ hours: [opens], ada, grace }) => booked(grace, ada, opens));
