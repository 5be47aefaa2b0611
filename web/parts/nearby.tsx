import type { Slot } from "../../client/index.ts";
import { useSignedIn } from "../hooks.ts";
import { dayAndTime } from "../time.ts";

const COUNT = 3;

interface Props {
  slots: Slot[];
  /** The start of the slot that could not be reserved. */
  wanted: string;
  choose(startsAt: string): void;
}

/** The free slots nearest to one that could not be reserved. */
export function Nearby({ slots, wanted, choose }: Props) {
  const { zone } = useSignedIn();
  const distance = ({ startsAt }: Slot) => Math.abs(Date.parse(startsAt) - Date.parse(wanted));
  const nearest = slots
    .filter(({ startsAt }) => startsAt !== wanted)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, COUNT);
  if (nearest.length === 0) return null;
  return (
    <section aria-label="Free nearby">
      <h3>Free nearby</h3>
      <ul class="plain">
        {nearest.map(({ startsAt }) => (
          <li key={startsAt}>
            <button type="button" onClick={() => choose(startsAt)}>
              {dayAndTime(zone, Date.parse(startsAt))}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
