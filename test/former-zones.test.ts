import { describe, expect, it } from "vitest";
import { createProfile } from "../shared/store/users.ts";
import { call, client, expectRefusal, NOW, provider, type Who } from "./harness.ts";

const FORMER = "US/Pacific-New";
const DAY = { date: "2031-03-07", from: "08:00", to: "15:00" };

/** A provider whose profile was stored when IANA's list still had its zone. */
async function withFormerZone(): Promise<Who> {
  const who = provider();
  const { userId } = who;
  await createProfile({ userId, role: "provider", name: "Ada", timeZone: FORMER, createdAt: NOW, version: 1 }, NOW);
  return who;
}

const submit = (as: Who, body: object) =>
  call("submitAvailability", { as, path: { providerId: as.userId }, body: { ...DAY, ...body } });
const withdraw = (as: Who, query: Record<string, string>) =>
  call("withdrawAvailability", { as, path: { providerId: as.userId }, query: { date: DAY.date, ...query } });
const explained = (path: string) => [
  { path, message: expect.stringMatching(/^is required: US\/Pacific-New in the provider's profile is not on IANA's/) },
];

describe("Given a profile whose zone is not on IANA's list any more", () => {
  it("its owner and others read it as it is", async () => {
    const ada = await withFormerZone();
    for (const as of [ada, client()])
      expect(await call("getUser", { as, path: { userId: ada.userId } })).toMatchObject({
        status: 200,
        body: { timeZone: FORMER },
      });
  });

  it("local hours without a zone are refused with advice, and those with one are offered and withdrawn", async () => {
    const ada = await withFormerZone();
    const offered = await expectRefusal(() => submit(ada, {}), 400, "invalid-request");
    expect(offered.body.errors).toEqual(explained("body.timeZone"));
    expect((await submit(ada, { timeZone: "America/Los_Angeles" })).body).toMatchObject({ slots: 28 });
    const withdrawn = await expectRefusal(() => withdraw(ada, {}), 400, "invalid-request");
    expect(withdrawn.body.errors).toEqual(explained("query.timeZone"));
    expect((await withdraw(ada, { timeZone: "America/Los_Angeles" })).body).toMatchObject({ withdrawn: 28 });
  });

  it("its owner can change the name and keep the zone, but not send the zone again", async () => {
    const ada = await withFormerZone();
    const change = (body: object) => call("updateUser", { as: ada, path: { userId: ada.userId }, body });
    expect((await change({ name: "Ada King" })).body).toMatchObject({ name: "Ada King", timeZone: FORMER });
    await expectRefusal(() => change({ timeZone: FORMER }), 400, "invalid-request");
    await change({ timeZone: "america/los_angeles" });
    expect((await submit(ada, {})).body).toMatchObject({ timeZone: "America/Los_Angeles", slots: 28 });
  });
});
