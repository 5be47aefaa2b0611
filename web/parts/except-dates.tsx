import { longDay } from "../time.ts";

interface Props {
  dates: string[];
  min: string;
  max: string;
  change(dates: string[]): void;
}

/** The form fields for days off. */
export function ExceptDates({ dates, min, max, change }: Props) {
  return (
    <fieldset>
      <legend>Except on</legend>
      <ul class="plain">
        {dates.map((date) => (
          <li key={date} class="row">
            {longDay(date)}
            <button
              type="button"
              aria-label={`Remove ${longDay(date)}`}
              onClick={() => change(dates.filter((one) => one !== date))}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <label>
        A day off
        <input
          type="date"
          min={min}
          max={max}
          onChange={({ currentTarget }) => {
            const date = currentTarget.value;
            currentTarget.value = "";
            if (date && !dates.includes(date)) change([...dates, date].sort());
          }}
        />
      </label>
    </fieldset>
  );
}
