/**
 * A client of the Reservation API: one function per operation, with retries and pages. A call returns `data`, or `error`: the
 * problem that the API answered. Anything else that goes wrong is thrown.
 */
import { type Client, createClient as createHttpClient } from "./generated/client/index.ts";
import type { CreateUserData, Problem } from "./generated/types.gen.ts";

export * from "./generated/sdk.gen.ts";
export type * from "./generated/types.gen.ts";
export type { Client };

/** How often a call is repeated unless the settings say otherwise. */
const RETRIES = 3;

/** If the API asks to wait for longer than this, the client does not wait: the caller gets the reply at once. */
const LONGEST_WAIT_SECONDS = 60;

export interface Settings {
  /** Where the API is, with its stage if it has one: `https://abc.execute-api.eu-west-1.amazonaws.com/prod`. */
  baseUrl: string;
  /** The caller's token, or a function that returns it before each call. */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** How often a call is repeated after a 429, a 503 or a lost reply. */
  retries?: number | undefined;
  /** Called before each wait. */
  onRetry?: ((retry: Retry) => void) | undefined;
  fetch?: typeof fetch | undefined;
  /** Resolves after that many seconds, or rejects when the signal aborts. */
  sleep?: ((seconds: number, signal: AbortSignal) => Promise<void>) | undefined;
}

export interface Retry {
  /** Which retry this is: the first is 1. */
  attempt: number;
  /** How long the client waits before it. */
  seconds: number;
  /** The reply that caused it; undefined if the reply was lost. */
  response: Response | undefined;
}

/** The API's reply did not arrive: the network failed (`cause` says how), or something in between answered instead. */
export class NetworkError extends Error {
  override name = "NetworkError";
}

/** Thrown for a 304, which has neither data nor a problem: nothing has changed since the caller's `If-None-Match`. */
export class NotModified extends Error {
  override name = "NotModified";
}

/** A problem as an `Error` that has the problem's fields, so that it can be thrown. */
class Refusal extends Error {
  override name = "Problem";

  constructor(problem: Problem) {
    super(problem.detail);
    Object.assign(this, problem);
  }
}

/** Whether a caught error is a problem, thrown by `pages` or by a call with `throwOnError`. */
export const isProblem = (caught: unknown): caught is Error & Problem => caught instanceof Refusal;

/** Makes the `client` that every call needs. */
export function createClient(settings: Settings): Client {
  const client = createHttpClient({
    baseUrl: settings.baseUrl,
    auth: settings.token,
    fetch: (request, init) => sendWithRetries(new Request(request, init), settings),
  });
  client.interceptors.response.use((response) => {
    if (response.ok && response.status !== 204 && !isOurs(response)) throw otherReply(response);
    return response;
  });
  client.interceptors.error.use((error, response) => {
    if (!response || error instanceof NetworkError) throw error;
    if (response.status === 304) throw new NotModified("Nothing has changed since the ETag was read.");
    if (!isOurs(response) || !hasType(error)) throw otherReply(response, error);
    return new Refusal(error);
  });
  return client;
}

const OUR_TYPES = /^(application\/(problem\+)?json|text\/calendar)(;|$)/;
const isOurs = ({ headers }: Response) => OUR_TYPES.test(headers.get("Content-Type") ?? "");
/** Checks no more than the type: a newer API may answer problems that this client does not know. */
const hasType = (body: unknown): body is Problem => "type" in Object(body);
const otherReply = ({ status }: Response, cause?: unknown) =>
  new NetworkError(`A reply with status ${status} is not the API's.`, { cause });

/** Sends a request, and repeats it as long as a retry may help and one is left. */
async function sendWithRetries(request: Request, settings: Settings): Promise<Response> {
  const { retries = RETRIES, sleep = sleepFor, onRetry } = settings;
  for (let attempt = 1; ; attempt++) {
    const result = await send(request.clone(), settings.fetch ?? fetch);
    request.signal.throwIfAborted();
    const response = result instanceof NetworkError ? undefined : result;
    const wait = waitBefore(attempt, response);
    if (attempt > retries || wait > LONGEST_WAIT_SECONDS || !(await mayRepeat(request, response))) {
      if (response) return response;
      throw result;
    }
    // Up to half as much more, so that callers do not all come back at once.
    const seconds = wait * (1 + Math.random() / 2);
    onRetry?.({ attempt, seconds, response });
    await sleep(seconds, request.signal);
  }
}

/** The whole reply, or a NetworkError if it was lost. */
async function send(request: Request, fetch: typeof globalThis.fetch): Promise<Response | NetworkError> {
  try {
    const response = await fetch(request);
    // Reads the body to its end, because the connection may break in the middle of it.
    await response.clone().arrayBuffer();
    return response;
  } catch (cause) {
    return new NetworkError("The API's reply did not arrive.", { cause });
  }
}

/** In seconds: `Retry-After`, which may also be a date (RFC 9110, 10.2.3), or else 1, 2, 4 and so on. */
function waitBefore(attempt: number, response: Response | undefined): number {
  const said = response?.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return seconds > 0 ? seconds : Math.min(2 ** (attempt - 1), LONGEST_WAIT_SECONDS);
}

/** The type is the contract's path: if that changes, this does not compile. */
const CREATE_USER: CreateUserData["url"] = "/users";

/**
 * Whether a call is safe to repeat. All are but one: an admin's `createUser` without a `userId` creates a new profile each
 * time. It is repeated only after a 429, because then nothing was done.
 */
async function mayRepeat(request: Request, response: Response | undefined): Promise<boolean> {
  if (response) {
    if (response.status === 429) return true;
    if (response.status !== 503) return false;
  }
  const isCreateUser = request.method === "POST" && new URL(request.url).pathname.endsWith(CREATE_USER);
  return !isCreateUser || "userId" in Object(await request.clone().json());
}

const sleepFor = (seconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, seconds * 1000);
    signal.addEventListener("abort", abort, { once: true });
  });

type List = (options: never) => Promise<{ data: { nextCursor?: string } | undefined; error?: Problem | undefined }>;
type PageOf<L extends List> = NonNullable<Awaited<ReturnType<L>>["data"]>;

/** All pages of a list. A page may be short, or empty. Throws the problem if the API answers one. */
export async function* pages<L extends List>(list: L, options: Parameters<L>[0]): AsyncGenerator<PageOf<L>> {
  const first: { query?: { cursor?: string } } = options;
  let cursor = first.query?.cursor;
  do {
    // The compiler checks `options` and the page where `pages` is called; in here `L` can be any list.
    const { data, error } = await list({ ...first, query: { ...first.query, cursor } } as never);
    if (!data) throw error;
    yield data as PageOf<L>;
    cursor = data.nextCursor;
  } while (cursor);
}
