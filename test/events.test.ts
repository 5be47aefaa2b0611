/**
 * The events that a running stage publishes of a booking. With `API_URL`, `EVENT_BUS` names that stage's bus, and the AWS SDK's
 * own settings say where it is; without, this starts a server of its own.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import type { AppointmentEvent } from "../shared/contract/types.gen.ts";
import { eventFault } from "./contract.ts";
import type { Call, Who } from "./harness.ts";
import { heardFromBus, heardFromServer } from "./heard-events.ts";
import { request } from "./http.ts";
import { type RunningServer, startServer } from "./server.ts";

const { API_URL, EVENT_BUS = "" } = process.env;
let server: RunningServer | undefined;
let baseUrl = API_URL ?? "";
beforeAll(async () => {
  if (baseUrl) return;
  server = await startServer("--port", "0", "--data", "memory");
  baseUrl = server.url;
});
afterAll(() => server?.stop());

const unique = (role: Who["role"]): Who => ({ role, userId: `${role}-${randomUUID()}` });
const http = async (operationId: OperationId, call: Call) => {
  const { status, body } = await request(baseUrl, operationId, call);
  expect(status).toBeLessThan(300);
  return body;
};
const QUARTER = 900_000;
/** The first full hour that is three days ahead. */
const OPENS = Math.ceil(Date.now() / (4 * QUARTER)) * 4 * QUARTER + 3 * 24 * 4 * QUARTER;
const slot = (number: number) => new Date(OPENS + number * QUARTER).toISOString().replace(".000Z", "Z");

describe("Given someone who listens", () => {
  it("hears of a hold, its confirmation, its move and its cancellation, each once, and of nothing else", async () => {
    const [ada, grace] = [unique("provider"), unique("client")];
    await http("createUser", { as: ada, body: { role: "provider", name: "Ada" } });
    const path = { providerId: ada.userId };
    await http("submitAvailability", { as: ada, path, body: { startsAt: slot(0), endsAt: slot(4) } });

    const ids: string[] = [];
    async function book() {
      const body = { providerId: ada.userId, startsAt: slot(0) };
      const { appointmentId } = await http("reserveAppointment", { as: grace, body });
      await http("confirmAppointment", { as: grace, path: { appointmentId } });
      const moved = await http("rescheduleAppointment", {
        ...{ as: grace, path: { appointmentId } },
        body: { startsAt: slot(2) },
      });
      await http("cancelAppointment", { as: ada, path: { appointmentId: moved.appointmentId } });
      ids.push(`${appointmentId}:appointment.reserved`, `${appointmentId}:appointment.confirmed`);
      ids.push(`${moved.appointmentId}:appointment.rescheduled`, `${moved.appointmentId}:appointment.cancelled`);
    }
    const isEnough = (events: AppointmentEvent[]) => events.length >= 4;
    const pattern = { detail: { appointment: { providerId: [ada.userId] } } };
    const heard = API_URL
      ? await heardFromBus(EVENT_BUS, pattern, book, isEnough)
      : await heardFromServer(baseUrl, book, isEnough);
    expect(heard.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    for (const event of heard) expect(eventFault(event)).toBeUndefined();
    const [moved, cancelled] = ids.slice(2).map((id) => heard.find((event) => event.id === id));
    expect(moved).toMatchObject({ from: { startsAt: slot(0) }, appointment: { startsAt: slot(2) } });
    expect(cancelled?.appointment).toMatchObject({ clientId: grace.userId, cancelledBy: "provider" });
  });
});
