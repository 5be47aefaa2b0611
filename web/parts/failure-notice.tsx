import { cancelAppointment } from "../../client/index.ts";
import type { Failure } from "../failure.ts";
import { useAction, useSigned } from "../hooks.ts";
import { sentenceFor } from "../sentences.tsx";

/** Says why something failed and what to do next. Empty while nothing has failed. */
export function FailureNotice(failed: { failure?: Failure | undefined; again(): void }) {
  const { client, signIn } = useSigned();
  const letGo = useAction(async (appointmentId: string) => {
    await cancelAppointment({ client, path: { appointmentId }, throwOnError: true });
    failed.again();
  });
  const { failure, again } = letGo.failure ? letGo : failed;
  return (
    <div role="alert" class={failure && "notice failure"}>
      {failure && sentenceFor(failure, { again, signIn, letGo: letGo.run })}
    </div>
  );
}
