import { addDays, clockChange, longDay, shortDay, weekday, weekOf } from "../time.ts";

interface Props {
  /** The day that is chosen. */
  date: string;
  /** The first day that there is anything to see of; without it, all weeks are there. */
  earliest?: string | undefined;
  zone: string;
  addressOf(date: string): string;
  /** What to say of a day, as in `12 free`; undefined where there is nothing. */
  sayOf(date: string): string | undefined;
}

/** A week of days to choose from, with the weeks before and after. */
export function WeekPicker({ date, earliest = "", zone, addressOf, sayOf }: Props) {
  const days = weekOf(date);
  const changes = days.map((day) => clockChange(zone, day)).filter((sentence) => sentence !== undefined);
  return (
    <nav aria-label="Days">
      <div class="row">
        {(days[0] ?? "") > earliest ? <a href={addressOf(addDays(date, -7))}>Earlier</a> : <span />}
        <strong>
          {shortDay(days[0] ?? "")} to {shortDay(days[6] ?? "")}
        </strong>
        <a href={addressOf(addDays(date, 7))}>Later</a>
      </div>
      <ol class="week">
        {days.map((day) => (
          <li key={day}>
            <a href={addressOf(day)} aria-current={day === date ? "date" : undefined}>
              <span class="unseen">
                {longDay(day)}: {sayOf(day) ?? "nothing"}
              </span>
              <span aria-hidden="true">{weekday(day)}</span>
              <strong aria-hidden="true">{Number(day.slice(8))}</strong>
              <small aria-hidden="true">{sayOf(day) ?? "–"}</small>
            </a>
          </li>
        ))}
      </ol>
      {changes.map((sentence) => (
        <p key={sentence} class="notice">
          {sentence}
        </p>
      ))}
    </nav>
  );
}
