import { useEffect, useState } from "preact/hooks";
import { useNow, useSignedIn } from "../hooks.ts";
import { countdown } from "../time.ts";

/** Counts down to the end of someone else's hold, and then tries again if the viewer wants that. */
export function WaitForSlot({ seconds, retry }: { seconds: number; retry(): void }) {
  const { clock } = useSignedIn();
  const [end] = useState(() => clock.now() + seconds * 1000);
  const [isWaiting, setWaiting] = useState(false);
  const now = useNow();
  const isOver = now >= end;
  useEffect(() => {
    if (isOver && isWaiting) retry();
  }, [isOver]);
  return (
    <p class="row">
      <span>
        Held for <span role="timer">{countdown(end - now)}</span> at most.
      </span>
      {isWaiting ? (
        <span>Then this page tries again. Keep it open.</span>
      ) : (
        <button type="button" onClick={isOver ? retry : () => setWaiting(true)}>
          {isOver ? "Try again" : "Wait and try then"}
        </button>
      )}
    </p>
  );
}
