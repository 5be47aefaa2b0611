import axe from "axe-core";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { bob, book, grace, offer, provider, reserve, visit, visitAs, withProfile } from "./harness.ts";

let hold: string;
let appointment: string;
let cancelled: string;
beforeAll(async () => {
  await withProfile(provider, { timeZone: "America/New_York" });
  await withProfile(grace, { email: "grace@example.com" });
  await offer("2031-03-05T13:00:00Z", "2031-03-05T20:00:00Z");
  await offer("2031-03-09T05:00:00Z", "2031-03-09T12:00:00Z");
  ({ appointmentId: hold } = await reserve(grace, "2031-03-05T13:00:00Z"));
  ({ appointmentId: appointment } = await book(grace, "2031-03-05T14:00:00Z"));
  ({ appointmentId: cancelled } = await book(grace, "2031-03-05T15:00:00Z"));
  const page = await visitAs(grace, `#/appointments/${cancelled}`);
  await page.getByRole("button", { name: "Cancel it" }).click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await page.getByText(/You cancelled it/).waitFor();
});

/** The buttons that have another one right below them, with hardly a gap. */
const TOUCHING = `
  [...document.querySelectorAll("button, .button")].flatMap((upper, _, all) => {
    const { bottom, left, right } = upper.getBoundingClientRect();
    return all.filter((lower) => {
      const box = lower.getBoundingClientRect();
      return box.width > 0 && box.left < right && left < box.right && box.top >= bottom - 1 && box.top < bottom + 4;
    }).map((lower) => upper.innerText + " touches " + lower.innerText);
  })`;

/** What axe finds wrong in light and in dark, whether a narrow screen is too narrow, and which buttons touch. */
async function faultsOf(page: Page) {
  const faults: string[] = [];
  await page.evaluate(axe.source);
  // In the dark only the colours differ.
  for (const [colorScheme, run] of [
    ["light", "axe.run()"],
    ["dark", "axe.run({ runOnly: ['color-contrast'] })"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<axe.AxeResults>(run);
    for (const { id, help, nodes } of violations)
      faults.push(`${colorScheme}: ${id}, ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  if (width > 320) faults.push(`is ${width} wide on a screen of 320`);
  faults.push(...(await page.evaluate<string[]>(TOUCHING)));
  await page.setViewportSize({ width: 1280, height: 800 });
  return faults;
}

describe("Given any view, light and dark, on a narrow screen and a wide one", () => {
  it("the views before signing in have no fault that axe finds, and fit", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Who would you like to be?" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("link", { name: /^Second Client/ }).click();
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it("a client's views have no fault, and fit", async () => {
    const page = await visitAs(grace, "", { timezoneId: "America/New_York" });
    const views = {
      "#/providers": page.getByRole("link", { name: /Demo Provider/ }),
      "#/providers/demo-provider/2031-03-09": page.getByText("the clocks go forward on this day"),
      [`#/providers/demo-provider/2031-03-05?move=${appointment}`]: page.getByText("stays yours until"),
      "#/appointments": page.getByRole("heading", { name: "Held, to be confirmed" }),
      [`#/appointments/${hold}`]: page.getByRole("button", { name: "Confirm" }),
      [`#/appointments/${appointment}`]: page.getByRole("button", { name: "Add to calendar" }),
      [`#/appointments/${cancelled}`]: page.getByText("You cancelled it"),
      "#/appointments/none": page.getByText("does not exist, or it is not yours"),
      "#/calendar": page.getByRole("button", { name: "Make an address" }),
      "#/profile": page.getByLabel("Email, if you like"),
      "#/nowhere": page.getByText("has no such address"),
    };
    for (const [address, landmark] of Object.entries(views)) {
      await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
      await landmark.waitFor();
      expect({ address, faults: await faultsOf(page) }).toEqual({ address, faults: [] });
    }
    await page.evaluate(`location.hash = "#/appointments/${appointment}"`);
    await page.getByRole("button", { name: "Cancel it" }).click();
    expect(await faultsOf(page)).toEqual([]);
  });

  it("a refusal has no fault, and fits", async () => {
    const page = await visitAs(grace, "#/providers/demo-provider/2031-03-05");
    await page.getByRole("button", { name: "Reserve Wednesday 5 March 2031, 15:30" }).waitFor();
    await reserve(bob, "2031-03-05T15:30:00Z");
    await page.getByRole("button", { name: "Reserve Wednesday 5 March 2031, 15:30" }).click();
    await page.getByRole("region", { name: "Free nearby" }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it("a provider's views have no fault, and fit", async () => {
    const page = await visitAs(provider);
    await page.evaluate('location.hash = "#/schedule/2031-03-05"');
    await page.getByRole("link", { name: /Demo Client holds it for/ }).waitFor();
    await page
      .getByRole("button", { name: /^Withdraw/ })
      .first()
      .click();
    expect(await faultsOf(page)).toEqual([]);
    await page.evaluate(`location.hash = "#/appointments/${appointment}"`);
    await page.getByText("with Demo Client (grace@example.com)").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.evaluate('location.hash = "#/hours"');
    await page.getByLabel("A day off").fill("2031-03-06");
    await page.getByText("532 slots on 19 days").click();
    expect(await faultsOf(page)).toEqual([]);
  });
});

describe("Given someone who is there for the first time", () => {
  it("is asked for a name and a role, and then sees the view they wanted", async () => {
    const page = await visitAs(bob, "#/providers/demo-provider/2031-03-05");
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("Robert");
    await page.getByLabel("I offer appointments").check();
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText("Your sign-in does not allow this answer. Choose the other one").waitFor();
    await page.getByLabel("I book appointments").check();
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByRole("heading", { name: "Wednesday 5 March 2031" }).waitFor();
    await page.getByRole("link", { name: "Robert" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Bob");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.getByRole("link", { name: "Bob" }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("W".repeat(200));
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("link", { name: /^W+$/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });
});
