import { cancelAppointment, getAppointment } from "../../client/index.ts";
import { to } from "../address.ts";
import { useAction, useLoaded, useNow, useSignedIn } from "../hooks.ts";
import { countdown, dayAndTime } from "../time.ts";

interface Props {
  holds: { appointmentId: string; expiresAt: string }[];
  /** Repeats the call that failed because of the holds. */
  retry(): void;
}

/** A client's holds, each with a button that cancels it. */
export function Holds({ holds, retry }: Props) {
  const { client, zone } = useSignedIn();
  const now = useNow();
  // The problem names the holds by id only.
  const { value: details } = useLoaded(async () => {
    const ids = holds.map(({ appointmentId }) => appointmentId);
    const replies = await Promise.all(ids.map((appointmentId) => getAppointment({ client, path: { appointmentId } })));
    return new Map(replies.flatMap(({ data }) => (data ? [[data.appointmentId, data]] : [])));
  }, [holds]);
  function what(appointmentId: string) {
    const hold = details?.get(appointmentId);
    return hold && `: ${dayAndTime(zone, Date.parse(hold.startsAt))} with ${hold.providerName ?? hold.providerId}`;
  }
  const letGo = useAction(async (appointmentId: string) => {
    try {
      await cancelAppointment({ client, path: { appointmentId }, throwOnError: true });
    } finally {
      // Also if the hold could not be cancelled: then the repeated call says what is wrong now.
      retry();
    }
  });
  return (
    <ul class="plain">
      {holds.map(({ appointmentId, expiresAt }, index) => (
        <li key={appointmentId} class="row">
          <a href={to.appointment(appointmentId)}>
            Hold {index + 1}
            {what(appointmentId)}, for <span role="timer">{countdown(Date.parse(expiresAt) - now)}</span>
          </a>
          <button type="button" onClick={() => letGo.run(appointmentId)}>
            Let hold {index + 1} go
          </button>
        </li>
      ))}
    </ul>
  );
}
