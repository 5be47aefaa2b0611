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
            <a
              href={addressOf(day)}
              aria-current={day === date ? "date" : undefined}
              aria-label={labelOf(day, sayOf(day))}
            >
              <span>{weekday(day)}</span>
              <strong>{Number(day.slice(8))}</strong>
              <small>{sayOf(day) ?? "–"}</small>
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

const labelOf = (day: string, said = "nothing") => `${longDay(day)}: ${said}`;
