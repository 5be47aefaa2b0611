import { describe, expect } from "vitest";
import { it } from "../test/fixtures.ts";
import { admin, call, client, expectRefusal, type Who } from "../test/harness.ts";

const make = (as: Who) => call("createCalendarFeed", { as, path: { userId: as.userId } });
const revoke = (as: Who, of: Who) => call("revokeCalendarFeed", { as, path: { userId: of.userId } });
const statusOf = async (feedKey: string) => (await call("getCalendarFeed", { path: { feedKey } })).status;

describe("Given a person who revokes a feed", () => {
  it("it stops working at once, with one write, and revoking again changes nothing", async ({ grace }) => {
    const { feedKey } = (await make(grace)).body;
    expect(await revoke(grace, grace)).toMatchObject({ status: 204, requests: ["UpdateItem"] });
    expect(await statusOf(feedKey)).toBe(404);
    expect((await revoke(grace, grace)).status).toBe(204);
    expect((await make(grace)).status).toBe(201);
  });

  it("cannot revoke another person's, unless they are an admin", async ({ grace }) => {
    const { feedKey } = (await make(grace)).body;
    await expectRefusal(() => revoke(client(), grace), 403, "forbidden");
    expect(await statusOf(feedKey)).toBe(200);
    expect((await revoke(admin, grace)).status).toBe(204);
    expect(await statusOf(feedKey)).toBe(404);
  });
});
