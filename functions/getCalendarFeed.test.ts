import { createHash } from "node:crypto";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect } from "vitest";
import { decodeFeedKey, encodeFeedKey } from "../shared/domain/feed-key.ts";
import { FEED_SECONDS } from "../shared/domain/rules.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { feedItemKey } from "../shared/store/keys.ts";
import { eventsIn, propertiesIn } from "../test/calendars.ts";
import { it as anyone, OPENS } from "../test/fixtures.ts";
import {
  booked,
  call,
  cancel,
  client,
  confirm,
  DAY,
  expectRefusal,
  MINUTE,
  NOW,
  newClient,
  reschedule,
  reserve,
  type Who,
} from "../test/harness.ts";

const SLOT = 15 * MINUTE;

const makeFeed = async ({ userId }: Who, at = NOW): Promise<string> =>
  (await call("createCalendarFeed", { path: { userId }, at })).body.feedKey;
const read = (feedKey: string, at = NOW, headers?: Record<string, string>) =>
  call("getCalendarFeed", { path: { feedKey }, at, authorization: undefined, ...(headers && { headers }) });
const events = async (feedKey: string, at = NOW) => eventsIn((await read(feedKey, at)).body);

const it = anyone
  /** The key of a client's feed, and of a provider's. */
  .extend("gracesKey", ({ grace }) => makeFeed(grace))
  .extend("adasKey", ({ ada }) => makeFeed(ada));

describe("Given the feed of a person", () => {
  it("needs no token, and names the provider to the client and the client to the provider", async ({
    grace,
    appointment: { appointmentId },
    gracesKey,
    adasKey,
  }) => {
    await newClient(grace);
    const event = { uid: appointmentId, sequence: 0, status: "CONFIRMED", startsAt: OPENS, endsAt: OPENS + SLOT };
    const changed = { stampedAt: NOW, changedAt: NOW };
    const later = NOW + MINUTE;
    expect(await events(gracesKey, later)).toEqual([{ ...event, ...changed, summary: "Appointment with Ada" }]);
    expect(await events(adasKey, later)).toEqual([{ ...event, ...changed, summary: "Appointment with Grace" }]);
  });

  it("costs one read of the key, one Query as client and one as provider, and one batch of names", async ({
    appointment,
    gracesKey,
  }) => {
    expect(appointment.status).toBe("confirmed");
    const { requests, roundTrips } = await read(gracesKey);
    expect(requests).toEqual(["GetItem", "Query", "Query", "BatchGetItem"]);
    expect(roundTrips).toBe(3);
  });

  it("asks calendars to read it every 15 minutes, has no METHOD, and only its reader may cache it", async ({
    appointment: _,
    gracesKey,
  }) => {
    const { headers, body } = await read(gracesKey);
    expect(headers).toMatchObject({ "Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "private" });
    expect(propertiesIn(body)).toEqual({
      version: "2.0",
      prodid: "-//Reservation API//EN",
      name: "Appointments",
      "x-wr-calname": "Appointments",
      "refresh-interval": "PT15M",
      "x-published-ttl": "PT15M",
    });
  });

  it("is a calendar even without appointments, and then reads no names", async ({ gracesKey }) => {
    const { body, requests } = await read(gracesKey);
    expect(eventsIn(body)).toEqual([]);
    expect(body).toContain("BEGIN:VTIMEZONE\r\n");
    expect(requests).not.toContain("BatchGetItem");
  });

  it("has neither holds nor cancelled appointments", async ({ ada, grace, gracesKey, adasKey }) => {
    await reserve(grace, ada, OPENS);
    await cancel(grace, (await booked(grace, ada, OPENS + SLOT)).appointmentId);
    expect(await events(gracesKey)).toEqual([]);
    expect(await events(adasKey)).toEqual([]);
  });

  it("shows an appointment that is moved twice as one event with its first UID, and drops it once it is cancelled", async ({
    ada,
    grace,
    appointment: { appointmentId },
    gracesKey,
    adasKey,
  }) => {
    const second = (await reschedule(grace, appointmentId, OPENS + SLOT, { at: NOW + 1 })).body.appointmentId;
    await reserve(grace, ada, OPENS + 2 * SLOT);
    const third = (await reschedule(grace, second, OPENS + 2 * SLOT, { at: NOW + 2 })).body.appointmentId;
    const moved = { uid: appointmentId, sequence: 2, startsAt: OPENS + 2 * SLOT, stampedAt: NOW + 2 };
    for (const feed of [gracesKey, adasKey]) expect(await events(feed)).toMatchObject([moved]);
    await cancel(ada, third);
    for (const feed of [gracesKey, adasKey]) expect(await events(feed)).toEqual([]);
  });
});

describe("Given the entity tag of a feed", () => {
  it("gives a 304 to If-None-Match while nothing has changed, and a 412 to an If-Match without it", async ({
    appointment: _,
    gracesKey,
  }) => {
    const { ETag = "" } = (await read(gracesKey)).headers;
    for (const known of [ETag, `W/${ETag}`, `"other", ${ETag}`, "*"]) {
      const answer = await read(gracesKey, NOW + DAY, { "If-None-Match": known });
      expect(answer).toMatchObject({ status: 304, body: undefined, headers: { ETag, "Cache-Control": "private" } });
      expect(answer.headers).not.toHaveProperty("Content-Type");
    }
    expect((await read(gracesKey, NOW, { "If-None-Match": '"other"' })).status).toBe(200);
    for (const known of [ETag, "*", `"other", ${ETag}`])
      expect((await read(gracesKey, NOW, { "If-Match": known })).status).toBe(200);
    for (const other of ['"other"', `W/${ETag}`, ""])
      await expectRefusal(
        () => read(gracesKey, NOW, { "If-Match": other, "If-None-Match": ETag }),
        412,
        "version-mismatch",
      );
  });

  it("changes when an appointment or a name changes", async ({ ada, appointment, gracesKey }) => {
    const tag = async () => (await read(gracesKey)).headers.ETag;
    const first = await tag();
    await call("updateUser", { as: ada, path: { userId: ada.userId }, body: { name: "Ada Lovelace" } });
    const second = await tag();
    await cancel(ada, appointment.appointmentId);
    expect(new Set([first, second, await tag()]).size).toBe(3);
  });
});

describe("Given a key that opens nothing", () => {
  const altered = (feedKey: string, change: (secret: Uint8Array, userId: string) => [Uint8Array, string]) => {
    const { secret, userId } = decodeFeedKey(feedKey) ?? { secret: new Uint8Array(), userId: "" };
    const [otherSecret, otherUserId] = change(secret.slice(), userId);
    return encodeFeedKey({ secret: otherSecret, userId: otherUserId });
  };
  const flipped =
    (at: number) =>
    (secret: Uint8Array, userId: string): [Uint8Array, string] => {
      secret[at] = (secret[at] ?? 0) ^ 1;
      return [secret, userId];
    };

  it("is the same 404, with at most one read, whether it was revoked, replaced, altered or guessed, or has expired", async ({
    ada,
    grace,
    gracesKey,
  }) => {
    const adasKey = await makeFeed(ada);
    await call("revokeCalendarFeed", { path: { userId: ada.userId } });
    const replaced = await makeFeed(grace);
    const current = await makeFeed(grace);
    const keys: [string, number][] = [
      [adasKey, NOW],
      [gracesKey, NOW],
      [replaced, NOW],
      [current, NOW + FEED_SECONDS],
      ...[0, 15, 31].map((at): [string, number] => [altered(current, flipped(at)), NOW]),
      [altered(current, (secret) => [secret, ada.userId]), NOW],
      [altered(current, (secret) => [secret, client().userId]), NOW],
      ...[`${current}A`, current.slice(0, -1), current.slice(1), `${current}.ics`, `${current}=`].map(
        (key): [string, number] => [key, NOW],
      ),
      ...["x", "!", "%", "A".repeat(43), "A".repeat(5000), "../users", "a b", "\u0000"].map((key): [string, number] => [
        key,
        NOW,
      ]),
    ];
    const answers = [];
    for (const [key, at] of keys) {
      const { status, headers, body, requests } = await expectRefusal(() => read(key, at), 404, "not-found");
      expect(requests.length).toBeLessThanOrEqual(1);
      answers.push({ status, body, headers: { ...headers, "X-Request-Id": "" } });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await read(current)).status).toBe(200);
  });

  it("is any key that is exactly a year old", async ({ gracesKey }) => {
    expect((await read(gracesKey, NOW + FEED_SECONDS - 1)).status).toBe(200);
    await expectRefusal(() => read(gracesKey, NOW + FEED_SECONDS), 404, "not-found");
  });

  it("cannot be made from the table, which has only the secret's hash", async ({ grace, gracesKey }) => {
    const Key = feedItemKey(grace.userId);
    const { Item } = await dynamodb.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key }));
    const { secret = "" } = decodeFeedKey(gracesKey) ?? {};
    const secretHash = createHash("sha256").update(secret).digest("base64url");
    expect(Item).toEqual({ ...Key, secretHash, expiresAt: NOW + FEED_SECONDS });
  });
});

describe("Given a hold that is confirmed in its last second", () => {
  it("is in the feed", async ({ grace, hold, gracesKey }) => {
    await confirm(grace, hold.appointmentId, NOW + 30 * MINUTE - 1);
    expect(await events(gracesKey, NOW + 31 * MINUTE)).toMatchObject([{ uid: hold.appointmentId }]);
  });
});
