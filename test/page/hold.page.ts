import { beforeAll, describe, expect, it } from "vitest";
import {
  api,
  bob,
  book,
  goTo,
  grace,
  HOUR,
  MINUTE,
  offer,
  open,
  pass,
  provider,
  reserve,
  signIn,
  visitAs,
  withProfile,
} from "./harness.ts";

beforeAll(async () => {
  await withProfile(provider, { timeZone: "UTC" });
  await withProfile(grace);
  await withProfile(bob);
  await offer("2031-03-12T08:00:00Z", "2031-03-12T20:00:00Z");
});

/** The next slot that no test has had. */
let hour = 7;
const nextSlot = () => `2031-03-12T${`${++hour}`.padStart(2, "0")}:00:00Z`;
const addressOf = ({ appointmentId }: { appointmentId: string }) => `#/appointments/${appointmentId}`;

describe("Given a hold", () => {
  it("its countdown runs to the second, and then the slot is free again, for the server too", async () => {
    const startsAt = nextSlot();
    const page = await visitAs(grace, addressOf(await reserve(grace, startsAt)));
    await page.getByRole("timer").waitFor();
    await pass(29 * MINUTE);
    await page.getByText(/^00:[3-5]\d$/).waitFor();
    await page.getByRole("button", { name: "Confirm" }).waitFor();
    await pass(MINUTE);
    await page.getByText("The half hour is over: this slot is free again.").waitFor();
    expect(await page.getByRole("button", { name: "Confirm" }).count()).toBe(0);
    const { slots } = await api("listAvailableSlots", {
      as: bob,
      query: { providerId: provider.userId, from: startsAt },
    });
    expect(slots[0].startsAt).toBe(startsAt);
    await page.getByRole("link", { name: "Choose it again, or another" }).click();
    await page.getByRole("heading", { name: "Wednesday 12 March 2031" }).waitFor();
  });

  it("its countdown follows the server's clock if the device's is wrong", async () => {
    const hold = await reserve(grace, nextSlot());
    const page = await visitAs(grace);
    await page.clock.setSystemTime(Date.now() - 3 * HOUR);
    await goTo(page, addressOf(hold));
    await page.reload();
    await page.getByText(/^(30:00|29:[3-5]\d)$/).waitFor();
  });

  it("its slot goes to whoever waits for it, when it ends", async () => {
    const startsAt = nextSlot();
    await reserve(grace, startsAt);
    const page = await visitAs(bob, "#/providers/demo-provider/2031-03-12");
    // The hold is not listed: bob has the list from before.
    await page.route("**/appointments?*", async (route) => {
      const response = await route.fetch();
      const { slots } = await response.json();
      const slot = { providerId: provider.userId, startsAt, endsAt: startsAt.replace(":00:00Z", ":15:00Z") };
      await route.fulfill({ response, json: { slots: [slot, ...slots] } });
    });
    await page.reload();
    await page.getByRole("button", { name: new RegExp(`, ${startsAt.slice(11, 16)}$`) }).click();
    await page.getByRole("button", { name: "Wait and try then" }).click();
    await pass(30 * MINUTE);
    await page.getByRole("heading", { name: "Held for 30 minutes" }).waitFor();
  });

  it("its client lets it go, and the slot is free at once", async () => {
    const startsAt = nextSlot();
    const page = await visitAs(grace, addressOf(await reserve(grace, startsAt)));
    await page.getByRole("button", { name: "Let it go" }).click();
    await page.getByText(/You cancelled it on/).waitFor();
    await reserve(bob, startsAt);
  });
});

describe("Given a hold that the server does not know any more", () => {
  it("has no countdown and no buttons left", async () => {
    const hold = await reserve(grace, nextSlot());
    const page = await visitAs(grace, addressOf(hold));
    await page.getByRole("timer").waitFor();
    await page.route(`**/appointments/${hold.appointmentId}`, (route) =>
      route.fulfill({ status: 404, contentType: "application/problem+json", json: { type: "/problems/not-found" } }),
    );
    await page.evaluate("dispatchEvent(new Event('online'))");
    await page.getByText("This does not exist, or it is not yours.").waitFor();
    expect(await page.getByRole("timer").count()).toBe(0);
    expect(await page.getByRole("main").getByRole("button").count()).toBe(0);
  });
});

describe("Given a token that ends in the middle of a hold", () => {
  it("signing in again leads back to the hold, which is then confirmed", async () => {
    const page = await visitAs(grace);
    await pass(11 * HOUR + 45 * MINUTE);
    const hold = await reserve(grace, nextSlot());
    await goTo(page, addressOf(hold));
    await page.getByRole("button", { name: "Confirm" }).waitFor();
    await pass(16 * MINUTE);
    await page
      .getByText(/Your sign-in has ended/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Sign in again" }).first().click();
    await page.getByRole("link", { name: /^Demo Client/ }).click();
    await page.getByText(/^(14|13):[0-5]\d$/).waitFor();
    expect(page.url()).toContain(addressOf(hold));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("It is confirmed.").waitFor();
  });
});

describe("Given two tabs on one hold", () => {
  it("what is done in one is seen in the other", async () => {
    const address = addressOf(await reserve(grace, nextSlot()));
    const first = await visitAs(grace, address);
    const second = await open(await first.context().newPage(), first.url());
    await signIn(second, grace);
    await second.getByRole("button", { name: "Confirm" }).waitFor();
    await first.getByRole("button", { name: "Confirm" }).click();
    await second.getByText("It is confirmed.").waitFor();
    await second.getByRole("button", { name: "Sign out" }).click();
    await second.getByRole("button", { name: "Sign in" }).waitFor();
    await first.reload();
    await first.getByText("It is confirmed.").waitFor();
  });
});

describe("Given someone who goes back or reloads", () => {
  it("stays where they were", async () => {
    const appointment = await book(grace, nextSlot());
    const page = await visitAs(grace, "#/providers/demo-provider/2031-03-14");
    await page.getByRole("link", { name: "Later" }).click();
    await page.getByRole("heading", { name: "Friday 21 March 2031" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Friday 21 March 2031" }).waitFor();
    await page.getByRole("link", { name: "My appointments", exact: true }).click();
    await page.locator(`[href="${addressOf(appointment)}"]`).click();
    await page.getByText("It is confirmed.").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Upcoming" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Friday 21 March 2031" }).waitFor();
  });

  it("keeps hours that are not published yet", async () => {
    const page = await visitAs(provider, "#/hours");
    await page.getByLabel("Sat").check();
    await page.getByText("672 slots on 24 days").waitFor();
    await page.reload();
    await page.getByText("672 slots on 24 days").waitFor();
  });

  it("leaves no such hours behind after signing out", async () => {
    const page = await visitAs(provider, "#/hours");
    await page.getByLabel("Sat").check();
    await page.getByText("672 slots on 24 days").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, provider);
    await goTo(page, "#/hours");
    await page.getByText("560 slots on 20 days").waitFor();
  });
});
