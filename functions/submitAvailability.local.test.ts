import { beforeEach, describe, expect, it } from "vitest";
import { MAX_IN_FLIGHT } from "../shared/store/concurrently.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import {
  type Answer,
  call,
  client,
  crash,
  expectRefusal,
  list,
  NOW,
  newProvider,
  once,
  reserve,
  type Who,
} from "../test/harness.ts";

/** The UTC days whose updates DynamoDB refuses, and the most updates that were in flight at once. */
const database = { down: new Set<string>(), inFlight: 0, most: 0 };
dynamodb.middlewareStack.add(
  (next, { commandName }) =>
    async (args) => {
      if (commandName !== "UpdateItemCommand" && commandName !== "UpdateCommand") return next(args);
      const sent = JSON.stringify(args.input);
      if ([...database.down].some((day) => sent.includes(`"${day}"`)))
        throw Object.assign(new Error("busy"), { name: "ThrottlingException", $metadata: {} });
      database.most = Math.max(database.most, ++database.inFlight);
      return next(args).finally(() => database.inFlight--);
    },
  { step: "initialize", name: "faults" },
);
beforeEach(() => Object.assign(database, { down: new Set(), most: 0 }));

const submit = (as: Who, body: object, at = NOW) =>
  call("submitAvailability", { as, path: { providerId: as.userId }, body, at });

const slotsOf = ({ userId }: Who, from: string, to: string) => list({ providerId: userId, from, to });

const faultsOf = ({ body }: Answer): string[] => body.errors.map(({ path }: { path: string }) => path);

const NEW_YORK = "America/New_York";
const WORKING = { days: ["MO", "TU", "WE", "TH", "FR"], from: "08:00", to: "15:00" };

describe("Given one local day", () => {
  it("a Friday from 8 to 3 in New York is 28 slots, and the reply says which", async () => {
    const ada = await newProvider();
    const submitted = await submit(ada, { date: "2031-03-07", from: "08:00", to: "15:00", timeZone: NEW_YORK });
    expect(submitted).toMatchObject({ status: 201, requests: ["GetItem", "UpdateItem", "Query"] });
    expect(submitted.body).toEqual({
      providerId: ada.userId,
      timeZone: NEW_YORK,
      days: 1,
      slots: 28,
      startsAt: "2031-03-07T13:00:00Z", // 08:00 in New York
      endsAt: "2031-03-07T20:00:00Z", // 15:00
      adjustments: [],
    });
    const slots = await slotsOf(ada, "2031-03-07T00:00:00Z", "2031-03-09T00:00:00Z");
    expect(slots).toHaveLength(28);
    expect([slots[0]?.startsAt, slots.at(-1)?.startsAt]).toEqual(["2031-03-07T13:00:00Z", "2031-03-07T19:45:00Z"]);
  });

  it("is in the profile's zone unless the call names one", async () => {
    const ada = await newProvider({ timeZone: "Asia/Kathmandu" });
    const day = { date: "2031-03-07", from: "08:00", to: "15:00" };
    expect((await submit(ada, day)).body).toMatchObject({
      timeZone: "Asia/Kathmandu",
      startsAt: "2031-03-07T02:15:00Z", // +05:45
    });
    expect((await submit(ada, { ...day, timeZone: "UTC" })).body).toMatchObject({ timeZone: "UTC" });
  });

  it("without any zone is a 400 that names the field to send", async () => {
    const ada = await newProvider();
    const day = { date: "2031-03-07", from: "08:00", to: "15:00" };
    const refused = await expectRefusal(() => submit(ada, day), 400, "invalid-request");
    expect(refused.body.errors).toEqual([
      { path: "body.timeZone", message: "is required: the provider's profile has no time zone" },
    ]);
  });

  it("until 24:00 ends at midnight, and until a time before its start ends on the next day", async () => {
    const ada = await newProvider({ timeZone: NEW_YORK });
    const evening = await submit(ada, { date: "2031-03-07", from: "22:00", to: "24:00" });
    expect(evening.body).toMatchObject({ slots: 8, endsAt: "2031-03-08T05:00:00Z" }); // 00:00
    const night = await submit(ada, { date: "2031-03-07", from: "22:00", to: "06:00" });
    expect(night.body).toMatchObject({ slots: 32, days: 1, endsAt: "2031-03-08T11:00:00Z" }); // 06:00
  });

  it("has 24 slots if the clocks skip an hour of it, 32 if they repeat one, and the reply says so", async () => {
    const ada = await newProvider({ timeZone: NEW_YORK });
    const spring = await submit(ada, { date: "2031-03-09", from: "00:00", to: "07:00" });
    expect(spring.body).toMatchObject({
      slots: 24,
      adjustments: [{ change: "skipped", from: "2031-03-09T02:00", to: "2031-03-09T03:00" }],
    });
    const fall = await submit(ada, { date: "2031-11-02", from: "00:00", to: "07:00" });
    expect(fall.body).toMatchObject({
      slots: 32,
      adjustments: [{ change: "repeated", from: "2031-11-02T01:00", to: "2031-11-02T02:00" }],
    });
  });

  it("that has begun is offered from now on, and one that is over is a 400", async () => {
    const ada = await newProvider({ timeZone: NEW_YORK });
    const day = { date: "2031-03-03", from: "00:00", to: "05:30" }; // NOW is 05:07:30 in New York
    expect((await submit(ada, day)).body).toMatchObject({ slots: 1, startsAt: "2031-03-03T10:15:00Z" });
    const over = await expectRefusal(() => submit(ada, { ...day, to: "05:00" }), 400, "invalid-request");
    expect(faultsOf(over)).toEqual(["body.date"]);
    const less = await expectRefusal(() => submit(ada, { ...day, to: "05:15" }), 400, "invalid-request");
    expect(faultsOf(less)).toEqual(["body.date"]);
  });

  it("whose times do not exist, because the clocks skip them, is a 400", async () => {
    const ada = await newProvider({ timeZone: NEW_YORK });
    const gone = { date: "2031-03-09", from: "02:00", to: "03:00" };
    expect(faultsOf(await expectRefusal(() => submit(ada, gone), 400, "invalid-request"))).toEqual(["body"]);
  });
});

describe("Given weekly hours", () => {
  const year = { weekly: [WORKING], fromDate: "2031-03-03", toDate: "2032-03-02", timeZone: NEW_YORK };

  it("of a year are one update per UTC day, a bounded number in flight, and stay at 08:00 local time", async () => {
    const ada = await newProvider();
    const submitted = await submit(ada, year);
    expect(submitted).toMatchObject({ status: 201, body: { days: 262, slots: 262 * 28, adjustments: [] } });
    expect(submitted.requests.filter((name) => name === "UpdateItem")).toHaveLength(262);
    expect(database.most).toBeGreaterThan(1);
    expect(database.most).toBeLessThanOrEqual(MAX_IN_FLIGHT);
    const [friday] = await slotsOf(ada, "2031-03-07T00:00:00Z", "2031-03-08T00:00:00Z");
    const [monday] = await slotsOf(ada, "2031-03-10T00:00:00Z", "2031-03-11T00:00:00Z");
    expect([friday?.startsAt, monday?.startsAt]).toEqual([
      "2031-03-07T13:00:00Z", // 08:00 EST
      "2031-03-10T12:00:00Z", // 08:00 EDT
    ]);
  });

  it("may have several windows a day, which may overlap, and days off", async () => {
    const ada = await newProvider();
    const submitted = await submit(ada, {
      weekly: [
        { days: ["FR"], from: "08:00", to: "10:00" },
        { days: ["FR", "SA"], from: "09:00", to: "11:00" },
      ],
      fromDate: "2031-03-03",
      toDate: "2031-03-16",
      exceptDates: ["2031-03-14"],
      timeZone: "UTC",
    });
    expect(submitted.body).toMatchObject({ days: 3, slots: 12 + 8 + 8, endsAt: "2031-03-15T11:00:00Z" });
  });

  it("that were withdrawn are offered again when they are submitted again, and what is reserved stays", async () => {
    const ada = await newProvider();
    const week = { ...year, toDate: "2031-03-07" };
    await submit(ada, week);
    const grace = client();
    const startsAt = Date.parse("2031-03-06T13:00:00Z") / 1000; // 08:00
    const { body: held } = await reserve(grace, ada, startsAt);
    const query = { date: "2031-03-06", timeZone: NEW_YORK };
    await call("withdrawAvailability", { as: ada, path: { providerId: ada.userId }, query });
    expect(await slotsOf(ada, "2031-03-06T00:00:00Z", "2031-03-07T00:00:00Z")).toEqual([]);
    const days = (await submit(ada, week)).requests.filter((name) => name === "UpdateItem").length - 27;
    expect(days).toBeLessThanOrEqual(7);
    expect(await slotsOf(ada, "2031-03-06T00:00:00Z", "2031-03-07T00:00:00Z")).toHaveLength(27);
    expect((await reserve(grace, ada, startsAt)).body).toEqual(held);
  });

  it("are offered again when they are submitted again, and no other hours are, even if their UTC days are in another order", async () => {
    const ada = await newProvider();
    const weekly = [
      { days: ["FR"], from: "20:00", to: "21:00" }, // 11:00Z on Friday
      { days: ["FR"], from: "01:00", to: "02:00" }, // 16:00Z on Thursday
      { days: ["MO"], from: "20:00", to: "21:00" },
    ];
    const hours = { weekly, fromDate: "2031-03-07", toDate: "2031-03-10", timeZone: "Asia/Tokyo" };
    await submit(ada, hours);
    await submit(ada, { ...hours, weekly: [{ ...weekly[0], days: ["SU"] }] });
    const query = { from: "2031-03-06T00:00:00Z", to: "2031-03-11T00:00:00Z" };
    const withdrawn = await call("withdrawAvailability", { as: ada, path: { providerId: ada.userId }, query });
    expect(withdrawn.body.withdrawn).toBe(16);
    expect((await submit(ada, hours)).status).toBe(201);
    const days = (await slotsOf(ada, query.from, query.to)).map(({ startsAt }) => startsAt.slice(0, 10));
    expect([...Map.groupBy(days, (day) => day)].map(([day, slots]) => [day, slots.length])).toEqual([
      ["2031-03-06", 4],
      ["2031-03-07", 4],
      ["2031-03-10", 4],
    ]);
  });

  it("may span 366 days, with one update for each day that has hours, and not 367", async () => {
    const ada = await newProvider();
    const one = { ...year, weekly: [{ ...WORKING, days: ["MO"] }] };
    const { status, body, requests } = await submit(ada, one);
    expect({ status, days: body.days }).toEqual({ status: 201, days: 53 });
    expect(requests).toEqual(["GetItem", ...Array.from({ length: 53 }, () => "UpdateItem"), "Query"]);
    const refused = await expectRefusal(() => submit(ada, { ...one, toDate: "2032-03-03" }), 400, "invalid-request");
    expect(refused.body.errors).toEqual([
      { path: "body.toDate", message: "makes 367 days; at most 366 can be submitted at once" },
    ]);
  });
});

describe("Given a DynamoDB that refuses some days", () => {
  const week = { weekly: [WORKING], fromDate: "2031-03-03", toDate: "2031-03-07", timeZone: NEW_YORK };

  it("the call is a 500 if a bug is the cause", async () => {
    const ada = await newProvider();
    const answer = await call("submitAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      body: week,
      before: once("UpdateItem", crash),
    });
    expect(answer.status).toBe(500);
  });

  it("the reply says exactly which days are stored and which are not, and a repeat stores the rest", async () => {
    const ada = await newProvider();
    database.down = new Set(["2031-03-05", "2031-03-06"]);
    const partly = await submit(ada, week);
    expect(partly).toMatchObject({
      status: 503,
      body: {
        type: "/problems/partly-stored",
        stored: ["2031-03-03", "2031-03-04", "2031-03-07"],
        notStored: ["2031-03-05", "2031-03-06"],
      },
    });
    expect(partly.headers["Retry-After"]).toBe("1");
    expect(await slotsOf(ada, "2031-03-05T00:00:00Z", "2031-03-08T00:00:00Z")).toHaveLength(28);

    database.down = new Set();
    expect((await submit(ada, week)).body).toMatchObject({ days: 5, slots: 5 * 28 });
    expect(await slotsOf(ada, "2031-03-05T00:00:00Z", "2031-03-08T00:00:00Z")).toHaveLength(3 * 28);
  });

  it("the call is a plain 503 if no day is stored", async () => {
    const ada = await newProvider();
    database.down = new Set(["2031-03-07"]);
    const friday = { date: "2031-03-07", from: "08:00", to: "15:00", timeZone: NEW_YORK };
    await expectRefusal(() => submit(ada, friday), 503, "unavailable");
  });
});

describe("Given faulty hours", () => {
  const day = { date: "2031-03-07", from: "08:00", to: "15:00", timeZone: "UTC" };
  const weeks = { weekly: [WORKING], fromDate: "2031-03-03", toDate: "2031-03-16", timeZone: "UTC" };

  it.each<[string, object, Record<string, string>]>([
    [
      "an unknown zone",
      { ...day, timeZone: "Mars/Olympus" },
      { "body.timeZone": "must be on IANA's list of time zones, such as Europe/London" },
    ],
    [
      "an offset as a zone",
      { ...day, timeZone: "+02:00" },
      { "body.timeZone": "must be on IANA's list of time zones, such as Europe/London" },
    ],
    [
      "a date that does not exist",
      { ...day, date: "2031-02-29" },
      { "body.date": "must be a date such as 2027-08-13, before the year 9998" },
    ],
    ["a time of the wrong form", { ...day, from: "8:00" }, { "body.from": "must be a time from 00:00 to 23:59" }],
    ["24:00 as a start", { ...day, from: "24:00" }, { "body.from": "must be a time from 00:00 to 23:59" }],
    ["a time after 24:00", { ...day, to: "24:01" }, { "body.to": "must be a time from 00:00 to 24:00" }],
    [
      "a window of zero length",
      { ...day, to: "08:00" },
      { "body.to": "must differ from the start; a whole day is 00:00 to 24:00" },
    ],
    ["no end", { ...day, to: undefined }, { "body.to": "is required" }],
    ["a field of another form", { ...day, endsAt: "2031-03-07T10:00:00Z" }, { "body.endsAt": "is not known here" }],
    [
      "an unknown weekday",
      { ...weeks, weekly: [{ ...WORKING, days: ["MO", "XX"] }] },
      { "body.weekly.0.days.1": "must be one of MO, TU, WE, TH, FR, SA, SU" },
    ],
    [
      "no weekday",
      { ...weeks, weekly: [{ ...WORKING, days: [] }] },
      { "body.weekly.0.days": "must have at least 1 entry" },
    ],
    ["no window", { ...weeks, weekly: [] }, { "body.weekly": "must have at least 1 entry" }],
    [
      "a range that ends before it begins",
      { ...weeks, toDate: "2031-03-02" },
      { "body.toDate": "must not be before fromDate" },
    ],
    [
      "a day off before the range",
      { ...weeks, exceptDates: ["2031-03-02"] },
      { "body.exceptDates.0": "must be between fromDate and toDate" },
    ],
    [
      "a day off after the range",
      { ...weeks, exceptDates: ["2031-03-16", "2031-03-17"] },
      { "body.exceptDates.1": "must be between fromDate and toDate" },
    ],
    [
      "a range that is over",
      { ...weeks, fromDate: "2031-02-01", toDate: "2031-02-28" },
      { "body.toDate": "has passed: all of these hours are in the past" },
    ],
    [
      "a range without those weekdays",
      { ...weeks, fromDate: "2031-03-08", toDate: "2031-03-09" },
      { body: "has no whole slot on the 15-minute grid from now on" },
    ],
    ["an empty body", {}, { "body.startsAt": "is required", "body.endsAt": "is required" }],
    ["one instant", { startsAt: "2031-03-07T10:00:00Z" }, { "body.endsAt": "is required" }],
    [
      "several faults at once",
      {
        weekly: [
          { days: ["XX"], from: "25:00", to: "15:00" },
          { days: ["MO"], from: "08:00", to: "08:00" },
        ],
        fromDate: "2031-03-03",
        toDate: "2032-03-04",
        exceptDates: ["2030-01-01", "nonsense"],
        timeZone: "Mars/Olympus",
      },
      {
        "body.weekly.0.days.0": "must be one of MO, TU, WE, TH, FR, SA, SU",
        "body.weekly.0.from": "must be a time from 00:00 to 23:59",
        "body.weekly.1.to": "must differ from the start; a whole day is 00:00 to 24:00",
        "body.toDate": "makes 368 days; at most 366 can be submitted at once",
        "body.exceptDates.0": "must be between fromDate and toDate",
        "body.exceptDates.1": "must be a date such as 2027-08-13, before the year 9998",
        "body.timeZone": "must be on IANA's list of time zones, such as Europe/London",
      },
    ],
  ])("%s is a 400 that names every fault", async (_, body, errors) => {
    const ada = await newProvider();
    const refused = await expectRefusal(() => submit(ada, body), 400, "invalid-request");
    const told = refused.body.errors.map(({ path, message }: { path: string; message: string }) => [path, message]);
    expect(Object.fromEntries(told)).toEqual(errors);
  });

  it("the first and the last date of the range may be days off", async () => {
    const ada = await newProvider();
    const edges = { ...weeks, toDate: "2031-03-07", exceptDates: ["2031-03-03", "2031-03-07"] };
    expect((await submit(ada, edges)).body.days).toBe(3);
  });
});
