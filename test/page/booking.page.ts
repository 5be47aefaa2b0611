import { beforeAll, describe, expect, it } from "vitest";
import { bob, book, grace, offer, provider, visitAs, withProfile } from "./harness.ts";

describe("Given a provider without hours and a client, each in a browser of their own", () => {
  beforeAll(async () => {
    await withProfile(provider, { timeZone: "UTC" });
    await withProfile(grace);
  });

  it("the provider publishes Mondays to Fridays 8 to 3, and the client books and can add it to a calendar", async () => {
    const hers = await visitAs(provider);
    await hers.getByRole("link", { name: "Publish hours" }).first().click();
    await hers.getByText("560 slots on 20 days").click();
    const tuesday = hers.getByRole("row", { name: /Tuesday 4 March 2031/ });
    expect(await tuesday.innerText()).toMatch(/28\s+08:00\s+14:45/);
    await hers.getByLabel("A day off").fill("2031-03-05");
    await hers.getByText("532 slots on 19 days").waitFor();
    await hers.getByRole("button", { name: "Publish" }).click();
    await hers.getByText("Published: 532 slots on 19 days.").waitFor();

    const his = await visitAs(grace);
    await his.getByLabel("Name").fill("demo p");
    await his.getByRole("link", { name: /Demo Provider/ }).click();
    await his.getByRole("link", { name: /Thursday 6 March 2031: 28 free/ }).click();
    await his.getByRole("button", { name: "Reserve Thursday 6 March 2031, 08:00" }).click();
    await his.getByRole("heading", { name: "Held for 30 minutes" }).waitFor();
    expect(await his.getByRole("timer").innerText()).toMatch(/^(30:00|29:5\d)$/);

    await hers.getByRole("link", { name: "See them in your week" }).click();
    await hers.getByRole("link", { name: /08:00 Demo Client holds it for (30:00|29:5\d)/ }).waitFor();

    await his.getByRole("button", { name: "Confirm" }).click();
    await his.getByText("It is confirmed.").waitFor();
    const saved = his.waitForEvent("download");
    await his.getByRole("button", { name: "Add to calendar" }).click();
    expect((await saved).suggestedFilename()).toBe("appointment.ics");

    await hers.reload();
    await hers.getByRole("link", { name: /08:00 Demo Client booked/ }).click();
    await hers.getByText("Thursday 6 March 2031, 08:00 with Demo Client").waitFor();
    await hers.getByRole("button", { name: "Cancel it" }).click();
    await hers.getByRole("button", { name: "Yes, cancel it" }).click();
    await hers.getByText(/You cancelled it on/).waitFor();
    await his.reload();
    await his.getByText(/The provider cancelled it on Monday 3 March 2031, 10:/).waitFor();
  });
});

describe("Given two browsers on one slot", () => {
  beforeAll(async () => {
    await withProfile(bob);
    await offer("2031-03-12T08:00:00Z", "2031-03-12T15:00:00Z");
  });

  it("one gets it; the other says why not, and offers to wait or to take a slot nearby", async () => {
    const address = "#/providers/demo-provider/2031-03-12";
    const [first, second] = [await visitAs(grace, address), await visitAs(bob, address)];
    const slot = { name: "Reserve Wednesday 12 March 2031, 10:00" };
    await Promise.all([first, second].map((page) => page.getByRole("button", slot).waitFor()));
    await first.getByRole("button", slot).click();
    await first.getByRole("heading", { name: "Held for 30 minutes" }).waitFor();
    await second.getByRole("button", slot).click();
    await second.getByText(/Someone is holding this slot/).waitFor();
    const near = second.getByRole("region", { name: "Free nearby" }).getByRole("button");
    expect(await near.allInnerTexts()).toEqual([
      "Wednesday 12 March 2031, 09:45",
      "Wednesday 12 March 2031, 10:15",
      "Wednesday 12 March 2031, 09:30",
    ]);
    await second.getByRole("button", { name: "Wait and try then" }).click();
    await second.getByText("Then this page tries again.").waitFor();
    await near.first().click();
    await second.getByText("Wednesday 12 March 2031, 09:45 with Demo Provider").waitFor();
  });
});

describe("Given someone who wants appointments in a calendar", () => {
  it("makes an address that a calendar reads without a token, and revokes it", async () => {
    const { startsAt } = await book(grace, "2031-03-12T14:00:00Z");
    const page = await visitAs(grace, "#/calendar");
    await page.getByRole("button", { name: "Make an address" }).click();
    const address = await page.getByText(/^http:.*calendar-feeds/).innerText();
    expect(await (await fetch(address)).text()).toContain(`DTSTART:${startsAt.replace(/[-:]/g, "")}`);
    await page.getByRole("button", { name: "Stop it" }).click();
    await page.getByRole("button", { name: "Yes, stop it" }).click();
    await page.getByText("Stopped.").waitFor();
    expect((await fetch(address)).status).toBe(404);
  });

  it("copies the address, or finds it selected if the browser does not let the page copy", async () => {
    const page = await visitAs(grace, "#/calendar");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Make an address" }).click();
    const address = await page.getByText(/^http:.*calendar-feeds/).innerText();
    await page.getByRole("button", { name: "Copy it" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(address);

    await page.evaluate(
      "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    );
    await page.getByRole("button", { name: "Copied" }).click();
    await page.getByText("The address is selected: copy it yourself.").waitFor();
    expect(await page.evaluate("String(getSelection())")).toBe(address);
  });
});
