import { describe, expect, it } from "vitest";
import { booking } from "../scripts/costs.ts";
import { dynamodb } from "../shared/store/client.ts";
import { call, client, confirm, DAY, get, iso, NOW, offering, reserve, submit } from "./harness.ts";

/** The units that DynamoDB says it took. It leaves the indexes out here; the costs count them. */
const taken = { reads: 0, writes: 0 };
dynamodb.middlewareStack.add(
  (next, { commandName = "" }) =>
    async (args) => {
      const result = await next(args);
      const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: { CapacityUnits: number } };
      const kind = /Get|Query/.test(commandName) ? "reads" : "writes";
      for (const { CapacityUnits } of [ConsumedCapacity].flat()) taken[kind] += CapacityUnits;
      return result;
    },
  { step: "finalizeRequest", priority: "low", name: "taken" },
);

async function unitsOf(run: () => Promise<unknown>) {
  Object.assign(taken, { reads: 0, writes: 0 });
  await run();
  return { ...taken };
}

const HOURS = 7 * 3600;
const monday = Math.floor(NOW / DAY) * DAY + 7 * DAY + 8 * 3600;
const ada = await offering(monday, monday + HOURS);
for (const day of [1, 2, 3, 4]) await submit(ada, monday + day * DAY, monday + day * DAY + HOURS);
for (const slot of Array.from({ length: 20 }, (_, index) => index)) await reserve(client(), ada, monday + slot * 900);
const grace = client();
const slot = monday + 2 * DAY;

describe("Given a week of a provider's hours, and twenty bookings in it", () => {
  it("each call of a booking takes the units that its costs are computed from, or less", async () => {
    const used: Record<keyof typeof booking, { reads: number; writes: number }> = {
      listAvailableSlots: await unitsOf(() =>
        call("listAvailableSlots", { query: { providerId: ada.userId, from: iso(monday) } }),
      ),
      reserveAppointment: await unitsOf(() => reserve(grace, ada, slot)),
      confirmAppointment: await unitsOf(async () => {
        const { body } = await reserve(grace, ada, slot);
        Object.assign(taken, { reads: 0, writes: 0 });
        expect((await confirm(grace, body.appointmentId)).status).toBe(200);
      }),
      getAppointment: await unitsOf(async () => {
        const { body } = await reserve(grace, ada, slot);
        Object.assign(taken, { reads: 0, writes: 0 });
        await get(grace, body.appointmentId);
      }),
      submitAvailability: await unitsOf(() => submit(ada, monday + 5 * DAY, monday + 5 * DAY + HOURS)),
    };
    for (const [operation, { reads, writes }] of Object.entries(booking)) {
      const { reads: read, writes: wrote } = used[operation as keyof typeof booking];
      expect(wrote, `${operation}, writes`).toBe(writes);
      expect(read, `${operation}, reads`).toBeLessThanOrEqual(reads);
      expect(read > 0, `${operation} reads`).toBe(reads > 0);
    }
  });
});
