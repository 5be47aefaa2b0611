import { describe, expect, it } from "vitest";
import { admin, call, client, expectRefusal, provider, type Who } from "../test/harness.ts";

const getting = (as: Who, userId: string) => () => call("getUser", { as, path: { userId } });

async function created(who: Who) {
  const body = { role: who.role, name: "Ada", email: "ada@example.com", timeZone: "Europe/London" };
  return (await call("createUser", { as: who, body })).body;
}

describe("Given a profile", () => {
  it("is shown whole to its owner and an admin, with one request to DynamoDB", async () => {
    const grace = client();
    const body = await created(grace);
    expect(await getting(grace, grace.userId)()).toMatchObject({ status: 200, body, requests: ["GetItem"] });
    expect((await getting(admin, grace.userId)()).body).toEqual(body);
  });

  it("of a provider shows others its public part only", async () => {
    const ada = provider();
    await created(ada);
    for (const as of [client(), provider()]) {
      expect((await getting(as, ada.userId)()).body).toEqual({
        userId: ada.userId,
        role: "provider",
        name: "Ada",
        timeZone: "Europe/London",
      });
    }
  });

  it("of a client is not found by others, just like one that does not exist", async () => {
    const grace = client();
    await created(grace);
    const theirs = await expectRefusal(getting(client(), grace.userId), 404, "not-found");
    const nobodys = await expectRefusal(getting(client(), "nobody"), 404, "not-found");
    expect(theirs.body).toEqual(nobodys.body);
  });

  it("is not sent again to a caller who has its version, and is 412 to one who expects another", async () => {
    const grace = client();
    const body = await created(grace);
    const reading =
      (headers: Record<string, string>, as = grace) =>
      () =>
        call("getUser", { as, path: { userId: grace.userId }, headers });
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', "*"])
      expect(await reading({ "If-None-Match": tag })()).toMatchObject({
        status: 304,
        headers: { ETag: '"1"' },
        body: undefined,
      });
    for (const accepted of [{ "If-None-Match": '"2"' }, { "If-Match": '"1"' }, { "If-Match": "*" }])
      expect(await reading(accepted)()).toMatchObject({ status: 200, body });
    await expectRefusal(reading({ "If-Match": '"2"', "If-None-Match": '"1"' }), 412, "version-mismatch");
    await expectRefusal(reading({ "If-Match": '"2"' }, client()), 404, "not-found");
  });

  it("is found by an id that arrives percent-encoded", async () => {
    const grace = client("auth0|grace");
    await created(grace);
    expect((await getting(grace, "auth0%7Cgrace")()).status).toBe(200);
  });

  it("is invalid-request if the id is not valid", async () => {
    await expectRefusal(getting(admin, "%E0%A4%A"), 400, "invalid-request");
    await expectRefusal(getting(admin, "a b"), 400, "invalid-request");
  });
});
