/** How views read, act and watch the clock. */
import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import { announceChange, onChange, readEverything } from "./changes.ts";
import { ProfileContext, SignedInContext } from "./context.ts";
import { type Failure, failureOf } from "./failure.ts";
import { isKnown } from "./time.ts";

/** Who is signed in, and the client to call the API with. */
export function useSignedIn() {
  const signed = useContext(SignedInContext);
  if (!signed) throw new Error("Nobody is signed in.");
  return signed;
}

/** The profile of the person who is signed in. */
export function useMe() {
  const me = useContext(ProfileContext);
  if (!me) throw new Error("There is no profile yet.");
  return me;
}

/** The zone that a provider's own times are shown in: the profile's, or the device's if this browser does not know that. */
export function useMyZone() {
  const { zone } = useSignedIn();
  const { timeZone } = useMe();
  return timeZone && isKnown(timeZone) ? timeZone : zone;
}

export interface Loaded<T> {
  /** What was read last. It stays while it is read again, even if that fails. */
  value?: T;
  failure?: Failure | undefined;
  /** It reads, and does nothing that the viewer asked for: see `FailureNotice`. */
  isReadCall: true;
  /** Reads everything again, because what failed here has probably failed elsewhere too. */
  retry(): void;
}

/** Reads now, again when one of the `keys` changes, and whenever something may have changed elsewhere. */
export function useLoaded<T>(read: () => Promise<T>, keys: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; failure?: Failure; keys: string }>();
  const latest = useRef(0);
  const key = JSON.stringify(keys);
  const retry = useCallback(async () => {
    const turn = ++latest.current;
    try {
      const value = await read();
      if (turn === latest.current) setState({ value, keys: key });
    } catch (caught) {
      const failure = failureOf(caught);
      if (turn === latest.current) setState((before) => ({ ...(before?.keys === key && before), failure, keys: key }));
    }
  }, [key]);
  useEffect(() => {
    void retry();
    return onChange(retry);
  }, [retry]);
  const { keys: _, ...loaded } = state?.keys === key ? state : { keys: key };
  return { ...loaded, isReadCall: true, retry: readEverything };
}

export interface Action<A extends unknown[]> {
  run(...args: A): void;
  isRunning: boolean;
  failure?: Failure | undefined;
  /** The arguments of the last run. */
  lastArgs?: A;
  /** Runs once more with the same arguments. */
  retry(): void;
}

/** An action, such as a button's. It runs once at a time, and makes every view read again afterwards. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<void>): Action<A> {
  const [state, setState] = useState<{ isRunning: boolean; failure?: Failure; lastArgs?: A }>({ isRunning: false });
  async function run(...args: A) {
    if (state.isRunning) return;
    setState({ isRunning: true, lastArgs: args });
    try {
      await act(...args);
      setState({ isRunning: false });
    } catch (caught) {
      setState({ isRunning: false, failure: failureOf(caught), lastArgs: args });
    }
    announceChange();
  }
  return { ...state, run, retry: () => void (state.lastArgs && run(...state.lastArgs)) };
}

const SECOND = 1000;

/** The server's time in epoch milliseconds. The view is drawn again each second. */
export function useNow(): number {
  const { clock } = useSignedIn();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const time = clock.now();
      setNow(time);
      timer = setTimeout(tick, SECOND - (time % SECOND));
    };
    tick();
    return () => clearTimeout(timer);
  }, [clock]);
  return now;
}
