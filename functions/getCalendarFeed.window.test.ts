/** Which appointments are in a feed: those from 30 days back on, at most the 1,000 nearest, each of them once. */
import { describe, expect, it } from "vitest";
import type { Confirmed } from "../shared/domain/claim.ts";
import { mapConcurrently } from "../shared/store/concurrently.ts";
import { claimItemOf } from "../shared/store/items.ts";
import { eventsIn } from "../test/calendars.ts";
import { call, client, DAY, MINUTE, NOW, provider } from "../test/harness.ts";
import { confirmed, store } from "../test/stored.ts";

const SLOT = 15 * MINUTE;
/** The grid's last instant before now. */
const now = NOW - (NOW % SLOT);

const put = (appointments: Confirmed[]) => store(appointments.map(claimItemOf));

async function feedOf(userId: string) {
  const { feedKey } = (await call("createCalendarFeed", { path: { userId } })).body;
  return eventsIn((await call("getCalendarFeed", { path: { feedKey } })).body);
}
const startsOf = async (userId: string) => (await feedOf(userId)).map(({ startsAt }) => startsAt);

describe("Given appointments long ago and far ahead", () => {
  it("a feed begins 30 days back to the second, and has no end", async () => {
    const [ada, grace] = [provider().userId, client().userId];
    const first = now + SLOT - 30 * DAY;
    const starts = [first - SLOT, first, now, now + SLOT, now + 5 * 366 * DAY];
    await put(starts.map((startsAt) => confirmed(grace, startsAt, ada)));
    for (const userId of [ada, grace]) expect(await startsOf(userId)).toEqual(starts.slice(1));
  });

  it("a client's or a provider's feed of more than 1,000 has the nearest, in order of time", async () => {
    const [ada, grace] = [provider().userId, client().userId];
    const starts = Array.from({ length: 1004 }, (_, i) => now + (i - 503) * SLOT);
    await put([...starts, now + 100 * DAY].map((startsAt) => confirmed(grace, startsAt, ada)));
    // Now is after the grid's last instant, so a slot n steps back is further away than one n steps ahead.
    for (const userId of [ada, grace]) expect(await startsOf(userId)).toEqual(starts.slice(4));
  });

  it("a feed names all its people, however many there are", async () => {
    const ada = provider().userId;
    const guests = Array.from({ length: 101 }, () => client());
    await mapConcurrently([...guests.entries()], ([i, as]) =>
      call("createUser", { as, body: { role: "client", name: `Guest ${i}` } }),
    );
    await put(guests.map(({ userId }, i) => confirmed(userId, now + i * SLOT, ada)));
    const titles = guests.map((_, i) => `Appointment with Guest ${i}`);
    expect((await feedOf(ada)).map(({ summary }) => summary)).toEqual(titles);
  });
});

describe("Given an appointment that is read twice", () => {
  it("because it was moved while the feed was read, it is shown in its new slot", async () => {
    const [ada, grace] = [provider().userId, client().userId];
    const old = confirmed(grace, now + 2 * DAY, ada);
    const moved = { eventUid: old.appointmentId, eventSequence: 1, rescheduledFrom: old.appointmentId };
    await put([old, { ...confirmed(grace, now + DAY, ada), ...moved }]);
    for (const userId of [ada, grace])
      expect(await feedOf(userId)).toMatchObject([{ uid: old.appointmentId, sequence: 1, startsAt: now + DAY }]);
  });

  it("because its client is its provider, it is one event", async () => {
    const ada = provider().userId;
    await put([confirmed(ada, now + DAY, ada)]);
    expect(await startsOf(ada)).toEqual([now + DAY]);
  });

  it("one person's appointments as a client and as a provider are all there", async () => {
    const [ada, mary] = [provider().userId, provider().userId];
    await put([confirmed(ada, now + DAY, mary), confirmed(mary, now + 2 * DAY, ada)]);
    expect((await feedOf(ada)).map(({ summary }) => summary)).toEqual([
      `Appointment with ${mary}`,
      `Appointment with ${mary}`,
    ]);
  });
});
