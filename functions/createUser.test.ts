import { describe, expect, it } from "vitest";
import { ajv } from "../test/contract.ts";
import { admin, call, client, expectRefusal, iso, NOW, provider, type Who, writesNothing } from "../test/harness.ts";

const creating =
  (as: Who, body: unknown, at = NOW) =>
  () =>
    call("createUser", { as, body, at });
const profile = { role: "client", name: "Grace Hopper", email: "grace@example.com", timeZone: "America/New_York" };

/** Whether the contract allows this email in a new profile, and in a changed one. */
const promised = (email: string) =>
  [{ ...profile, email }, { email }].map((body, nth) =>
    ajv.validate({ $ref: `openapi.yaml#/components/schemas/${["Registration", "UserChanges"][nth]}` }, body),
  );

describe("Given someone without a profile", () => {
  it("creates their own, with one request to DynamoDB", async () => {
    const grace = client();
    const created = await creating(grace, profile)();
    expect(created).toMatchObject({ status: 201, requests: ["PutItem"] });
    expect(created.body).toEqual({ ...profile, userId: grace.userId, createdAt: iso(NOW), version: 1 });
    expect(created.headers.Location).toBe(`users/${encodeURIComponent(grace.userId)}`);
  });

  it("may send a time zone in any case, and gets it as IANA's list spells it", async () => {
    const grace = client();
    const sent = { ...profile, timeZone: "america/PORT-AU-PRINCE" };
    expect((await creating(grace, sent)()).body.timeZone).toBe("America/Port-au-Prince");
    expect(await creating(grace, sent)()).toMatchObject({ status: 200 });
  });

  it.each(["BST", "AST", "UTC+2", "US/Pacific-New"])(
    "cannot have the time zone %s, which is not on IANA's list",
    async (timeZone) => {
      const refused = await expectRefusal(creating(client(), { ...profile, timeZone }), 400, "invalid-request");
      expect(refused.body.errors).toEqual([
        { path: "body.timeZone", message: "must be on IANA's list of time zones, such as Europe/London" },
      ]);
    },
  );

  it("may name their own id, and no other", async () => {
    const grace = client();
    await expectRefusal(creating(grace, { ...profile, userId: "someone-else" }), 403, "forbidden");
    expect((await creating(grace, { ...profile, userId: grace.userId })()).status).toBe(201);
  });

  it("cannot take a role that their token does not give", async () => {
    await expectRefusal(creating(client(), { ...profile, role: "provider" }), 403, "forbidden");
    await expectRefusal(creating(provider(), { ...profile, role: "client" }), 403, "forbidden");
    await expectRefusal(creating(admin, { ...profile, role: "admin" }), 400, "invalid-request");
  });

  it("gets one from an admin, under the id that the admin names or a new one", async () => {
    const userId = client("auth0|5f7c.8_a-1").userId;
    expect((await creating(admin, { ...profile, userId })()).body.userId).toBe(userId);
    const fresh = await creating(admin, profile)();
    expect(fresh.body.userId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    expect((await creating(admin, profile)()).body.userId).not.toBe(fresh.body.userId);
  });
});

describe("Given someone with a profile", () => {
  it("creating it again is a 200 with the same profile, however much later", async () => {
    const grace = client();
    const first = await creating(grace, profile)();
    const again = await writesNothing(creating(grace, profile, NOW + 60));
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it.each([{ name: "Someone" }, { email: "other@example.com" }, { timeZone: "Europe/Paris" }, { email: undefined }])(
    "creating it again with other data (%j) is already-exists",
    async (other) => {
      const grace = client();
      await creating(grace, profile)();
      await expectRefusal(creating(grace, { ...profile, ...other }), 409, "already-exists");
    },
  );

  it("of 20 parallel calls exactly one creates it", async () => {
    const grace = client();
    const answers = await Promise.all(Array.from({ length: 20 }, creating(grace, profile)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 201]);
  });
});

const ID = "may have letters, digits and . _ ~ | @ : + = , ' - only, and be neither . nor ..";
const NAME_FAULT = "must start with a visible character, and contain no control character or line break";

/** An email whose parts all have the greatest length allowed. */
const longest = `${"x".repeat(64)}@${"y".repeat(63)}.${"z".repeat(60)}.${"a".repeat(63)}`;

describe("Given invalid data", () => {
  it.each([
    ["no name", { name: undefined }, "body.name", "is required"],
    ["an empty name", { name: "" }, "body.name", "must have at least 1 character"],
    ["a blank name", { name: " " }, "body.name", NAME_FAULT],
    ["a name that begins with an invisible character", { name: "\u200b" }, "body.name", NAME_FAULT],
    ["a name that begins with a blank that Unicode calls a letter", { name: "\u3164" }, "body.name", NAME_FAULT],
    ["a line separator", { name: "Ada\u2028Lovelace" }, "body.name", NAME_FAULT],
    ["a NUL", { name: "a\0b" }, "body.name", NAME_FAULT],
    ["half a character", { name: "a\ud800" }, "body.name", NAME_FAULT],
    ["a long name", { name: "x".repeat(201) }, "body.name", "must have at most 200 characters"],
    ["a number", { name: 5 }, "body.name", "must be a string"],
    ["no role", { role: undefined }, "body.role", "is required"],
    ["another role", { role: "king" }, "body.role", "must be one of provider, client"],
    ["a text that is not an email address", { email: "grace" }, "body.email", "must be an email address"],
    ["a domain that cannot exist", { email: "grace@example-.com" }, "body.email", "must be an email address"],
    [
      "a time zone that does not exist",
      { timeZone: "Mars/Olympus" },
      "body.timeZone",
      "must be on IANA's list of time zones, such as Europe/London",
    ],
    [
      "an offset as a time zone",
      { timeZone: "+02:00" },
      "body.timeZone",
      "must be on IANA's list of time zones, such as Europe/London",
    ],
    ["an id with a space", { userId: "a b" }, "body.userId", ID],
    ["an id that a path cannot carry", { userId: ".." }, "body.userId", ID],
    ["an id that is too long", { userId: "x".repeat(256) }, "body.userId", "must have at most 255 characters"],
    [
      "65 characters before the @",
      { email: `${"x".repeat(65)}@example.com` },
      "body.email",
      "must have at most 64 characters before the @",
    ],
    [
      "a domain with a label that cannot be decoded",
      { email: "a@b.xn--0oox0" },
      "body.email",
      "must have a domain name after the @",
    ],
    ["an unknown field", { isAdmin: true }, "body.isAdmin", "is not known here"],
  ])("%s is a 400 that names the field", async (_, wrong, path, message) => {
    const refused = await expectRefusal(creating(admin, { ...profile, ...wrong }), 400, "invalid-request");
    expect(refused.body.errors).toEqual([{ path, message }]);
  });

  // RFC 5322 and RFC 6531 allow most of these, so `format: email` alone would promise too much.
  it.each([
    '"grace hopper"@example.com',
    "grace!@example.com",
    "grace'@example.com",
    "grace@[192.0.2.1]",
    "grâce@a.example",
    `grace@${"x".repeat(64)}.example`,
    "grace@example.xn--",
    "grace@example.xn--a-",
    "grace@example.1a",
  ])("an email like %s is refused, as the contract says", async (email) => {
    await expectRefusal(creating(client(), { ...profile, email }), 400, "invalid-request");
    expect(promised(email)).toEqual([false, false]);
  });

  it.each([
    "o'hara@example.com",
    "g.hopper+navy@mail.example.co",
    "_@a-b.museum",
    "G-H@X1.Example",
    "user@example.xn--q9jyb4c",
    longest,
  ])("an email like %s is accepted, as the contract says", async (email) => {
    expect(await creating(client(), { ...profile, email })()).toMatchObject({ status: 201, body: { email } });
    expect(promised(email)).toEqual([true, true]);
  });

  it("`__proto__` and `constructor` are unknown fields like any other", async () => {
    const body = '{"role":"client","name":"Grace","__proto__":{"role":"admin"},"constructor":1}';
    const refused = await expectRefusal(creating(client(), body), 400, "invalid-request");
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      "body.__proto__",
      "body.constructor",
    ]);
  });

  it("names of 1 and of 200 characters are accepted, in any script", async () => {
    for (const name of ["李", "é".repeat(200), "👩".repeat(200), "Zoë 👩‍⚕️"]) {
      expect((await creating(client(), { role: "client", name })()).status).toBe(201);
    }
  });
});
