import { describe, expect, it } from "vitest";
import { admin, type Call, call, client, expectRefusal, loseReply, once, provider, type Who } from "../test/harness.ts";

const profile = async (who: Who, data = {}) =>
  (await call("createUser", { as: who, body: { role: who.role, name: "Grace", ...data } })).body;

const change = (as: Who, of: Who, body: unknown, ifMatch?: string) =>
  call("updateUser", { as, path: { userId: of.userId }, body, ...headers(ifMatch) });
const headers = (ifMatch?: string): Pick<Call, "headers"> =>
  ifMatch === undefined ? {} : { headers: { "if-match": ifMatch } };

const read = (as: Who, of: Who) => call("getUser", { as, path: { userId: of.userId } });

describe("Given a profile", () => {
  it("is changed by its owner, only in the fields that the body has, with one request", async () => {
    const grace = client();
    const before = await profile(grace, { email: "grace@example.com", timeZone: "Europe/Paris" });
    const changed = await change(grace, grace, { name: "Grace Hopper" });
    expect(changed).toMatchObject({ status: 200, requests: ["UpdateItem"] });
    expect(changed.body).toEqual({ ...before, name: "Grace Hopper", version: 2 });
    expect((await read(grace, grace)).body).toEqual(changed.body);
  });

  it("loses its email and its time zone if the body has null for them", async () => {
    const grace = client();
    await profile(grace, { email: "grace@example.com", timeZone: "Europe/Paris" });
    const { status, body } = await change(grace, grace, { email: null, timeZone: null });
    expect(status).toBe(200);
    expect(Object.keys(body).toSorted()).toEqual(["createdAt", "name", "role", "userId", "version"]);
    expect((await read(grace, grace)).body).toEqual(body);
  });

  it("is changed by an admin, and by nobody else", async () => {
    const grace = client();
    await profile(grace);
    expect((await change(admin, grace, { name: "Ada" })).status).toBe(200);
    for (const other of [client(), provider()])
      await expectRefusal(() => change(other, grace, { name: "Eve" }), 403, "forbidden");
  });

  it("of a provider is shown to others with its new name and without a version", async () => {
    const ada = provider();
    await profile(ada);
    await change(ada, ada, { name: "Ada", email: "ada@example.com" });
    const shown = await read(client(), ada);
    expect(shown.body).toEqual({ userId: ada.userId, role: "provider", name: "Ada" });
    expect(shown.headers).not.toHaveProperty("ETag");
  });

  it.each([
    {},
    { name: "" },
    { name: null },
    { email: "nobody" },
    { email: "grace@example-.com" },
    { timeZone: "Mars/Olympus" },
    { role: "provider" },
    { userId: "x" },
  ])("is not changed by %j", async (body) => {
    const grace = client();
    await profile(grace);
    await expectRefusal(() => change(grace, grace, body), 400, "invalid-request");
  });
});

describe("Given the version that was read", () => {
  it("is the ETag of every reply that shows the whole profile", async () => {
    const grace = client();
    await profile(grace);
    expect((await read(grace, grace)).headers.ETag).toBe('"1"');
    expect((await change(grace, grace, { name: "Ada" })).headers.ETag).toBe('"2"');
    expect((await read(admin, grace)).headers.ETag).toBe('"2"');
  });

  it("is the only one that If-Match accepts: the one before and the one after are a 412", async () => {
    const grace = client();
    await profile(grace);
    await change(grace, grace, { name: "Ada" });
    for (const tag of ['"1"', '"3"', "2", 'W/"2"', '"2"x', '"2x"', ""])
      await expectRefusal(() => change(grace, grace, { name: "Eve" }, tag), 412, "version-mismatch");
    expect((await change(grace, grace, { name: "Eve" }, '"2"')).body.version).toBe(3);
    expect((await change(grace, grace, { name: "Bob" }, "*")).body.version).toBe(4);
  });

  it("may be one of a list in If-Match", async () => {
    const grace = client();
    await profile(grace);
    await expectRefusal(() => change(grace, grace, { name: "Eve" }, '"2", "3"'), 412, "version-mismatch");
    expect((await change(grace, grace, { name: "Eve" }, '"2", "1"')).body.version).toBe(2);
  });

  it.each(['"1"', 'W/"1"', '"2", "1"', "*"])("prevents a change with If-None-Match %s", async (tag) => {
    const grace = client();
    await profile(grace);
    const changing = (headers: Record<string, string>) => () =>
      call("updateUser", { as: grace, path: { userId: grace.userId }, body: { name: "Ada" }, headers });
    await expectRefusal(changing({ "If-None-Match": tag }), 412, "version-mismatch");
    expect((await changing({ "If-None-Match": '"2"' })()).status).toBe(200);
  });

  it("is outdated after two changes, even if the profile already has the wanted data: 412", async () => {
    const grace = client();
    await profile(grace);
    await change(grace, grace, { name: "Ada" });
    await change(grace, grace, { name: "Eve" });
    await expectRefusal(() => change(grace, grace, { name: "Eve" }, '"1"'), 412, "version-mismatch");
  });

  it.each([
    { name: "Eve" },
    { email: "two@example.com" },
    { email: null },
    { timeZone: "Europe/Rome" },
    { timeZone: null },
  ])("allows repeating the change made with it, and no other change: %j is a 412", async (otherwise) => {
    const grace = client();
    await profile(grace);
    const one = { name: "Ada", email: "one@example.com", timeZone: "Europe/Paris" };
    await change(grace, grace, one, '"1"');
    expect((await change(grace, grace, one, '"1"')).status).toBe(200);
    await expectRefusal(() => change(grace, grace, { ...one, ...otherwise }, '"1"'), 412, "version-mismatch");
  });

  it("lets exactly one of many racing changes through, and the others are a 412", async () => {
    const grace = client();
    await profile(grace);
    const names = Array.from({ length: 20 }, (_, index) => `Grace ${index}`);
    const replies = await Promise.all(names.map((name) => change(grace, grace, { name }, '"1"')));
    const [won, ...more] = replies.filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    expect(replies.filter(({ status }) => status === 412)).toHaveLength(19);
    expect((await read(grace, grace)).body).toEqual(won?.body);
  });

  it("allows repeating a change whose reply was lost", async () => {
    const grace = client();
    await profile(grace);
    const first = await change(grace, grace, { name: "Ada", email: "ada@example.com" }, '"1"');
    const after = once("UpdateItem", loseReply);
    const lost = { as: grace, path: { userId: grace.userId }, body: { name: "Bob" }, headers: { "If-Match": '"2"' } };
    expect(await change(grace, grace, { name: "Ada", email: "ada@example.com" }, '"1"')).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect(await call("updateUser", { ...lost, after })).toMatchObject({ status: 200, body: { version: 3 } });
  });
});

describe("Given no profile", () => {
  it("a change is a 404", async () => {
    const grace = client();
    await expectRefusal(() => change(grace, grace, { name: "Ada" }), 404, "not-found");
    await expectRefusal(() => change(grace, grace, { name: "Ada" }, '"1"'), 404, "not-found");
  });
});
