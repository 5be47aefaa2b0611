/** Measures what calls read while more and more is stored, and in the worst cases, on the embedded engine. */
import { issuerEnvironment } from "../../build/development-issuer.ts";
import { createTable, localEnvironment, startDynamoDB } from "../../local/dynamodb.ts";
import { DAY_SECONDS as DAY, SLOT_SECONDS as QUARTER } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Taken } from "./call.ts";
import { machine, median, printTable } from "./table.ts";

const SIZES = [1_000, 10_000, 100_000];
const CALLS = 15;
const FIRST = Math.ceil(Date.now() / 1000 / DAY) * DAY + 2 * DAY;
const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const week = { from: formatInstant(FIRST), to: formatInstant(FIRST + 7 * DAY) };

export async function growth() {
  const database = await startDynamoDB();
  const TABLE_NAME = "growth";
  await createTable(database.endpoint, TABLE_NAME);
  Object.assign(process.env, localEnvironment, await issuerEnvironment(), {
    TABLE_NAME,
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    POWERTOOLS_LOG_LEVEL: "SILENT",
  });
  // These modules read the settings above when they are imported.
  const parts = { ...(await import("./call.ts")), ...(await import("../../test/stored.ts")) };
  console.log(`\nRequests, capacity units and time of one call. ${machine()}\n`);
  await whileMoreIsStored(parts);
  await worstCases(parts);
  await database.stop();
}

type Parts = typeof import("./call.ts") & typeof import("../../test/stored.ts");

/** Ada offers a week, a fifth of it booked, and Grace has 20 appointments. The calls are about these; the rest grows. */
async function whileMoreIsStored({ call, store, bookedDay, appointmentItems }: Parts) {
  await call("provider", "ada", "createUser", { body: { role: "provider", name: "Ada" } });
  await store(range(7).flatMap((n) => bookedDay("ada", FIRST + n * DAY, 20)));
  await store(appointmentItems("grace", "confirmed", FIRST + 10 * DAY, 20));
  const path = { providerId: "ada" };
  let next = 0;
  const freshSlot = () => ({
    providerId: "ada",
    startsAt: formatInstant(FIRST + (95 - (next % 70)) * QUARTER + Math.floor(next++ / 70) * DAY),
  });
  let clients = 0;
  const { body: held } = await call("client", "grace", "reserveAppointment", { body: freshSlot() });
  const calls: Record<string, () => Promise<Taken>> = {
    "free slots of one provider": () => call("client", "grace", "listAvailableSlots", { query: { ...path, ...week } }),
    "free slots of all providers": () => call("client", "grace", "listAvailableSlots", { query: week }),
    "a provider's schedule": () => call("provider", "ada", "getSchedule", { path, query: week }),
    "all providers": () => call("client", "grace", "listProviders", {}),
    "a client's appointments": () =>
      call("client", "grace", "listClientAppointments", {
        path: { clientId: "grace" },
        query: { from: formatInstant(FIRST) },
      }),
    "an appointment": () => call("client", "grace", "getAppointment", { path: { appointmentId: held.appointmentId } }),
    "reserve a slot": () => call("client", `new-${++clients}`, "reserveAppointment", { body: freshSlot() }),
  };
  const taken = new Map<string, string[]>();
  const before = new Map<string, number>();
  let stored = 0;
  for (const size of SIZES) {
    stored = await fill(stored, size, { store, bookedDay, appointmentItems });
    // The first calls of all are slow, whatever is stored.
    if (size === SIZES[0]) for (const run of Object.values(calls)) for (let n = 0; n < CALLS; n++) await run();
    for (const [name, run] of Object.entries(calls)) {
      const runs: Taken[] = [];
      for (let n = 0; n < CALLS; n++) runs.push(await run());
      const time = median(runs.map(({ milliseconds }) => milliseconds));
      before.set(name, before.get(name) ?? time);
      const { requests = 0, capacityUnits = 0 } = runs.at(-1) ?? {};
      const ratio = (time / (before.get(name) ?? time)).toFixed(2);
      taken.set(name, [...(taken.get(name) ?? []), `${requests}, ${capacityUnits}, ${ratio}`]);
    }
  }
  printTable(
    ["requests, units, time relative to 1,000 claims", ...SIZES.map((size) => `${size.toLocaleString("en")} claims`)],
    [...taken].map(([name, all]) => [name, ...all]),
  );
}

/** Stores more, a third each: other providers' days in the same week, Ada's other days, Grace's past and cancelled ones. */
async function fill(
  stored: number,
  size: number,
  { store, bookedDay, appointmentItems }: Pick<Parts, "store" | "bookedDay" | "appointmentItems">,
) {
  const third = Math.ceil((size - stored) / 3);
  const days = range(Math.ceil(third / 96));
  await store(days.flatMap((n) => bookedDay(`other-${stored}-${n}`, FIRST + (n % 7) * DAY)));
  await store(days.flatMap((n) => bookedDay("ada", FIRST + (40 + stored / 100 + n) * DAY)));
  await store(appointmentItems("grace", "confirmed", FIRST - (10 + stored) * DAY, third / 2));
  await store(appointmentItems("grace", "cancelled", FIRST + (10 + stored) * DAY, third / 2));
  return size;
}

/** For each list, one of these limits is the most expensive. */
const LIMITS = [1, 24, 25, 46, 50, 100, 333, 500];

/** Reads all pages of a list, and the first one with each limit. Returns the most requests and units that one takes. */
async function worstPage(page: (paging: object) => Promise<Taken>) {
  const pages: Taken[] = [];
  for (const limit of LIMITS) pages.push(await page({ limit }));
  let cursor: string | undefined;
  do {
    pages.push(await page(cursor ? { cursor } : {}));
    cursor = pages.at(-1)?.body.nextCursor;
  } while (cursor);
  return mostOf(pages);
}

const mostOf = (all: Taken[]) => [
  Math.max(...all.map(({ requests }) => requests)),
  Math.max(...all.map(({ capacityUnits }) => capacityUnits)),
];

async function worstCases({ call, store, bookedDay, appointmentItems, withdrawnItems, claimOf }: Parts) {
  const rows: (string | number)[][] = [];
  const addPages = async (of: string, page: (paging: object) => Promise<Taken>) =>
    void rows.push([of, ...(await worstPage(page))]);
  const add = async (of: string, ...calls: Promise<Taken>[]) =>
    void rows.push([of, ...mostOf(await Promise.all(calls))]);

  const day = FIRST + 15 * DAY;
  await store(range(200).flatMap((n) => bookedDay(`full-${n}`, day)));
  const oneDay = { from: formatInstant(day), to: formatInstant(day + DAY) };
  await addPages("free slots of 200 providers, all booked that day", (paging) =>
    call("client", "alan", "listAvailableSlots", { query: { ...oneDay, ...paging } }),
  );
  const far = FIRST + 3000 * DAY + QUARTER;
  const empty = { from: formatInstant(far), to: formatInstant(far + 31 * DAY) };
  await addPages("free slots of all providers in 31 days without any", (paging) =>
    call("client", "alan", "listAvailableSlots", { query: { ...empty, ...paging } }),
  );

  await store(range(365).flatMap((n) => bookedDay("busy", FIRST + n * DAY)));
  // A window of 31 days that touches 32 UTC days, the most possible.
  const late = FIRST + DAY - QUARTER;
  const month = { from: formatInstant(late), to: formatInstant(late + 31 * DAY) };
  const path = { providerId: "busy" };
  await call("provider", "busy", "createUser", { body: { role: "provider", name: "Busy" } });
  await addPages("free slots of a provider booked for a year, over 31 days", (paging) =>
    call("client", "alan", "listAvailableSlots", { query: { ...path, ...month, ...paging } }),
  );
  await addPages("that provider's schedule, over 31 days", (paging) =>
    call("provider", "busy", "getSchedule", { path, query: { ...month, ...paging } }),
  );
  await store(range(2976).map((n) => claimOf("past", FIRST - 5 * DAY - n * QUARTER, n < 500)));
  const before = { from: formatInstant(FIRST - 36 * DAY + QUARTER), to: formatInstant(FIRST - 5 * DAY + QUARTER) };
  await addPages("the schedule of a past month, cancelled but for 500 slots", (paging) =>
    call("provider", "past", "getSchedule", { path: { providerId: "past" }, query: { ...before, ...paging } }),
  );
  const { body: feed } = await call("provider", "busy", "createCalendarFeed", { path: { userId: "busy" } });
  await add(
    "that provider's calendar feed",
    call("provider", "busy", "getCalendarFeed", { path: { feedKey: feed.feedKey } }),
  );

  await store(appointmentItems("veteran", "confirmed", FIRST - 40 * DAY, 2_000));
  await store(appointmentItems("veteran", "cancelled", FIRST, 10_000));
  for (const status of ["any", "confirmed", "reserved", "cancelled"])
    await addPages(`appointments (${status}) of a client with 2,000 past and 10,000 cancelled`, (paging) =>
      call("client", "veteran", "listClientAppointments", {
        path: { clientId: "veteran" },
        query: { ...(status !== "any" && { status }), ...paging },
      }),
    );
  const slot = (n: number) => ({ providerId: "ada", startsAt: formatInstant(FIRST + 6 * DAY + n * QUARTER) });
  await add("a reservation of that client", call("client", "veteran", "reserveAppointment", { body: slot(50) }));
  await store(appointmentItems("popular", "confirmed", FIRST + 10 * DAY, 10_000));
  await addPages("appointments (reserved) of a client with 10,000 ahead", (paging) =>
    call("client", "popular", "listClientAppointments", {
      path: { clientId: "popular" },
      query: { status: "reserved", ...paging },
    }),
  );
  await add(
    "a reservation of the client with 10,000 ahead",
    call("client", "popular", "reserveAppointment", { body: slot(51) }),
  );
  await add(
    "one call that deletes the client with 10,000 ahead",
    call("client", "popular", "deleteUser", { path: { userId: "popular" } }),
  );
  await add(
    "one of 1,000 clients on one slot",
    ...range(1_000).map((n) => call("client", `crowd-${n}`, "reserveAppointment", { body: slot(52) })),
  );

  const gone = { providerId: "gone" };
  const days = { from: formatInstant(FIRST), to: formatInstant(FIRST + 31 * DAY) };
  await call("provider", "gone", "createUser", { body: { role: "provider", name: "Gone" } });
  await store(range(31).flatMap((n) => bookedDay("gone", FIRST + n * DAY, 0)));
  await add(
    "withdrawing 31 days of 96 free slots",
    call("provider", "gone", "withdrawAvailability", { path: gone, query: days }),
  );
  const hours = { startsAt: days.from, endsAt: days.to };
  await add(
    "a call that offers them again, a thousand of them",
    call("provider", "gone", "submitAvailability", { path: gone, body: hours }),
  );
  await call("provider", "gone", "withdrawAvailability", { path: gone, query: days });
  await store(range(334).flatMap((n) => withdrawnItems("gone", FIRST + (31 + n) * DAY)));
  await add(
    "deleting a provider who withdrew a year",
    call("provider", "gone", "deleteUser", { path: { userId: "gone" } }),
  );
  printTable(["at worst", "requests", "units"], rows);
}
