import { expect, it, vi } from "vitest";

// Samoa went over the date line at the end of 2011-12-29; no zone of today's data skips a day.
vi.mock("../domain/zones.gen.ts", () => ({
  ZONES: "-600 840|0|Pacific/Apia",
  ZONES_START: Date.parse("2011-12-30T10:00:00Z") / 1000,
}));
vi.resetModules();
const { dayIn } = await import("./day.ts");

it("a day that its zone skipped is a 400 that says so", () => {
  expect(() => dayIn("Pacific/Apia", "2011-12-30")).toThrow(
    expect.objectContaining({
      kind: "invalid-request",
      extras: {
        errors: [{ path: "query.date", message: "does not exist in Pacific/Apia: its clocks skipped that day" }],
      },
    }),
  );
  expect(dayIn("Pacific/Apia", "2011-12-31").from).toBe(Date.parse("2011-12-30T10:00:00Z") / 1000);
});
