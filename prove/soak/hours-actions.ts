/** What people do with hours and slots. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Schedule, ScheduledSlot } from "../../shared/contract/types.gen.ts";
import type { Action } from "./action.ts";
import { keep } from "./memory.ts";
import { everything, oneIn, pick, someHours } from "./person.ts";

export const hoursActions = {
  submitAvailability: {
    share: { provider: 12 },
    request: (person) => {
      const { from, to } = someHours(person, 16);
      const hours = { path: { providerId: person.userId }, body: { startsAt: from, endsAt: to } };
      return person.isLeaving ? undefined : hours;
    },
  },
  withdrawAvailability: {
    share: { provider: 6 },
    request: (person) => ({
      path: { providerId: person.userId },
      query: person.isLeaving ? everything : someHours(person, 4),
    }),
  },
  getSchedule: {
    share: { provider: 8 },
    request: ({ userId }) => ({ path: { providerId: userId }, query: { ...everything, limit: 200 } }),
    learn: ({ appointments, userId }, { body }) => {
      appointments.clear();
      for (const { status, startsAt, appointmentId } of (body as Schedule).slots as ScheduledSlot[])
        if (appointmentId) keep(appointments, { appointmentId, startsAt, status, providerId: userId });
    },
  },
  listAvailableSlots: {
    share: { client: 14, provider: 1 },
    request: (person) => {
      const providerId = oneIn(2, person) ? pick(person, person.providers) : undefined;
      return { query: { ...everything, limit: 12, ...(providerId && { providerId }) } };
    },
    learn: (person, { body }) => {
      person.slots = body.slots;
    },
  },
} satisfies Partial<Record<OperationId, Action>>;
