/** The server's clock. A device's own may be minutes off, and a hold ends to the second. */
import { type Client, getHealth } from "../client/index.ts";

export interface Clock {
  /** The server's time in epoch milliseconds, right to about half a second. */
  now(): number;
}

/** Asks the server at once; until it has answered, the device's clock counts. */
export function serverClock(client: Client): Clock {
  let ahead = 0;
  async function ask() {
    const asked = Date.now();
    const { data } = await getHealth({ client }).catch(() => ({ data: undefined }));
    if (!data) return;
    const middle = (asked + Date.now()) / 2;
    // The reply has whole seconds: half a second more is right on average.
    ahead = Date.parse(data.time) + 500 - middle;
  }
  void ask();
  // The difference may change when the device sleeps or its clock is set.
  document.addEventListener("visibilitychange", () => void (document.hidden || ask()));
  return { now: () => Date.now() + ahead };
}
