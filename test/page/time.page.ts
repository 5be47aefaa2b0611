import { beforeAll, describe, expect, it } from "vitest";
import { api, bob, book, goTo, grace, offer, provider, visitAs, withProfile } from "./harness.ts";

const NEW_YORK = { timezoneId: "America/New_York" };

beforeAll(async () => {
  await withProfile(provider, { timeZone: "America/New_York" });
  await withProfile(grace);
});

describe("Given a day on which the clocks change", () => {
  it("the provider reads what became of the hours, and the client reads of the change in words", async () => {
    const page = await visitAs(provider, "#/hours", NEW_YORK);
    for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri"]) await page.getByLabel(day).uncheck();
    await page.getByLabel("Sun").check();
    await page.getByLabel("From").first().fill("01:00");
    await page.getByLabel("To", { exact: true }).first().fill("05:00");
    await page.getByLabel("To", { exact: true }).nth(1).fill("2031-03-09");
    await page.getByText("16 slots on 1 day").waitFor();
    await page.getByRole("button", { name: "Publish" }).click();
    await page.getByText("Published: 12 slots on 1 day.").waitFor();
    await page
      .getByText("Sunday 9 March 2031, 02:00 to 03:00: the clocks go forward, so these times do not exist")
      .waitFor();

    const there = await visitAs(grace, "#/providers/demo-provider/2031-03-09", NEW_YORK);
    await there.getByText("In New York the clocks go forward on this day, from 02:00 to 03:00.").waitFor();
    await there.getByRole("button", { name: "Reserve Sunday 9 March 2031, 03:00", exact: true }).waitFor();
    expect(await there.getByRole("button", { name: /, 02:/ }).count()).toBe(0);
  });

  it("a client elsewhere sees both zones' times, and reads of the change at the provider's", async () => {
    const page = await visitAs(grace, "#/providers/demo-provider/2031-03-09", { timezoneId: "Europe/London" });
    await page.getByText("In New York the clocks go forward on this day, from 02:00 to 03:00.").waitFor();
    await page.getByText("Times are those of London, with those of New York, where Demo Provider is, below").waitFor();
    for (const [here, inNewYork] of [
      ["06:45", "01:45"],
      ["07:00", "03:00"],
    ])
      await page
        .getByRole("button", { name: `Reserve Sunday 9 March 2031, ${here}, ${inNewYork} in New York` })
        .waitFor();
  });
});

describe("Given a confirmed appointment", () => {
  it("is moved to another time, and the old one says where to", async () => {
    await offer("2031-03-12T13:00:00Z", "2031-03-12T15:00:00Z");
    const { appointmentId } = await book(grace, "2031-03-12T13:00:00Z");
    const page = await visitAs(grace, `#/appointments/${appointmentId}`);
    await page.getByRole("link", { name: "Move it" }).click();
    await page.getByText("It is on Wednesday 12 March 2031, 13:00, and stays yours").waitFor();
    await page.getByRole("link", { name: /Wednesday 12 March 2031: 7 free/ }).click();
    await page.getByRole("button", { name: /^Move to Wednesday 12 March 2031, 14:30/ }).click();
    await page.getByText("Wednesday 12 March 2031, 14:30 with Demo Provider").waitFor();
    await page.getByText("It is confirmed.").waitFor();
    await page.goBack();
    await page.getByText("It was moved.").waitFor();
    expect(await page.getByText("stays yours until").count()).toBe(0);
    await page.getByRole("link", { name: "See where it is now" }).click();
    await page.getByText("It is confirmed.").waitFor();
    const path = { clientId: grace.userId };
    const { appointments } = await api("listClientAppointments", { as: grace, path, query: { status: "confirmed" } });
    expect(appointments).toMatchObject([{ startsAt: "2031-03-12T14:30:00Z", rescheduledFrom: appointmentId }]);
    await goTo(page, `#/appointments/${appointmentId}`);
    await page.getByRole("link", { name: "See where it is now" }).click();
    await page.getByText("Wednesday 12 March 2031, 14:30").waitFor();
  });
});

describe("Given the hour that comes twice", () => {
  it("each of its slots is named with its offset, and a client elsewhere reads of the change on the evening before", async () => {
    await offer("2031-11-02T05:00:00Z", "2031-11-02T07:00:00Z");
    const page = await visitAs(grace, "#/providers/demo-provider/2031-11-02", NEW_YORK);
    for (const offset of ["UTC−4", "UTC−5"])
      await page.getByRole("button", { name: `Reserve Sunday 2 November 2031, 01:15 (${offset})` }).waitFor();

    const west = await visitAs(grace, "#/providers/demo-provider/2031-11-01", { timezoneId: "Pacific/Honolulu" });
    await west.getByText("In New York the clocks go back on Sunday 2 November 2031, from 02:00 to 01:00").waitFor();
    await west
      .getByRole("button", { name: "Reserve Saturday 1 November 2031, 20:15, Sun 01:15 (UTC−5) in New York" })
      .waitFor();

    const owner = await visitAs(provider, "#/schedule/2031-11-02", NEW_YORK);
    await owner.getByRole("button", { name: "Withdraw 01:00 (UTC−4) to 02:00" }).click();
    await owner.getByLabel("From").selectOption("01:15 (UTC−5)");
  });
});

describe("Given an address with a date that nobody can book", () => {
  it.each(["9999-12-31", "0000-01-01", "2031-02-31"])("%s leads to the usual week", async (date) => {
    const page = await visitAs(grace, `#/providers/demo-provider/${date}`, NEW_YORK);
    await page.getByText(/^Times are those of New York/).waitFor();
    expect(page.url()).not.toContain(date);
  });

  it("the provider sees this week", async () => {
    const page = await visitAs(provider, "#/schedule/9999-12-31");
    await page.getByText("3 Mar to 9 Mar").waitFor();
  });
});

describe("Given hours on offer", () => {
  it("the provider withdraws some of them and gives them back", async () => {
    await offer("2031-03-13T13:00:00Z", "2031-03-13T15:00:00Z");
    const page = await visitAs(provider, "#/schedule/2031-03-13", NEW_YORK);
    await page.getByRole("button", { name: "Withdraw 09:00 to 11:00" }).click();
    await page.getByLabel("From").selectOption("10:00");
    await page.getByRole("button", { name: "Withdraw these hours" }).click();
    await page.getByRole("button", { name: "Withdraw 09:00 to 10:00" }).waitFor();
    await page.getByRole("button", { name: "Give back 10:00 to 11:00" }).click();
    await page.getByRole("button", { name: "Give back these hours" }).click();
    await page.getByRole("button", { name: "Withdraw 09:00 to 11:00" }).waitFor();
  });
});

describe("Given a profile without a time zone", () => {
  it("its owner can pick a zone and go back to none, before and after saving", async () => {
    await withProfile(bob);
    const page = await visitAs(bob, "#/profile");
    const zone = page.getByLabel("Time zone");
    const save = async () => {
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved.").waitFor();
      return (await api("getUser", { as: bob, path: { userId: bob.userId } })).timeZone;
    };
    await zone.selectOption("Europe/London");
    await zone.selectOption("None");
    expect(await save()).toBeUndefined();
    await zone.selectOption("Europe/London");
    expect(await save()).toBe("Europe/London");
    await zone.selectOption("None");
    expect(await save()).toBeUndefined();
  });
});
