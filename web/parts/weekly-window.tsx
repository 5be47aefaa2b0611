import type { WeeklyWindow } from "../../client/index.ts";
import { DAYS } from "../hours.ts";
import { weekday } from "../time.ts";

interface Props {
  window: WeeklyWindow;
  change(window: WeeklyWindow): void;
  remove?: (() => void) | undefined;
}

/** The form fields for hours on some days of the week. */
export function WeeklyWindowFields({ window, change, remove }: Props) {
  const { days, from, to } = window;
  const toggle = (day: (typeof DAYS)[number]) =>
    change({ ...window, days: DAYS.filter((one) => days.includes(one) !== (one === day)) });
  return (
    <fieldset>
      <legend>Every</legend>
      <div class="days">
        {DAYS.map((day, index) => (
          <label key={day}>
            <input type="checkbox" checked={days.includes(day)} onChange={() => toggle(day)} />
            {/* 1 January 2024 was a Monday. */}
            {weekday(`2024-01-0${index + 1}`)}
          </label>
        ))}
      </div>
      <div class="row">
        <label>
          From
          <input
            type="time"
            required
            value={from}
            onInput={({ currentTarget }) => change({ ...window, from: currentTarget.value })}
          />
        </label>
        <label>
          To
          <input
            type="time"
            required
            value={to}
            onInput={({ currentTarget }) => change({ ...window, to: currentTarget.value })}
          />
        </label>
        {remove && (
          <button type="button" onClick={remove}>
            Remove
          </button>
        )}
      </div>
    </fieldset>
  );
}
