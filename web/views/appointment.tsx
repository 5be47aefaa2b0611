import { getAppointment } from "../../client/index.ts";
import { to } from "../address.ts";
import { useLoaded, useMe, useSignedIn } from "../hooks.ts";
import { Cancelled } from "../parts/cancelled.tsx";
import { Confirmed } from "../parts/confirmed.tsx";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Hold } from "../parts/hold.tsx";
import { Page } from "../parts/page.tsx";
import { When } from "../parts/when.tsx";

const titles = { reserved: "Held for 30 minutes", confirmed: "Your appointment", cancelled: "Cancelled appointment" };

/** One appointment: held, confirmed or cancelled. */
export function AppointmentView({ appointmentId }: { appointmentId: string }) {
  const { client } = useSignedIn();
  const me = useMe();
  const { value: appointment, ...loading } = useLoaded(
    async () => (await getAppointment({ client, path: { appointmentId }, throwOnError: true })).data,
    [appointmentId],
  );
  if (!appointment || loading.failure?.type === "/problems/not-found")
    return (
      <Page title="Appointment">
        <FailureNotice {...loading} />
      </Page>
    );
  const { status, startsAt, providerId, providerName, clientId, clientName, clientEmail } = appointment;
  const isMine = me.userId === clientId;
  return (
    <Page key={status} title={titles[status]}>
      <p class="lead">
        <When at={startsAt} />
        {isMine ? ` with ${providerName ?? providerId}` : ` with ${clientName ?? clientId}`}
        {!isMine && clientEmail && <> ({clientEmail})</>}
      </p>
      {loading.failure?.type === "/problems/reservation-expired" ? null : <FailureNotice {...loading} />}
      {status === "reserved" && <Hold hold={appointment} isMine={isMine} />}
      {status === "confirmed" && <Confirmed appointment={appointment} isMine={isMine} />}
      {status === "cancelled" && <Cancelled appointment={appointment} />}
      <p>
        <a href={isMine ? to.appointments() : to.schedule()}>{isMine ? "All my appointments" : "My week"}</a>
      </p>
    </Page>
  );
}
