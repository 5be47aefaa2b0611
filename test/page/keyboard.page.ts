import type { Page } from "playwright-core";
import { beforeAll, describe, it } from "vitest";
import { grace, offer, provider, visit, withProfile } from "./harness.ts";

beforeAll(async () => {
  await withProfile(provider, { timeZone: "UTC" });
  await withProfile(grace);
  await offer("2031-03-12T08:00:00Z", "2031-03-12T15:00:00Z");
});

const heading = (page: Page, name: string) => page.getByRole("heading", { name });
const focusOn = (page: Page, text: string) => page.locator(":focus", { hasText: text }).waitFor();

/** Presses Tab until the element with this text has the focus, and then Enter. */
async function choose(page: Page, text: string) {
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press("Tab");
    if ((await page.locator(":focus").innerText()).includes(text)) return page.keyboard.press("Enter");
  }
  throw new Error(`The keyboard does not get to ${text}.`);
}

describe("Given someone with a keyboard alone", () => {
  it("books, moves and cancels an appointment", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await choose(page, "Sign in");
    await page.getByRole("link", { name: /^Demo Client/ }).waitFor();
    await choose(page, "Demo Client");
    await page.getByRole("link", { name: /Demo Provider/ }).waitFor();
    await choose(page, "Demo Provider");
    await heading(page, "Wednesday 12 March 2031").waitFor();
    await page.getByRole("button", { name: /08:15$/ }).waitFor();
    await choose(page, "08:15");
    await heading(page, "Held for 30 minutes").waitFor();
    // A screen reader reads what has the focus.
    await focusOn(page, "Held for 30 minutes");
    await choose(page, "Confirm");
    await page.getByText("It is confirmed.").waitFor();
    await choose(page, "Move it");
    await page.getByRole("button", { name: /09:00$/ }).waitFor();
    await choose(page, "09:00");
    await page.getByText("Wednesday 12 March 2031, 09:00 with Demo Provider").waitFor();
    await choose(page, "Cancel it");
    await focusOn(page, "No, keep it");
    await page.keyboard.press("Enter");
    await focusOn(page, "Cancel it");
    await page.keyboard.press("Enter");
    await focusOn(page, "No, keep it");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByText(/You cancelled it on/).waitFor();
  });
});
