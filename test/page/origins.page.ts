import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../local/listen.ts";
import { localConfig, page as pageOf } from "../../local/page.ts";
import { grace, offer, provider, servedAt, url, visitAs, withProfile } from "./harness.ts";

let host: Server;
let page: string;
beforeAll(async () => {
  await withProfile(provider, { timeZone: "UTC" });
  await withProfile(grace);
  await offer("2031-03-12T08:00:00Z", "2031-03-12T15:00:00Z");
  const answers = pageOf(localConfig(url));
  host = createServer((request, response) => {
    if (!answers(request, response)) response.writeHead(404).end();
  });
  page = (await listen(host)).url;
  servedAt(page);
});
afterAll(() => void host.close());

describe("Given a page on another origin than the API and the issuer", () => {
  it("a client signs in, books and signs out there", async () => {
    const his = await visitAs(grace, "#/providers/demo-provider/2031-03-12", {}, page);
    await his.getByRole("button", { name: "Reserve Wednesday 12 March 2031, 08:00" }).click();
    await his.getByRole("button", { name: "Confirm" }).click();
    await his.getByText("It is confirmed.").waitFor();
    const saved = his.waitForEvent("download");
    await his.getByRole("button", { name: "Add to calendar" }).click();
    await saved;
    await his.getByRole("link", { name: "Demo Client" }).click();
    await his.getByRole("textbox", { name: "Name" }).fill("Grace");
    await his.getByRole("button", { name: "Save" }).click();
    await his.getByText("Saved.").waitFor();
    await his.getByRole("button", { name: "Sign out" }).click();
    await his.getByRole("button", { name: "Sign in" }).waitFor();
    expect(new URL(his.url()).origin).toBe(page);
  });
});
