import { afterAll, describe, expect, it } from "vitest";
import { DAY_SECONDS } from "../shared/domain/rules.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { request } from "../test/http.ts";
import { serveHere } from "../test/serve.ts";
import { makeDemo } from "./demo.ts";

const provider = { role: "provider", userId: "demo-provider" } as const;
const path = provider;

const { url, stop } = await serveHere();
afterAll(stop);

const freeSlots = async () => {
  const { body } = await request(url, "listAvailableSlots", { as: provider, query: { providerId: provider.userId } });
  return body.slots;
};

describe("Given a store where nobody has been yet", () => {
  it("the first start makes a provider with hours and a client", async () => {
    await makeDemo(url);
    expect((await freeSlots()).length).toBeGreaterThan(0);
    expect((await request(url, "getUser", { as: provider, path })).body).toMatchObject({ name: "Demo Provider" });
    const client = { role: "client", userId: "demo-client" } as const;
    expect((await request(url, "getUser", { as: client, path: client })).body).toMatchObject({ role: "client" });
  });

  it("a later start leaves alone what people have changed since", async () => {
    const now = Math.floor(Date.now() / 1000);
    await request(url, "updateUser", { as: provider, path, body: { name: "Ada" } });
    const query = { from: formatInstant(now), to: formatInstant(now + 31 * DAY_SECONDS) };
    await request(url, "withdrawAvailability", { as: provider, path: { providerId: provider.userId }, query });
    expect(await freeSlots()).toEqual([]);
    await makeDemo(url);
    expect(await freeSlots()).toEqual([]);
    expect((await request(url, "getUser", { as: provider, path })).body).toMatchObject({ name: "Ada" });
  });
});
