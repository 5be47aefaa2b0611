import { beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "../../client/index.ts";
import { document } from "../document.ts";
import { bob, expectedErrors, goTo, grace, offer, pass, provider, reserve, visitAs, withProfile } from "./harness.ts";

/** What the page says, and the button or link for the next step, if that is not just to choose again. */
const sentences: Record<Problem["type"], [RegExp, RegExp?]> = {
  "/problems/invalid-request": [/cannot be used. Please change it:/],
  "/problems/unauthenticated": [/Your sign-in has ended/, /Sign in again/],
  "/problems/forbidden": [/Your sign-in does not allow this. A client can reserve only for itself/],
  "/problems/not-found": [/does not exist, or it is not yours/, /Go to the start/],
  "/problems/slot-not-offered": [/does not offer this slot any more. Please choose another/],
  "/problems/method-not-allowed": [/Reload the page to get a newer one/],
  "/problems/slot-held": [/Someone is holding this slot/, /Wait and try then/],
  "/problems/slot-taken": [/Someone else has booked this slot. Please choose another/],
  "/problems/not-confirmed": [/only held. Confirm it first/],
  "/problems/rescheduled": [/This appointment was moved/, /See where it is now/],
  "/problems/already-started": [/has begun, so it cannot be changed any more/],
  "/problems/too-many-holds": [/You hold 1 slot that you have not confirmed/, /Let hold 1 go/],
  "/problems/client-busy": [/You have another appointment at that time/, /See it/],
  "/problems/has-appointments": [/Cancel and withdraw them/, /your week/],
  "/problems/already-exists": [/Your profile was not created. There is already a profile/, /Try again/],
  "/problems/reservation-expired": [/The half hour to confirm is over/, /Choose the slot again/],
  "/problems/cancelled": [/This appointment was cancelled/, /Choose another slot/],
  "/problems/version-mismatch": [/Someone changed this profile/],
  "/problems/payload-too-large": [/That is too much at once/],
  "/problems/too-soon": [
    /A slot must be reserved at least a day ahead. Choose one from \w+ \d+ \w+ 20\d\d, \d\d:\d\d on/,
  ],
  "/problems/throttled": [/too many requests just now/, /Try again/],
  "/problems/internal": [/report it with this number: c6af9ac6/, /Try again/],
  "/problems/unavailable": [/The service is busy/, /Try again/],
  "/problems/partly-stored": [/published on 1 of 2 days only/, /Try again/],
};

const { examples } = document.components.responses.Problem.content["application/problem+json"];
const problems = Object.values<{ value: Problem }>(examples).map(({ value }) => value);

beforeAll(async () => {
  await withProfile(provider, { timeZone: "UTC" });
  await withProfile(grace);
  await offer("2031-03-12T08:00:00Z", "2031-03-12T12:00:00Z");
});

describe("Given any problem that the API can answer with", () => {
  it("the page says it in a sentence, with what to do next", async () => {
    expectedErrors.push(/status of 50[03]/);
    const page = await visitAs(grace, "#/providers/demo-provider/2031-03-12");
    let answer: Problem | undefined;
    await page.route("**/appointments", (route) =>
      answer && route.request().method() === "POST"
        ? route.fulfill({
            status: answer.status,
            contentType: "application/problem+json",
            body: JSON.stringify(answer),
          })
        : route.continue(),
    );
    for (const problem of problems) {
      answer = problem;
      const [sentence, next] = sentences[problem.type];
      await page.getByRole("button", { name: "Reserve Wednesday 12 March 2031, 08:00" }).click();
      const notice = page.getByRole("alert").filter({ hasText: sentence });
      // The API's client first repeats some calls by itself.
      for (let wait = 0; wait < 4 && problem.status >= 429; wait++) {
        await page
          .getByText(/Trying again in/)
          .or(notice)
          .first()
          .waitFor();
        await pass(10_000);
      }
      await notice.waitFor();
      if (next)
        await notice
          .getByRole("link", { name: next })
          .or(notice.getByRole("button", { name: next }))
          .waitFor();
    }
  });
});

describe("Given a client who holds as many slots as one may", () => {
  it("is shown them, and lets one go for the new one", async () => {
    await withProfile(bob);
    for (const quarter of ["00", "15", "30", "45"]) await reserve(bob, `2031-03-12T09:${quarter}:00Z`);
    await reserve(bob, "2031-03-12T10:00:00Z");
    const page = await visitAs(bob, "#/providers/demo-provider/2031-03-12");
    await page.getByRole("button", { name: "Reserve Wednesday 12 March 2031, 11:00" }).click();
    await page.getByText("You hold 5 slots that you have not confirmed.").waitFor();
    await page.getByRole("link", { name: /^Hold 1: Wednesday 12 March 2031, 09:00 with Demo Provider/ }).waitFor();
    await page.getByRole("button", { name: "Let hold 1 go" }).click();
    await page.getByText("Wednesday 12 March 2031, 11:00 with Demo Provider").waitFor();
  });
});

describe("Given a provider who does not exist", () => {
  it("the page says only that", async () => {
    const page = await visitAs(grace, "#/providers/nobody");
    await page.getByText("This does not exist, or it is not yours.").waitFor();
    await page.waitForURL(/nobody\/2031/);
    await page.getByText("This does not exist, or it is not yours.").waitFor();
    expect(await page.getByRole("navigation", { name: "Days" }).count()).toBe(0);
  });
});

describe("Given a network that fails", () => {
  it("the page reads everything again when the browser is online, shows an outage once, and needs one retry only", async () => {
    expectedErrors.push(/net::ERR_/);
    const page = await visitAs(grace, "#/providers/demo-provider/2031-03-12");
    await page
      .getByRole("button", { name: /^Reserve/ })
      .first()
      .waitFor();
    const isRead = ({ pathname }: URL) => /^\/(users|appointments)/.test(pathname);
    await page.route(isRead, (route) => route.abort());
    await page.evaluate("dispatchEvent(new Event('online'))");
    for (let wait = 0; wait < 3; wait++) {
      await page.getByText(/Trying again in/).waitFor();
      await pass(10_000);
    }
    await page.locator(".outage").nth(2).waitFor({ state: "attached" });
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(1);
    await page.unroute(isRead);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor({ state: "detached" });
    await expect.poll(() => page.locator(".outage").count()).toBe(0);
  });

  it("the page says that it repeats a call, which succeeds once there is an answer", async () => {
    expectedErrors.push(/net::ERR_/, /status of 503/);
    const page = await visitAs(grace, "#/providers/demo-provider/2031-03-12");
    const failures = ["lost", "busy"];
    await page.route("**/appointments", (route) => {
      const failure = failures.shift();
      if (failure === "lost") return route.abort();
      if (failure === "busy") return route.fulfill({ status: 503, headers: { "Retry-After": "2" } });
      return route.continue();
    });
    await page.getByRole("button", { name: "Reserve Wednesday 12 March 2031, 08:15" }).click();
    await page.getByText(/The service does not answer just now. Trying again in 2 s/).waitFor();
    await pass(2000);
    await page.getByText(/Trying again in 3 s/).waitFor();
    await pass(3000);
    await page.getByRole("heading", { name: "Held for 30 minutes" }).waitFor();
    expect(await page.getByText(/Trying again/).count()).toBe(0);
  });

  it("the page says that a call was not answered, and tries again when asked to", async () => {
    expectedErrors.push(/net::ERR_/);
    const page = await visitAs(grace);
    await page.route("**/providers?*", (route) => route.abort());
    await goTo(page, "#/providers");
    await page.reload();
    for (let wait = 0; wait < 3; wait++) {
      await page.getByText(/Trying again in/).waitFor();
      await pass(10_000);
    }
    await page.getByText(/The service did not answer. Check your connection/).waitFor();
    await page.unroute("**/providers?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("link", { name: /Demo Provider/ }).waitFor();
  });
});
