import { describe, expect, it } from "vitest";
import type { Claim } from "./claim.ts";
import { type DaySheet, isOffered, scheduledSlots } from "./schedule.ts";
import { formatInstant } from "./time.ts";

const DAY = "2031-03-07";
const at = (time: string, day = DAY) => Date.parse(`${day}T${time}Z`) / 1000;

/** A sheet that offers 08:00 and 09:00. */
const sheet = (providerId: string, day = DAY): DaySheet => ({ providerId, day, offered: new Set([36, 32]) });

const claim = (providerId: string, startsAt: number): Claim => ({
  status: "confirmed",
  providerId,
  startsAt,
  appointmentId: "one",
  clientId: "grace",
  reservedAt: 0,
  confirmedAt: 0,
});

/** The slots of some entries, as `ada 08:00` or `ada 08:00 owned`. */
async function scheduled(...entries: (DaySheet | Claim)[]) {
  const slots = await Array.fromAsync(scheduledSlots(ReadableStream.from(entries), 0));
  return slots.map((slot) => {
    const time = formatInstant(slot.startsAt).slice(11, 16);
    return `${slot.providerId} ${time}${slot.claim ? " owned" : ""}`;
  });
}

describe("Given a day sheet", () => {
  it("its slots come in order of time, owned ones included", async () => {
    expect(await scheduled(sheet("ada"))).toEqual(["ada 08:00", "ada 09:00"]);
    expect(await scheduled(sheet("ada"), claim("ada", at("09:00")))).toEqual(["ada 08:00", "ada 09:00 owned"]);
  });

  it("a claim on a slot that it does not offer yet, because an index lags, hides none of its slots", async () => {
    expect(await scheduled(sheet("ada"), claim("ada", at("08:30")))).toEqual([
      "ada 08:00",
      "ada 08:30 owned",
      "ada 09:00",
    ]);
  });
});

describe("Given the quarter-hours of a day", () => {
  it("are offered on that day alone", () => {
    expect(isOffered(sheet("ada"), at("08:00"))).toBe(true);
    expect(isOffered(sheet("ada"), at("08:15"))).toBe(false);
    expect(isOffered(sheet("ada"), at("08:00", "2031-03-08"))).toBe(false);
  });
});

describe("Given a claim without its sheet", () => {
  it("the rest of another provider's sheet comes before it", async () => {
    expect(await scheduled(sheet("ada"), claim("bob", at("08:30")))).toEqual([
      "ada 08:00",
      "ada 09:00",
      "bob 08:30 owned",
    ]);
  });

  it("the rest of the day before comes before it", async () => {
    expect(await scheduled(sheet("ada"), claim("ada", at("08:30", "2031-03-08")))).toEqual([
      "ada 08:00",
      "ada 09:00",
      "ada 08:30 owned",
    ]);
  });
});
