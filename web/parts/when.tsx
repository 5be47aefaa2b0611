import { useSigned } from "../hooks.ts";
import { dayAndTime, dayOf, instant, isKnown, placeName, timeOf, weekday } from "../time.ts";

/** When a slot starts: on the viewer's wall, and on another's where that shows another time. */
export function When({ startsAt, elsewhere }: { startsAt: string; elsewhere?: string | undefined }) {
  const { zone } = useSigned();
  const time = instant(startsAt);
  return (
    <>
      <time dateTime={startsAt}>{dayAndTime(zone, time)}</time>
      {elsewhere && <small> {timeElsewhere(zone, elsewhere, time)}</small>}
    </>
  );
}

/** As in `10:00 in New York`; undefined where it is the same day and time there. */
export function timeElsewhere(here: string, there: string | undefined, time: number): string | undefined {
  if (!there || !isKnown(there)) return undefined;
  const [day, clock] = [dayOf(there, time), timeOf(there, time)];
  if (clock === timeOf(here, time) && day === dayOf(here, time)) return undefined;
  return `${day === dayOf(here, time) ? "" : `${weekday(day)} `}${clock} in ${placeName(there)}`;
}
