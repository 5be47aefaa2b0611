import { useState } from "preact/hooks";
import { submitAvailability, withdrawAvailability } from "../../client/index.ts";
import { useAction, useMe, useSignedIn } from "../hooks.ts";
import type { Run } from "../runs.ts";
import { timeOf } from "../time.ts";
import { FailureNotice } from "./failure-notice.tsx";

/** A run of free hours to withdraw, or of withdrawn hours to offer again: all of them, or a part. */
export function FreeHours({ run, zone }: { run: Run; zone: string }) {
  const { client } = useSignedIn();
  const me = useMe();
  const [first] = run.slots;
  const last = run.slots.at(-1) ?? first;
  const [isOpen, setOpen] = useState(false);
  const [from, setFrom] = useState(first.startsAt);
  const [to, setTo] = useState(last.endsAt);
  const path = { providerId: me.userId };
  const change = useAction(async () => {
    if (run.status === "open") await withdrawAvailability({ client, path, query: { from, to }, throwOnError: true });
    else await submitAvailability({ client, path, body: { startsAt: from, endsAt: to }, throwOnError: true });
    setOpen(false);
  });
  const wall = (time: string) => timeOf(zone, Date.parse(time));
  const times = `${wall(first.startsAt)} to ${wall(last.endsAt)}`;
  const verb = run.status === "open" ? "Withdraw" : "Give back";
  return (
    <>
      <div class="row">
        <span>
          {times} <small>{run.status === "open" ? `${run.slots.length} free` : "withdrawn"}</small>
        </span>
        <button type="button" aria-expanded={isOpen} aria-label={`${verb} ${times}`} onClick={() => setOpen(!isOpen)}>
          {verb}
        </button>
      </div>
      {isOpen && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            change.run();
          }}
        >
          <label>
            From
            <select value={from} onChange={({ currentTarget }) => setFrom(currentTarget.value)}>
              {run.slots.map(({ startsAt }) => (
                <option key={startsAt} value={startsAt}>
                  {wall(startsAt)}
                </option>
              ))}
            </select>
          </label>
          <label>
            To
            <select value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)}>
              {run.slots
                .filter(({ endsAt }) => endsAt > from)
                .map(({ endsAt }) => (
                  <option key={endsAt} value={endsAt}>
                    {wall(endsAt)}
                  </option>
                ))}
            </select>
          </label>
          <button type="submit" class="main">
            {verb} these hours
          </button>
        </form>
      )}
      <FailureNotice {...change} />
    </>
  );
}
