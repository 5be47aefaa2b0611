import { getAppointment } from "../../client/index.ts";
import { useLoaded, useSignedIn } from "../hooks.ts";
import { Cancelled } from "./cancelled.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { When } from "./when.tsx";

/** Says when an appointment takes place that someone is about to move. If it was cancelled or moved since, says that instead. */
export function AppointmentToMove({ appointmentId }: { appointmentId: string }) {
  const { client } = useSignedIn();
  const { value, ...loading } = useLoaded(
    async () => (await getAppointment({ client, path: { appointmentId }, throwOnError: true })).data,
    [appointmentId],
  );
  return (
    <>
      <FailureNotice {...loading} />
      {value && (
        <div class="notice">
          {value.status === "cancelled" ? (
            <Cancelled appointment={value} />
          ) : (
            <p>
              It is on <When at={value.startsAt} />, and stays yours until you choose another slot.
            </p>
          )}
        </div>
      )}
    </>
  );
}
