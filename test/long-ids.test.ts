/** The longest user ids, in everything that carries them: keys, cursors and appointment ids. */
import { expect, it } from "vitest";
import { document } from "./document.ts";
import {
  booked,
  call,
  cancel,
  client,
  DAY,
  get,
  HOUR,
  iso,
  MINUTE,
  NOW,
  provider,
  reserve,
  submit,
} from "./harness.ts";

const { UserId, AppointmentId } = document.components.schemas;
const long = (name: string) => name.padEnd(UserId.maxLength, "@");

it("appointments with the longest ids are stored, listed page by page, and found by id after another takes their slot", async () => {
  const opens = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
  const ada = provider(long("ada"));
  const [grace, mary] = [client(long("grace")), client(long("mary"))];
  await call("createUser", {
    as: ada,
    body: { role: "provider", name: "Ada", timeZone: "America/Argentina/ComodRivadavia" },
  });
  await submit(ada, opens, opens + HOUR);
  const window = { from: iso(opens), to: iso(opens + HOUR), limit: 1 };

  const { appointmentId } = await booked(grace, ada, opens);
  expect(appointmentId.length).toBeLessThanOrEqual(AppointmentId.maxLength);
  expect((await cancel(grace, appointmentId)).status).toBe(204);
  expect((await reserve(mary, ada, opens)).status).toBe(201);
  expect((await get(grace, appointmentId)).body).toMatchObject({ status: "cancelled", providerId: ada.userId });

  await booked(grace, ada, opens + 15 * MINUTE);
  await booked(grace, ada, opens + 30 * MINUTE);
  const lists = [
    ["listClientAppointments", { path: { clientId: grace.userId }, query: window }],
    ["getSchedule", { path: { providerId: ada.userId }, query: window }],
    ["listAvailableSlots", { query: { ...window, providerId: ada.userId, from: iso(opens), limit: 1 } }],
  ] as const;
  await submit(ada, opens, opens + 2 * HOUR);
  for (const [operationId, asked] of lists) {
    const as = operationId === "getSchedule" ? ada : grace;
    const query = { ...asked.query, to: iso(opens + 2 * HOUR) };
    const { nextCursor } = (await call(operationId, { as, ...asked, query })).body;
    expect((await call(operationId, { as, ...asked, query: { ...query, cursor: nextCursor } })).status).toBe(200);
  }
});
