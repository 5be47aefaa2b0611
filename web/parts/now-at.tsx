import { getAppointment } from "../../client/index.ts";
import { useLoaded, useSigned } from "../hooks.ts";
import { FailureNotice } from "./failure-notice.tsx";
import { When } from "./when.tsx";

/** The present time of an appointment that someone is about to move. */
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
        <p class="notice">
          It is on <When at={value.startsAt} />, and stays yours until you choose another slot.
        </p>
      )}
    </>
  );
}
