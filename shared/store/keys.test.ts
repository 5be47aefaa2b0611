import { expect, it } from "vitest";
import { claimKey, claimListing, sheetKey, sheetListing } from "./keys.ts";

const startsAt = Date.parse("2031-03-07T08:15:00Z") / 1000;

it("a day's sheet and what stands on its slots are kept where the table says", () => {
  expect(sheetKey("ada", "2031-03-07")).toEqual({ pk: "PROVIDER#ada", sk: "2031-03-07" });
  expect(claimKey({ providerId: "ada", startsAt })).toEqual({ pk: "PROVIDER#ada", sk: "2031-03-07T08:15Z" });
  expect(sheetListing("ada", "2031-03-07")).toEqual({ listing: "2031-03-07", listingKey: "ada#" });
  expect(claimListing({ providerId: "ada", startsAt })).toEqual({ listing: "2031-03-07", listingKey: "ada#08:15" });
});
