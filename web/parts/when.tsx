import { useSigned } from "../hooks.ts";
import { dayAndTime } from "../time.ts";

/** An instant as day and time in the viewer's zone. */
export function When({ at }: { at: string }) {
  const { zone } = useSigned();
  return <time dateTime={at}>{dayAndTime(zone, Date.parse(at))}</time>;
}
