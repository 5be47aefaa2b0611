import { beforeAll, describe, expect, it } from "vitest";
import { DAY_SECONDS, MAX_OFFER_AHEAD_DAYS } from "../shared/domain/rules.ts";
import { ZONES_END } from "../shared/domain/zones.gen.ts";
import { call, expectRefusal, iso, NOW, provider } from "../test/harness.ts";

const ada = provider();
beforeAll(async () => {
  await call("createUser", { as: ada, body: { role: "provider", name: "Ada" } });
});

const submit = (body: object, at = NOW) =>
  call("submitAvailability", { as: ada, path: { providerId: ada.userId }, body, at });

const LATEST = NOW + MAX_OFFER_AHEAD_DAYS * DAY_SECONDS;
const [date, time] = [iso(LATEST).slice(0, 10), iso(LATEST).slice(11, 16)];
/** The end of the last slot that can be offered, and of the next one. */
const [INSIDE, BEYOND] = [LATEST - (LATEST % 900), LATEST - (LATEST % 900) + 900];
const wall = (instant: number) => iso(instant).slice(11, 16);

describe(`Given hours that end about ${MAX_OFFER_AHEAD_DAYS} days from now`, () => {
  const formsUpTo = (end: number): [form: string, path: string, body: object][] => [
    ["instants", "body.endsAt", { startsAt: iso(end - 3600), endsAt: iso(end) }],
    ["a day", "body.date", { date, from: "00:00", to: wall(end), timeZone: "UTC" }],
    [
      "weekly hours",
      "body.toDate",
      {
        weekly: [{ days: ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], from: "00:00", to: wall(end) }],
        ...{ fromDate: date, toDate: date, timeZone: "UTC" },
      },
    ],
  ];

  it.each(formsUpTo(INSIDE))("%s are offered up to the last slot", async (_form, _path, body) => {
    expect((await submit(body)).body).toMatchObject({ endsAt: iso(INSIDE) });
  });

  it.each(formsUpTo(BEYOND))(
    "%s that end one slot later are a 400 that says when they must end",
    async (_, path, body) => {
      const refused = await expectRefusal(() => submit(body), 400, "invalid-request");
      expect(refused.body.errors).toEqual([
        { path, message: `is too far ahead: hours must end by ${date}T${time}:30Z` },
      ]);
    },
  );
});

describe("Given time zone data so old that they end within the hours that could be offered", () => {
  const at = ZONES_END - 10 * DAY_SECONDS;
  const newYear = iso(ZONES_END).slice(0, 10);

  it("local hours are offered up to the end of the data", async () => {
    const eve = iso(ZONES_END - DAY_SECONDS).slice(0, 10);
    const day = { from: "08:00", to: "15:00", timeZone: "UTC" };
    expect((await submit({ ...day, date: eve }, at)).status).toBe(201);
    const refused = await expectRefusal(() => submit({ ...day, date: newYear }, at), 400, "invalid-request");
    expect(refused.body.errors).toEqual([
      { path: "body.date", message: `is too far ahead: hours must end by ${iso(ZONES_END)}` },
    ]);
  });

  it("instants, which need no such data, are offered beyond that", async () => {
    expect((await submit({ startsAt: iso(ZONES_END), endsAt: iso(ZONES_END + 3600) }, at)).status).toBe(201);
  });
});
