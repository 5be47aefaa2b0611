import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { type Permission, permissions } from "../infra/permissions.ts";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import {
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
  NOW,
  offering,
  provider,
  reschedule,
  reserve,
  submit,
  type Who,
} from "./harness.ts";

/** The actions on the table and its indexes, as `Query` or `Query on listing`. */
const running = new AsyncLocalStorage<Set<string>>();
interface Asked {
  IndexName?: string;
  TransactItems?: object[];
}
dynamodb.middlewareStack.add(
  (next, { commandName = "" }) =>
    (args) => {
      const { IndexName, TransactItems } = args.input as Asked;
      // A transaction is permitted where each of its parts is: `Put` by PutItem.
      const actions = TransactItems?.flatMap((part) => Object.keys(part).map((kind) => `${kind}Item`)) ?? [
        commandName.replace(/Command$/, ""),
      ];
      for (const action of actions) running.getStore()?.add(named(action, IndexName));
      return next(args);
    },
  { step: "finalizeRequest", priority: "low", name: "recordUse" },
);

/** Runs `run`, and `meanwhile` just before its first write of this kind acts. */
const racing = (kind: string, run: () => Promise<unknown>, meanwhile: () => Promise<unknown>) =>
  interfering.run({ kind, meanwhile }, run);
const interfering = new AsyncLocalStorage<{ kind: string; meanwhile?: (() => Promise<unknown>) | undefined }>();
dynamodb.middlewareStack.add(
  (next, { commandName = "" }) =>
    async (args) => {
      const race = interfering.getStore();
      const meanwhile = race?.meanwhile;
      if (meanwhile && commandName === `${race.kind}Command`) {
        race.meanwhile = undefined;
        await running.exit(meanwhile);
      }
      return next(args);
    },
  { step: "initialize", name: "interfere" },
);

const named = (action: string, index?: string) => (index ? `${action} on ${index}` : action);

const from = NOW + 2 * DAY;
const ada = await offering(from, from + DAY);
const slot = (index: number) => from - (from % 900) + (index + 1) * 900;
const held = await reserve(client(), ada, slot(0));
const grace = client();
const graces = await reserve(grace, ada, slot(1));
await cancel(ada, (await booked(client(), ada, slot(13))).appointmentId);
const withdraw = (of: Who, query: Record<string, string>) =>
  call("withdrawAvailability", { as: of, path: { providerId: of.userId }, query });
const mary = await offering(from, from + DAY);
await withdraw(mary, { from: iso(from), to: iso(from + HOUR) });
const ednas = await reserve(client("edna"), ada, slot(4));
await confirm(client("edna"), ednas.body.appointmentId);
const lovelace = client();
const moved = await booked(lovelace, ada, slot(5));
const raced = await booked(lovelace, ada, slot(6));
const other = client();
const overtaken = await booked(other, ada, slot(14));
await cancel(other, overtaken.appointmentId);
await reserve(client(), ada, slot(14));
const babbage = client();
const babbages = await booked(babbage, ada, slot(12));
await cancel(mary, (await booked(client(), mary, slot(24))).appointmentId);
const graceFeed = await call("createCalendarFeed", { path: { userId: grace.userId } });
const profile = { role: "provider", name: "Ada" };

/** Calls that make each operation reach the table in every way. The data that they need is made above. */
const ways: Record<OperationId, (() => Promise<unknown>)[]> = {
  getHealth: [() => call("getHealth")],
  createUser: [
    () => call("createUser", { as: provider(), body: profile }),
    () => call("createUser", { as: ada, body: profile }),
    () => call("createUser", { as: ada, body: { ...profile, name: "Grace" } }),
  ],
  getUser: [() => call("getUser", { path: { userId: ada.userId } })],
  submitAvailability: [() => submit(ada, from, from + 2 * DAY), () => submit(mary, from, from + DAY)],
  withdrawAvailability: [
    () => withdraw(mary, { from: iso(from + 4 * HOUR), to: iso(from + 5 * HOUR) }),
    () => withdraw(mary, { date: iso(from).slice(0, 10) }),
    // Where an appointment was cancelled.
    () => withdraw(mary, { from: iso(slot(24)), to: iso(slot(25)) }),
  ],
  getSchedule: [() => call("getSchedule", { path: { providerId: ada.userId } })],
  listAvailableSlots: [
    () => call("listAvailableSlots", { query: { providerId: ada.userId, from: iso(from) } }),
    () => call("listAvailableSlots", { query: { from: iso(from), to: iso(from + DAY) } }),
  ],
  reserveAppointment: [
    () => reserve(client(), ada, slot(2)),
    () => reserve(client(), ada, slot(0)),
    () => Promise.all([1, 2, 3, 4, 5].map(() => reserve(client(), ada, slot(3)))),
    // Where an appointment was cancelled.
    () => reserve(client(), ada, slot(13)),
  ],
  getAppointment: [
    () => get(admin, held.body.appointmentId),
    () => get(client(), held.body.appointmentId),
    () => get(other, overtaken.appointmentId),
  ],
  getAppointmentCalendar: [() => call("getAppointmentCalendar", { path: { appointmentId: ednas.body.appointmentId } })],
  confirmAppointment: [
    () => confirm(grace, graces.body.appointmentId),
    () => confirm(client(), held.body.appointmentId),
    () => confirm(grace, graces.body.appointmentId, NOW + DAY),
    () => confirm(other, overtaken.appointmentId),
  ],
  cancelAppointment: [
    () => cancel(client("edna"), ednas.body.appointmentId),
    () => cancel(client("edna"), ednas.body.appointmentId),
    () => cancel(client("edna"), ednas.body.appointmentId, from + 3 * DAY),
    () => cancel(other, overtaken.appointmentId),
  ],
  rescheduleAppointment: [
    () => reschedule(lovelace, moved.appointmentId, slot(7)),
    () => reschedule(lovelace, moved.appointmentId, slot(8)),
    () =>
      racing(
        "TransactWriteItems",
        () => reschedule(lovelace, raced.appointmentId, slot(9)),
        async () => {
          await reschedule(lovelace, raced.appointmentId, slot(10));
          await reserve(client(), ada, slot(6));
        },
      ),
  ],
  listClientAppointments: [() => call("listClientAppointments", { as: grace, path: { clientId: grace.userId } })],
  updateUser: [
    () => call("updateUser", { path: { userId: ada.userId }, body: { name: "Ada Lovelace" } }),
    () => call("updateUser", { path: { userId: "nobody" }, body: { name: "Nobody" } }),
  ],
  createCalendarFeed: [() => call("createCalendarFeed", { path: { userId: ada.userId } })],
  revokeCalendarFeed: [() => call("revokeCalendarFeed", { path: { userId: ada.userId } })],
  getCalendarFeed: [() => call("getCalendarFeed", { path: { feedKey: graceFeed.body.feedKey } })],
  listProviders: [() => call("listProviders")],
  deleteUser: [
    () => call("deleteUser", { path: { userId: ada.userId } }),
    () =>
      racing(
        "UpdateItem",
        () => call("deleteUser", { path: { userId: babbage.userId } }),
        async () => {
          await cancel(babbage, babbages.appointmentId);
          await reserve(client(), ada, slot(12));
        },
      ),
  ],
};

describe.each(Object.entries(ways))("Given the function of %s", (operationId, all) => {
  it("it has the permissions that it uses, and no others", async () => {
    const used = new Set<string>();
    await running.run(used, async () => {
      for (const way of all) await way();
    });
    const { table = [], indexes = [] }: Permission = permissions[operationId as OperationId];
    const allowed = [...table.map((action) => named(action)), ...indexes.map((index) => named("Query", index))];
    expect([...used].sort()).toEqual(allowed.sort());
  });
});
