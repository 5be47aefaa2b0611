import { useState } from "preact/hooks";
import { type Appointment, getUser, listClientAppointments, pages } from "../../client/index.ts";
import { to } from "../address.ts";
import { useLoaded, useMe, useSignedIn } from "../hooks.ts";
import { AppointmentList } from "../parts/appointment-list.tsx";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";

/** A client's appointments: held, upcoming, past and cancelled. */
export function Appointments() {
  const { client, clock } = useSignedIn();
  const me = useMe();
  const [now] = useState(() => clock.now());
  const { value, ...loading } = useLoaded(async () => {
    const appointments: Appointment[] = [];
    const path = { clientId: me.userId };
    for await (const page of pages(listClientAppointments, { client, path })) appointments.push(...page.appointments);
    return { appointments, names: await providerNames(appointments) };
  }, [me.userId]);

  /** The names of the providers, whom the API's list gives by id only. A deleted one has no name. */
  async function providerNames(appointments: Appointment[]) {
    const ids = [...new Set(appointments.map(({ providerId }) => providerId))];
    const users = await Promise.all(ids.map((userId) => getUser({ client, path: { userId } })));
    return new Map(users.flatMap(({ data }) => (data ? [[data.userId, data.name]] : [])));
  }

  const lists = value && byKind(value.appointments, now);
  return (
    <Page title="My appointments">
      <FailureNotice {...loading} />
      {lists && (
        <>
          {lists.held.length > 0 && (
            <AppointmentList title="Held, to be confirmed" names={value.names} appointments={lists.held} />
          )}
          <AppointmentList title="Upcoming" names={value.names} appointments={lists.upcoming} />
          {lists.upcoming.length === 0 && (
            <p>
              Nothing yet. <a href={to.providers()}>Find a provider</a>
            </p>
          )}
          <AppointmentList title="Past" isFolded names={value.names} appointments={lists.past.reverse()} />
          <AppointmentList
            title="Cancelled or moved"
            isFolded
            names={value.names}
            appointments={lists.cancelled.reverse()}
          />
        </>
      )}
    </Page>
  );
}

function byKind(appointments: Appointment[], now: number) {
  const having = (status: Appointment["status"]) => appointments.filter((one) => one.status === status);
  const isAhead = ({ startsAt }: Appointment) => Date.parse(startsAt) > now;
  return {
    held: having("reserved"),
    upcoming: having("confirmed").filter(isAhead),
    past: having("confirmed").filter((one) => !isAhead(one)),
    cancelled: having("cancelled"),
  };
}
