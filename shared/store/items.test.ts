import { describe, expect, it } from "vitest";
import { parseClaim, parseSheet, parseUser } from "./items.ts";

const sheet = { pk: "PROVIDER#ada", sk: "2031-03-07", offered: new Set([0, 95]) };
const claim = {
  pk: "PROVIDER#ada",
  sk: "2031-03-07T08:15Z",
  status: "reserved",
  appointmentId: "one",
  clientId: "grace",
  reservedAt: 1,
  expiresAt: 2,
};
const user = { userId: "grace", role: "client", name: "Grace", createdAt: 1, version: 1 };

describe("Given an item of the table", () => {
  it("is parsed to the fields that the rules know, and any other attribute is left out", () => {
    const more = { listing: "2031-03-07", listingKey: "ada#" };
    expect(parseSheet({ ...sheet, ...more })).toEqual({ providerId: "ada", day: "2031-03-07", offered: sheet.offered });
    const { pk: _, sk: __, ...rest } = claim;
    expect(parseClaim({ ...claim, ...more })).toEqual({ providerId: "ada", startsAt: 1930637700, ...rest });
    expect(parseUser({ ...user, pk: "USER#grace" })).toEqual(user);
  });

  it.each<[string, () => unknown]>([
    ["a sheet under a user's key", () => parseSheet({ ...sheet, pk: "USER#ada" })],
    ["a sheet of a day that does not exist", () => parseSheet({ ...sheet, sk: "2031-02-29" })],
    ["a sheet with a quarter-hour after its day", () => parseSheet({ ...sheet, offered: new Set([96]) })],
    ["a claim under a user's key", () => parseClaim({ ...claim, pk: "USER#ada" })],
    ["a claim of a time that does not exist", () => parseClaim({ ...claim, sk: "2031-03-07T24:15Z" })],
    ["a claim with an unknown status", () => parseClaim({ ...claim, status: "free" })],
    ["a hold without an end", () => parseClaim({ ...claim, expiresAt: undefined })],
    ["a profile with an unknown role", () => parseUser({ ...user, role: "admin" })],
  ])("%s cannot be parsed", (_, parse) => {
    expect(parse).toThrow();
  });
});
