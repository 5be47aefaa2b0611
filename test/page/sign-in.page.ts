import { beforeAll, describe, expect, it } from "vitest";
import { bob, expectedErrors, grace, HOUR, pass, signIn, url, visit, visitAs, withProfile } from "./harness.ts";

const PLACE = "#/calendar";

beforeAll(async () => {
  await withProfile(grace);
  await withProfile(bob);
});

describe("Given a sign-in that fails", () => {
  it("the page says that the issuer does not answer, and signing in works once it does", async () => {
    expectedErrors.push(/net::ERR_/);
    const page = await visit(PLACE);
    await page.route("**/.well-known/**", (route) => route.abort());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The sign-in service did not answer.").waitFor();
    await page.unroute("**/.well-known/**");
    await signIn(page, grace);
    expect(page.url()).toContain(PLACE);
  });

  it.each(["lost", "refused"])(
    "the page says that signing in failed if the token is %s, and keeps the place",
    async (how) => {
      expectedErrors.push(/net::ERR_/);
      const page = await visit(PLACE);
      await page.route("**/token", (route) =>
        how === "lost" ? route.abort() : route.fulfill({ status: 400, json: { error: "invalid_grant" } }),
      );
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("link", { name: /^Demo Client/ }).click();
      await page.getByText("Signing in did not work.").waitFor();
      await page.unroute("**/token");
      await signIn(page, grace);
      expect(page.url()).toContain(PLACE);
    },
  );

  it("the page says that the issuer refused, and keeps the place", async () => {
    const page = await visit(PLACE);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Who would you like to be?" }).waitFor();
    const state = new URL(page.url()).searchParams.get("state");
    await page.goto(`${url}/?error=access_denied&state=${state}`);
    await page.getByText("the sign-in was cancelled or refused").waitFor();
    expect(page.url()).toBe(`${url}/${PLACE}`);
  });

  it("someone who goes back to be someone else is not left signed in as before", async () => {
    const page = await visitAs(grace, PLACE);
    await page.goBack();
    await page.getByRole("link", { name: /^Second Client/ }).click();
    await page.getByText("Signing in did not work.").waitFor();
    await signIn(page, bob);
    await page.getByRole("link", { name: "Second Client" }).waitFor();
  });
});

describe("Given a page that is reloaded after the token has ended", () => {
  it("the page says so, and signing in leads back to the place", async () => {
    const page = await visitAs(grace, PLACE);
    await pass(13 * HOUR);
    await page.reload();
    await page.getByText("Your sign-in has ended.").waitFor();
    await signIn(page, grace);
    expect(page.url()).toContain(PLACE);
  });
});
