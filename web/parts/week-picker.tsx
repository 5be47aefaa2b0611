import { addDays, clockChange, longDay, shortDay, weekday, weekOf } from "../time.ts";

interface Props {
  /** The day that is chosen. */
  date: string;
  /** The first day that has anything to see. Without it, one can go back without limit. */
  earliest?: string | undefined;
  zone: string;
  addressOf(date: string): string;
  /** What there is on a day, as in `12 free`; undefined if there is nothing. */
  summaryOf(date: string): string | undefined;
}

/** A week of days to choose from, with links to the weeks before and after. */
export function WeekPicker({ date, earliest = "", zone, addressOf, summaryOf }: Props) {
  const days = weekOf(date);
  const changes = days.map((day) => clockChange(zone, day, date)).filter((sentence) => sentence !== undefined);
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
                {longDay(day)}: {summaryOf(day) ?? "nothing"}
              </span>
              <span aria-hidden="true">{weekday(day)}</span>
              <strong aria-hidden="true">{Number(day.slice(8))}</strong>
              <small aria-hidden="true">{summaryOf(day) ?? "–"}</small>
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
