import type { WeeklyHours } from "../../client/index.ts";
import { preview } from "../hours.ts";
import { clockTime, longDay } from "../time.ts";
import { counted } from "../words.ts";

/** How many slots there are in weekly hours, day by day. */
export function HoursPreview({ hours }: { hours: WeeklyHours }) {
  const days = preview(hours);
  const count = days.reduce((sum, { slots }) => sum + slots.length, 0);
  if (count === 0)
    return <p>There is no slot in these hours yet. A slot is 15 minutes long and starts at :00, :15, :30 or :45.</p>;
  return (
    <details open={days.length <= 7}>
      <summary>
        {counted(count, "slot")} on {counted(days.length, "day")}
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Slots</th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, slots }) => (
            <tr key={date}>
              <th scope="row">{longDay(date)}</th>
              <td>{slots.length}</td>
              <td>{clockTime(slots[0] ?? 0)}</td>
              <td>{clockTime(slots.at(-1) ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>This ignores clock changes. Once you publish, the page says which of these times they skip or repeat.</p>
    </details>
  );
}
