import type { Appointment } from "../../client/index.ts";
import { to } from "../address.ts";
import { useNow } from "../hooks.ts";
import { countdown } from "../time.ts";
import { When } from "./when.tsx";

interface Props {
  title: string;
  appointments: Appointment[];
  /** The providers' names, by id. */
  names: Map<string, string>;
  /** Folded: the list is shown only after a click. */
  isFolded?: boolean;
}

export function AppointmentList({ title, appointments, names, isFolded = false }: Props) {
  const list = (
    <ul class="plain">
      {appointments.map((appointment) => (
        <li key={appointment.appointmentId}>
          <a class="card" href={to.appointment(appointment.appointmentId)}>
            <strong>
              <When at={appointment.startsAt} />
            </strong>
            <small>
              {names.get(appointment.providerId) ?? appointment.providerId}
              {appointment.rescheduledTo && ", moved"}
              {appointment.expiresAt && <TimeLeft until={appointment.expiresAt} />}
            </small>
          </a>
        </li>
      ))}
    </ul>
  );
  if (!isFolded)
    return (
      <section>
        <h2>{title}</h2>
        {list}
      </section>
    );
  if (appointments.length === 0) return null;
  return (
    <details>
      <summary>
        {title} ({appointments.length})
      </summary>
      {list}
    </details>
  );
}

function TimeLeft({ until }: { until: string }) {
  const left = Date.parse(until) - useNow();
  return <>, {left > 0 ? `held for ${countdown(left)}` : "free again"}</>;
}
