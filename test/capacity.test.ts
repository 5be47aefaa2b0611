/** The units of every call, as the engine counts them. Its requests are counted in `functions/*.test.ts`. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { type Capacity, capacity, total, type Units } from "./capacity.ts";
import {
  type Answer,
  admin,
  booked,
  call,
  cancel,
  client,
  confirm,
  DAY,
  get,
  HOUR,
  iso,
  MINUTE,
  NOW,
  newClient,
  offering,
  provider,
  reschedule,
  reserve,
  submit,
  type Who,
} from "./harness.ts";

let consumed: Pick<Capacity, "reads" | "writes"> = { reads: {}, writes: {} };

interface Consumed {
  Table?: { CapacityUnits: number };
  GlobalSecondaryIndexes?: Record<string, { CapacityUnits: number }>;
}
dynamodb.middlewareStack.add(
  (next, { commandName = "" }) =>
    async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "INDEXES" } });
      const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
      const kind = /Get|Query/.test(commandName) ? "reads" : "writes";
      for (const { Table, GlobalSecondaryIndexes } of [ConsumedCapacity].flat())
        for (const [place, some] of Object.entries({ ...GlobalSecondaryIndexes, ...(Table && { table: Table }) }))
          add(consumed[kind], place as keyof Units, some.CapacityUnits);
      return result;
    },
  { step: "initialize", priority: "low", name: "takeApart" },
);

function add(units: Units, place: keyof Units, some: number) {
  // A Query on an index reports 0 units for the table.
  if (some > 0) units[place] = (units[place] ?? 0) + some;
}

const monday = NOW - (NOW % DAY) + 7 * DAY + 8 * HOUR;
const friday = monday + 4 * DAY;
const saturday = monday + 5 * DAY;
const offer = (of: Who, day: number) => submit(of, day, day + 7 * HOUR);
const slotOf = (day: number, index: number) => day + index * 15 * MINUTE;

const ada = await offering(monday, monday + 7 * HOUR);
for (let day = monday + DAY; day <= friday; day += DAY) await offer(ada, day);
for (let index = 0; index < 20; index++) await reserve(await withProfile(), ada, slotOf(monday, index));

async function withProfile() {
  const grace = client();
  await newClient(grace);
  return grace;
}

let next = 0;
const slot = () => slotOf(friday, next++);
const withdraw = (as: Who, from: number, to = from + HOUR) =>
  call("withdrawAvailability", { as, path: { providerId: as.userId }, query: { from: iso(from), to: iso(to) } });
const week = { from: iso(monday), to: iso(saturday) };

/** A client with a profile and an appointment. */
async function someone() {
  const grace = await withProfile();
  return { grace, ...(await booked(grace, ada, slot())) };
}

const feedOf = async ({ userId }: Who): Promise<string> =>
  (await call("createCalendarFeed", { path: { userId } })).body.feedKey;

async function hold() {
  const grace = await withProfile();
  return { grace, ...(await reserve(grace, ada, slot())).body };
}

/** A slot whose block was lifted: reserving it costs as much as a fresh slot, and there is a claim to read. */
async function lifted() {
  const startsAt = slot();
  await withdraw(ada, startsAt, startsAt + 15 * MINUTE);
  await submit(ada, startsAt, startsAt + 15 * MINUTE);
  return startsAt;
}

/** A slot on which this client cancelled an appointment. */
async function cancelled(who: Who) {
  const startsAt = slot();
  const { appointmentId } = await booked(who, ada, startsAt);
  await cancel(who, appointmentId);
  return startsAt;
}

/** Makes what a call needs beforehand, and returns the call. */
const calls: Record<OperationId, () => Promise<() => Promise<Answer>>> = {
  getHealth: async () => () => call("getHealth"),
  createUser: async () => () => call("createUser", { as: provider(), body: { role: "provider", name: "Grace" } }),
  getUser: async () => () => call("getUser", { path: { userId: ada.userId } }),
  updateUser: async () => () => call("updateUser", { path: { userId: ada.userId }, body: { name: "Ada Lovelace" } }),
  deleteUser: async () => {
    const grace = await offering(monday, monday + HOUR);
    await withdraw(grace, monday);
    await booked({ role: "client", userId: grace.userId }, ada, slot());
    return () => call("deleteUser", { as: grace, path: { userId: grace.userId } });
  },
  createCalendarFeed: async () => () => call("createCalendarFeed", { path: { userId: ada.userId } }),
  revokeCalendarFeed: async () => {
    await feedOf(ada);
    return () => call("revokeCalendarFeed", { path: { userId: ada.userId } });
  },
  getCalendarFeed: async () => {
    const mary = await offering(monday, monday + 7 * HOUR);
    for (let index = 0; index < 20; index++) await booked(await withProfile(), mary, slotOf(monday, index));
    const path = { feedKey: await feedOf(mary) };
    return () => call("getCalendarFeed", { path });
  },
  listProviders: async () => () => call("listProviders", { query: { limit: 1 } }),
  submitAvailability: async () => () =>
    call("submitAvailability", {
      as: ada,
      path: { providerId: ada.userId },
      body: { startsAt: iso(saturday), endsAt: iso(saturday + 7 * HOUR) },
    }),
  withdrawAvailability: async () => () => withdraw(ada, friday + 6 * HOUR),
  getSchedule: async () => () => call("getSchedule", { as: ada, path: { providerId: ada.userId }, query: week }),
  listAvailableSlots: async () => () => call("listAvailableSlots", { query: { providerId: ada.userId, ...week } }),
  reserveAppointment: async () => {
    const { grace } = await someone();
    const startsAt = await lifted();
    return () => reserve(grace, ada, startsAt);
  },
  getAppointment: async () => {
    const { grace, appointmentId } = await hold();
    return () => get(grace, appointmentId);
  },
  cancelAppointment: async () => {
    const { grace, appointmentId } = await someone();
    return () => cancel(grace, appointmentId);
  },
  confirmAppointment: async () => {
    const { grace, appointmentId } = await hold();
    return () => confirm(grace, appointmentId);
  },
  getAppointmentCalendar: async () => {
    const { appointmentId } = await someone();
    return () => call("getAppointmentCalendar", { as: admin, path: { appointmentId } });
  },
  rescheduleAppointment: async () => {
    const { grace, appointmentId } = await someone();
    const startsAt = await lifted();
    return () => reschedule(grace, appointmentId, startsAt);
  },
  listClientAppointments: async () => {
    const { grace } = await someone();
    await cancelled(grace);
    return () => call("listClientAppointments", { as: grace, path: { clientId: grace.userId } });
  },
};

const head = [
  "| units of | read | written | to the table | to `listing` | to `byClient` |",
  "|---|---|---|---|---|---|",
];

it.each(operations)("$operationId consumes the units that capacity.ts lists", async ({ operationId }) => {
  const run = await calls[operationId]();
  consumed = { reads: {}, writes: {} };
  expect((await run()).status).toBeLessThan(300);
  const { reads, writes } = capacity[operationId];
  expect(consumed).toEqual({ reads, writes });
});

it("reserving the slot of a cancelled appointment consumes five more units, because a transaction keeps its record", async () => {
  const startsAt = await cancelled(client());
  consumed = { reads: {}, writes: {} };
  expect((await reserve(client(), ada, startsAt)).status).toBe(201);
  const { table = 0, listing = 0, byClient = 0 } = capacity.reserveAppointment.writes;
  expect(consumed.writes).toEqual({ table: table + 3, listing, byClient: byClient + 2 });
});

it("docs/cost.md lists the same units", () => {
  const page = readFileSync("docs/cost.md", "utf8");
  const rows = operations.map(({ operationId: id }) => row(id, capacity[id].of, capacity[id]));
  expect(page).toContain([...head, ...rows].join("\n"));
});

const row = (operationId: string, of: string, { reads, writes }: Pick<Capacity, "reads" | "writes">) => {
  const { table = 0, listing = 0, byClient = 0 } = writes;
  return `| ${operationId}, ${of} | ${[total(reads), total(writes), table, listing, byClient].join(" | ")} |`;
};
