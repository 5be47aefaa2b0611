/** The API's client. It waits and repeats calls by itself, and tells the page while it waits. */
import { type Client, createClient } from "../client/index.ts";
import type { Config } from "./config.ts";
import type { Session } from "./session.ts";

type Listener = (seconds: number | undefined) => void;

export interface Api {
  client: Client;
  /** Calls the listener with the seconds it waits before it repeats a call, and with undefined when the wait is over. */
  onWait(listener: Listener): void;
}

export function connect({ api }: Config, session: Session): Api {
  const listeners: Listener[] = [];
  const tell: Listener = (seconds) => {
    for (const listener of listeners) listener(seconds);
  };
  const client = createClient({
    baseUrl: api.replace(/\/$/, ""),
    token: session.token,
    onRetry: ({ seconds }) => tell(seconds),
    fetch: (request) => {
      tell(undefined);
      return fetch(request);
    },
  });
  return { client, onWait: (listener) => void listeners.push(listener) };
}
