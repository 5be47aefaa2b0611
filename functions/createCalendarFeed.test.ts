import { describe, expect } from "vitest";
import { FEED_SECONDS } from "../shared/domain/rules.ts";
import { BASE_URL } from "../test/event.ts";
import { it } from "../test/fixtures.ts";
import { admin, call, client, DAY, expectRefusal, iso, NOW, once, provider, type Who } from "../test/harness.ts";

const make = (as: Who, of: Who, at = NOW) => call("createCalendarFeed", { as, path: { userId: of.userId }, at });
const statusOf = async (feedKey: string) => (await call("getCalendarFeed", { path: { feedKey } })).status;
const deletePerson = (who: Who, at = NOW) => call("deleteUser", { as: who, path: { userId: who.userId }, at });

describe("Given a person who makes a feed", () => {
  it("gets its URL, at the API's own domain and stage, and its expiry, with one write", async ({ grace }) => {
    const { status, body, requests } = await make(grace, grace);
    expect({ status, requests }).toEqual({ status: 201, requests: ["PutItem"] });
    const url = `${BASE_URL}/calendar-feeds/${body.feedKey}`;
    expect(body).toEqual({ feedKey: body.feedKey, url, expiresAt: iso(NOW + FEED_SECONDS) });
  });

  it("can replace it: the old URL stops working", async ({ grace }) => {
    const first = (await make(grace, grace)).body.feedKey;
    expect(await statusOf(first)).toBe(200);
    const second = (await make(grace, grace)).body.feedKey;
    expect([await statusOf(first), await statusOf(second)]).toEqual([404, 200]);
  });

  it("cannot make one for another person, unless they are an admin", async ({ grace, ada }) => {
    expect((await make(admin, grace)).status).toBe(201);
    expect((await make(ada, ada)).status).toBe(201);
    await expectRefusal(() => make(client(), grace), 403, "forbidden");
    await expectRefusal(() => make(provider(), grace), 403, "forbidden");
  });
});

describe("Given a person who is deleted", () => {
  it("loses the feed before any appointment is cancelled", async ({ grace, appointment: _ }) => {
    const { feedKey } = (await make(grace, grace)).body;
    const seen: number[] = [];
    const before = once("UpdateItem", async () => seen.push(await statusOf(feedKey)));
    const path = { userId: grace.userId };
    expect((await call("deleteUser", { as: grace, path, before })).status).toBe(204);
    expect(seen).toEqual([404]);
    expect(await statusOf(feedKey)).toBe(404);
  });

  it("gets no new feed for two days, from nobody, not even after revoking the last one", async ({ grace }) => {
    await make(grace, grace);
    await deletePerson(grace);
    expect((await call("revokeCalendarFeed", { as: grace, path: { userId: grace.userId } })).status).toBe(204);
    for (const as of [grace, admin]) {
      await expectRefusal(() => make(as, grace), 403, "forbidden");
      await expectRefusal(() => make(as, grace, NOW + 2 * DAY - 1), 403, "forbidden");
    }
    expect((await make(admin, grace, NOW + 2 * DAY)).status).toBe(201);
  });

  it("loses a feed that is made during the deletion, or is refused one", async ({ grace }) => {
    const path = { userId: grace.userId };
    let feedKey = "";
    const before = once("TransactWriteItems", async () => {
      ({ feedKey } = (await make(grace, grace)).body);
    });
    const after = once("TransactWriteItems", async () => expect((await make(grace, grace)).status).toBe(403));
    expect((await call("deleteUser", { as: grace, path, before, after })).status).toBe(204);
    expect(feedKey).not.toBe("");
    expect(await statusOf(feedKey)).toBe(404);
  });

  it("keeps the feed if the deletion is refused", async ({ ada }) => {
    const { feedKey } = (await make(ada, ada)).body;
    expect((await deletePerson(ada)).status).toBe(409);
    expect(await statusOf(feedKey)).toBe(200);
  });
});
