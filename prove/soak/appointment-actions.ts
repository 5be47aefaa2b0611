/** What people do with appointments. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Appointment } from "../../shared/contract/types.gen.ts";
import type { Action } from "./action.ts";
import type { Request } from "./ledger.ts";
import { keep, remember } from "./memory.ts";
import { oneIn, type Person, pick, type Seen } from "./person.ts";

const MOST_APPOINTMENTS = 8;

const withAppointment = (person: Person, ...statuses: string[]): Request | undefined => {
  const all = [...person.appointments.values()];
  const one = pick(person, statuses.length ? all.filter(({ status }) => statuses.includes(status)) : all);
  return one && { path: { appointmentId: one.appointmentId } };
};

const isAt = (one: Seen, providerId: string, startsAt: string) =>
  one.providerId === providerId && one.startsAt === startsAt;

export const appointmentActions = {
  reserveAppointment: {
    share: { client: 24 },
    request: (person) => {
      const { appointments, as, userId } = person;
      const slot = pick(person, oneIn(8, person) ? [...appointments.values()] : person.slots);
      if (!slot || appointments.size >= MOST_APPOINTMENTS) return undefined;
      const { providerId, startsAt } = slot;
      return { body: { providerId, startsAt, ...(as.role === "admin" && { clientId: userId }) } };
    },
    learn: remember,
  },
  getAppointment: {
    share: { client: 8, provider: 3 },
    request: (person) => withAppointment(person),
    learn: remember,
  },
  cancelAppointment: {
    share: { client: 9, provider: 6 },
    request: (person) =>
      person.role === "client" || person.isLeaving || oneIn(3, person) ? withAppointment(person) : undefined,
    learn: ({ appointments }, _, { path }) => {
      appointments.delete(`${path?.appointmentId}`);
    },
  },
  confirmAppointment: {
    share: { client: 14 },
    request: (person) => withAppointment(person, oneIn(5, person) ? "confirmed" : "reserved"),
    learn: remember,
  },
  getAppointmentCalendar: {
    share: { client: 3, provider: 1 },
    request: (person) => withAppointment(person, "confirmed"),
  },
  rescheduleAppointment: {
    share: { client: 10 },
    request: (person) => {
      const move = withAppointment(person, "confirmed");
      const old = person.appointments.get(`${move?.path?.appointmentId}`);
      const held = [...person.appointments.values()].filter(({ status }) => status === "reserved");
      const targets = [...person.slots, ...held].filter(({ providerId }) => providerId === old?.providerId);
      const startsAt = pick(person, targets)?.startsAt;
      return move && startsAt ? { ...move, body: { startsAt } } : undefined;
    },
    learn: (person, answer, request) => {
      if (answer.status === 200) {
        const { providerId, startsAt } = answer.body as Appointment;
        for (const one of person.appointments.values())
          if (one.appointmentId === request.path?.appointmentId || isAt(one, providerId, startsAt))
            person.appointments.delete(one.appointmentId);
      }
      remember(person, answer, request);
    },
  },
  listClientAppointments: {
    share: { client: 6 },
    request: ({ userId }) => ({ path: { clientId: userId }, query: { limit: 500 } }),
    learn: ({ appointments }, { body }) => {
      appointments.clear();
      for (const one of body.appointments as Appointment[]) keep(appointments, one);
    },
  },
} satisfies Partial<Record<OperationId, Action>>;
