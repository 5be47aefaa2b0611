import { type Appointment, cancelAppointment, confirmAppointment } from "../../client/index.ts";
import { to } from "../address.ts";
import { useAction, useNow, useSignedIn } from "../hooks.ts";
import { countdown, dayOf } from "../time.ts";
import { FailureNotice } from "./failure-notice.tsx";

/** A hold, with the time that is left by the server's clock, and what one can do with it. */
export function Hold({ hold, isMine }: { hold: Appointment; isMine: boolean }) {
  const { client, zone } = useSignedIn();
  const left = Date.parse(hold.expiresAt ?? "") - useNow();
  const path = { appointmentId: hold.appointmentId };
  const confirm = useAction(async () => void (await confirmAppointment({ client, path, throwOnError: true })));
  const letGo = useAction(async () => void (await cancelAppointment({ client, path, throwOnError: true })));
  if (left <= 0)
    return (
      <div role="status" class="notice">
        <p>The half hour is over: this slot is free again.</p>
        {isMine && (
          <a href={to.provider(hold.providerId, dayOf(zone, Date.parse(hold.startsAt)))}>Choose it again, or another</a>
        )}
      </div>
    );
  return (
    <>
      <p>
        {isMine ? "Confirm it while it is yours:" : "The client can confirm it for"}{" "}
        <strong role="timer" class="countdown">
          {countdown(left)}
        </strong>
      </p>
      <div class="row">
        {isMine && (
          <button type="button" class="main" aria-busy={confirm.isRunning} onClick={() => confirm.run()}>
            Confirm
          </button>
        )}
        <button type="button" onClick={() => letGo.run()}>
          {isMine ? "Let it go" : "Cancel it"}
        </button>
      </div>
      <FailureNotice {...confirm} />
      <FailureNotice {...letGo} />
    </>
  );
}
