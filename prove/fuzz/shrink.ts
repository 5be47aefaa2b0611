/** Smaller requests that show the same. */
import type { Request } from "./request.ts";

/** How often a request is sent again to find a smaller one. */
const TRIES = 100;

/** The smallest request found, by leaving out one thing after another, that still `fails`. */
export async function shrink(request: Request, fails: (smaller: Request) => Promise<boolean>): Promise<Request> {
  let smallest = request;
  let tries = 0;
  for (let next = smaller(smallest); tries < TRIES; ) {
    const { value: candidate } = next.next();
    if (!candidate) break;
    tries++;
    if (!(await fails(candidate))) continue;
    smallest = candidate;
    next = smaller(smallest);
  }
  return smallest;
}

function* smaller(request: Request): Generator<Request, undefined> {
  const { headers, target, body } = request;
  for (let i = 0; i < headers.length; i++) yield { ...request, headers: headers.toSpliced(i, 1) };
  const [path = "", search] = target.split(/\?(.*)/s);
  const query = search?.split("&") ?? [];
  for (let i = 0; i < query.length; i++) {
    const rest = query.toSpliced(i, 1).join("&");
    yield { ...request, target: rest === "" ? path : `${path}?${rest}` };
  }
  if (body) {
    const { body: _, ...without } = request;
    yield without;
    for (const text of smallerJson(body.toString())) yield { ...request, body: Buffer.from(text) };
  }
  return undefined;
}

/** What is longer may be nested more deeply than it can be written again. */
const MAX_JSON = 5000;

function* smallerJson(text: string): Generator<string> {
  if (text.length > MAX_JSON) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value).slice(0, 20)) {
    const entries = Object.entries(value).filter(([one]) => one !== key);
    yield JSON.stringify(Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries));
  }
}
