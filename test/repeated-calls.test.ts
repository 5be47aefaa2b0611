/** What one call does is bounded: some calls do a part of what they are asked, and say that they must be repeated. */
import { describe, expect, it } from "vitest";
import { claimItemOf } from "../shared/store/items.ts";
import { call, client, cost, DAY, iso, list, NOW, newProvider, QUARTER } from "./harness.ts";
import { confirmed, range, store, withdrawnItems } from "./stored.ts";

const TODAY = NOW - (NOW % DAY);

describe("Given a person with more appointments ahead than one deletion cancels", async () => {
  const grace = client();
  const from = TODAY + 120 * DAY;
  const starts = range(205).map((n) => from + n * QUARTER);
  await store(starts.map((startsAt) => claimItemOf(confirmed(grace.userId, startsAt))));
  const remove = () => call("deleteUser", { as: grace, path: { userId: grace.userId } });
  const ahead = async () => {
    const query = { status: "confirmed", limit: 500 };
    const { body } = await call("listClientAppointments", { as: grace, path: { clientId: grace.userId }, query });
    return body.appointments.length;
  };

  it("each call cancels 200 at a bounded cost, and is a 503 that says to repeat it until none is left", async () => {
    const { requests, capacityUnits } = await cost(async () => {
      expect((await remove()).body.type).toBe("/problems/unavailable");
    });
    expect({ requests, capacityUnits }).toEqual({ requests: 203, capacityUnits: 812 });
    expect(await ahead()).toBe(5);
    expect((await remove()).status).toBe(204);
    expect(await ahead()).toBe(0);
  });
});

describe("Given a client with more lapsed holds ahead, not yet deleted, than one page has", () => {
  it("deleting the client passes over these, and cancels the appointments after them", async () => {
    const grace = client();
    const from = TODAY + 200 * DAY;
    const lapsed = range(1005).map((n) => ({ ...confirmed(grace.userId, from + n * QUARTER), confirmedAt: undefined }));
    await store(lapsed.map((one) => claimItemOf({ ...one, status: "reserved", expiresAt: NOW } as never)));
    await store([claimItemOf(confirmed(grace.userId, from + 2000 * QUARTER))]);
    const path = { clientId: grace.userId };
    expect((await call("deleteUser", { as: grace, path: { userId: grace.userId } })).status).toBe(204);
    const { body } = await call("listClientAppointments", { as: grace, path, query: { status: "confirmed" } });
    expect(body.appointments).toEqual([]);
  });
});

describe("Given more withdrawn slots than one call offers again", () => {
  it("each call offers a thousand of them, and is a 503 that says to repeat it until all are offered", async () => {
    const ada = await newProvider();
    const from = TODAY + DAY;
    await store(range(11).flatMap((n) => withdrawnItems(ada.userId, from + n * DAY)));
    const fromDate = iso(from).slice(0, 10);
    const toDate = iso(from + 10 * DAY).slice(0, 10);
    const weekly = [{ days: ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], from: "00:00", to: "24:00" }];
    const body = { timeZone: "UTC", fromDate, toDate, weekly };
    const submit = () => call("submitAvailability", { as: ada, path: { providerId: ada.userId }, body });
    expect((await submit()).body.type).toBe("/problems/unavailable");
    expect((await submit()).body.slots).toBe(11 * 96);
    const window = { from: iso(from + DAY), to: iso(from + 11 * DAY), limit: 500 };
    expect(await list({ providerId: ada.userId, ...window })).toHaveLength(10 * 96);
  });
});
