import { useEffect, useState } from "preact/hooks";
import type { Api } from "../api.ts";

/** Says when a call will be repeated, while the client waits for that. */
export function Waiting({ api }: { api: Api }) {
  const [seconds, setSeconds] = useState<number>();
  useEffect(() => api.onWait(setSeconds), [api]);
  return (
    <p role="status" class={seconds ? "notice" : undefined}>
      {seconds && `The service does not answer just now. Trying again in ${Math.ceil(seconds)} s.`}
    </p>
  );
}
