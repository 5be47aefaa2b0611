import type { Appointment } from "../../client/index.ts";
import { to } from "../address.ts";
import { useMe } from "../hooks.ts";
import { When } from "./when.tsx";

/** What became of an appointment: who cancelled it and when, or where it was moved to. */
export function Cancelled({ appointment }: { appointment: Appointment }) {
  const me = useMe();
  const { cancelledAt, cancelledBy, rescheduledTo, providerId, clientId } = appointment;
  if (rescheduledTo)
    return (
      <p>
        It was moved. <a href={to.appointment(rescheduledTo)}>See where it is now</a>
      </p>
    );
  const wasMe =
    (cancelledBy === "client" ? clientId : cancelledBy === "provider" ? providerId : undefined) === me.userId;
  return (
    <p>
      {wasMe ? "You" : `The ${cancelledBy}`} cancelled it
      {cancelledAt && (
        <>
          {" "}
          on <When at={cancelledAt} />
        </>
      )}
      .
    </p>
  );
}
