import { type Appointment, cancelAppointment, getAppointmentCalendar } from "../../client/index.ts";
import { to } from "../address.ts";
import { useAction, useNow, useSignedIn } from "../hooks.ts";
import { dayOf } from "../time.ts";
import { AskFirst } from "./ask-first.tsx";
import { FailureNotice } from "./failure-notice.tsx";
import { save } from "./save.ts";

/** What one can do with a confirmed appointment, until it starts. */
export function Confirmed({ appointment, isMine }: { appointment: Appointment; isMine: boolean }) {
  const { client, zone } = useSignedIn();
  const { appointmentId, providerId, startsAt } = appointment;
  const hasBegun = Date.parse(startsAt) <= useNow();
  const path = { appointmentId };
  const cancel = useAction(async () => void (await cancelAppointment({ client, path, throwOnError: true })));
  const download = useAction(async () => {
    const { data } = await getAppointmentCalendar({ client, path, throwOnError: true, parseAs: "text" });
    save("appointment.ics", "text/calendar", data);
  });
  return (
    <>
      <p>It is confirmed.{hasBegun && " It has begun, so it cannot be changed any more."}</p>
      <div class="row">
        <button type="button" onClick={() => download.run()}>
          Add to calendar
        </button>
        <a href={to.calendar()}>Keep my calendar up to date</a>
      </div>
      {!hasBegun && (
        <div class="row">
          {isMine && (
            <a class="button" href={to.provider(providerId, dayOf(zone, Date.parse(startsAt)), appointmentId)}>
              Move it
            </a>
          )}
          <AskFirst
            label="Cancel it"
            question="Cancel this appointment? Others can book its slot at once."
            yes="Yes, cancel it"
            run={cancel.run}
          />
        </div>
      )}
      <FailureNotice {...download} />
      <FailureNotice {...cancel} />
    </>
  );
}
