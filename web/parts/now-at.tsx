import { getAppointment } from "../../client/index.ts";
import { useLoaded, useSigned } from "../hooks.ts";
import { Cancelled } from "./cancelled.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { When } from "./when.tsx";

/** The time of an appointment that someone is about to move, or what became of it if they come back later. */
export function NowAt({ appointmentId }: { appointmentId: string }) {
  const { client } = useSigned();
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
