import { useSignedIn } from "../hooks.ts";
import { dayAndTime } from "../time.ts";

/** Shows an instant as day and time in the viewer's zone. */
export function When({ at }: { at: string }) {
  const { zone } = useSignedIn();
  return <time dateTime={at}>{dayAndTime(zone, Date.parse(at))}</time>;
}
