import type { Slot } from "../../client/index.ts";
import { useSignedIn } from "../hooks.ts";
import { dayAndTime, timeElsewhere, timeOf } from "../time.ts";

interface Props {
  slots: Slot[];
  /** The provider's time zone. */
  elsewhere: string | undefined;
  isMove: boolean;
  choose(startsAt: string): void;
}

/** A button for each free slot. */
export function Slots({ slots, elsewhere, isMove, choose }: Props) {
  const { zone } = useSignedIn();
  const verb = isMove ? "Move to" : "Reserve";
  return (
    <ul class="slots">
      {slots.map(({ startsAt }) => {
        const time = Date.parse(startsAt);
        const there = timeElsewhere(zone, elsewhere, time);
        return (
          <li key={startsAt}>
            <button type="button" onClick={() => choose(startsAt)}>
              <span class="unseen">{`${verb} ${dayAndTime(zone, time)}${there ? `, ${there}` : ""}`}</span>
              <span aria-hidden="true">
                {timeOf(zone, time)}
                {there && <small>{there.replace(/ in .*/, "")}</small>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
