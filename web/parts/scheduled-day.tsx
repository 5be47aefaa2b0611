import { useEffect, useRef } from "preact/hooks";
import type { ScheduledSlot } from "../../client/index.ts";
import { entriesOf, isRun, type Run } from "../runs.ts";
import { longDay } from "../time.ts";
import { FreeHours } from "./free-hours.tsx";
import { ScheduledAppointment } from "./scheduled-appointment.tsx";

interface Props {
  date: string;
  zone: string;
  slots: ScheduledSlot[];
  /** Whether the address names this day: then the page scrolls to it. */
  isChosen: boolean;
}

export function ScheduledDay({ date, zone, slots, isChosen }: Props) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isChosen) section.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  if (slots.length === 0) return null;
  return (
    <section ref={section}>
      <h2>{longDay(date)}</h2>
      <ul class="plain">
        {entriesOf(slots).map((entry) => (
          <li key={isRun(entry) ? keyOf(entry) : entry.startsAt} class="entry">
            {isRun(entry) ? <FreeHours run={entry} zone={zone} /> : <ScheduledAppointment slot={entry} zone={zone} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A run that grows or shrinks gets a new key, and so a new form: an old choice could be of hours that are not shown. */
const keyOf = ({ status, slots }: Run) => `${status} ${slots[0]?.startsAt} ${slots.length}`;
