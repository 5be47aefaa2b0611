/** What a person knows of appointments. */
import type { Appointment } from "../../shared/contract/types.gen.ts";
import type { Answer, Request } from "./ledger.ts";
import type { Person, Seen } from "./person.ts";

/** What it is told of an appointment, and that there is none any more. */
export const remember = ({ appointments }: Person, { status, body }: Answer, { path }: Request) => {
  const told: Appointment | undefined = status < 300 ? body : undefined;
  if (status === 404 || status === 410) appointments.delete(`${path?.appointmentId}`);
  if (told) keep(appointments, told);
};

export const keep = (appointments: Map<string, Seen>, { appointmentId, providerId, startsAt, status }: Seen) => {
  if (status === "cancelled") appointments.delete(appointmentId);
  else appointments.set(appointmentId, { appointmentId, providerId, startsAt, status });
};
