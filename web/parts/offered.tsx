import type { Adjustment, Availability } from "../../client/index.ts";
import { to } from "../address.ts";
import { longDay } from "../time.ts";
import { counted } from "../words.ts";

/** How many slots were published, and which local times the clocks skip or repeat. */
export function Offered({ offered }: { offered: Availability | undefined }) {
  return (
    <div role="status" class={offered && "notice"}>
      {offered && (
        <>
          <p>
            Published: {counted(offered.slots, "slot")} on {counted(offered.days, "day")}.{" "}
            <a href={to.schedule(offered.startsAt.slice(0, 10))}>See them in your week</a>
          </p>
          {offered.adjustments.map((adjustment) => (
            <p key={adjustment.from}>{sentence(adjustment)}</p>
          ))}
        </>
      )}
    </div>
  );
}

function sentence({ change, from, to: end }: Adjustment) {
  const times = `${longDay(from.slice(0, 10))}, ${from.slice(11, 16)} to ${end.slice(11, 16)}`;
  return change === "skipped"
    ? `${times}: the clocks go forward, so these times do not exist and nothing is offered.`
    : `${times}: the clocks go back, so these times come twice and are offered twice.`;
}
