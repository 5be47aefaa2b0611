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
  it("it is parsed to what the rules know, and whatever else it holds stays out", () => {
    const more = { listing: "2031-03-07", listingKey: "ada#" };
    expect(parseSheet({ ...sheet, ...more })).toEqual({ providerId: "ada", day: "2031-03-07", offered: sheet.offered });
    const { pk: _, sk: __, ...rest } = claim;
    expect(parseClaim({ ...claim, ...more })).toEqual({ providerId: "ada", startsAt: 1930637700, ...rest });
    expect(parseUser({ ...user, pk: "USER#grace" })).toEqual(user);
  });

  it.each<[string, () => unknown]>([
    ["a sheet of no provider", () => parseSheet({ ...sheet, pk: "USER#ada" })],
    ["a sheet of no day", () => parseSheet({ ...sheet, sk: "2031-02-29" })],
    ["a sheet of more than a day", () => parseSheet({ ...sheet, offered: new Set([96]) })],
    ["a claim of no provider", () => parseClaim({ ...claim, pk: "USER#ada" })],
    ["a claim of no time", () => parseClaim({ ...claim, sk: "2031-03-07T24:15Z" })],
    ["a claim of no state", () => parseClaim({ ...claim, status: "free" })],
    ["a hold without an end", () => parseClaim({ ...claim, expiresAt: undefined })],
    ["a profile of no role", () => parseUser({ ...user, role: "admin" })],
  ])("%s gets in nowhere", (_, parse) => {
    expect(parse).toThrow();
  });
});
