import { afterEach, describe, expect, it, vi } from "vitest";
import {
  cancelAppointment,
  confirmAppointment,
  createClient,
  createUser,
  getAppointment,
  getAppointmentCalendar,
  getUser,
  isProblem,
  listAvailableSlots,
  NetworkError,
  NotModified,
  pages,
  type Retry,
  reserveAppointment,
  type Settings,
  updateUser,
} from "./index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const json = (body: unknown) => Response.json(body);
const problem =
  (status: number, type: string, more = {}, headers = {}) =>
  () =>
    new Response(JSON.stringify({ type: `/problems/${type}`, title: "", status, detail: "Because.", ...more }), {
      status,
      headers: { "Content-Type": "application/problem+json", ...headers },
    });
const unavailable = (retryAfter?: number) =>
  problem(503, "unavailable", {}, retryAfter === undefined ? {} : { "Retry-After": `${retryAfter}` });
const lost = () => {
  throw new TypeError("fetch failed");
};
const confirmed = () => json({ appointmentId: "a", status: "confirmed" });

/** A client whose network gives these answers one after another, and what the client did. */
function clientOf(answers: (() => Response)[], settings: Partial<Settings> = {}) {
  vi.spyOn(Math, "random").mockReturnValue(0);
  const requests: Request[] = [];
  const waits: number[] = [];
  const retries: Retry[] = [];
  const client = createClient({
    baseUrl: "https://api.example/prod",
    token: "a-token",
    fetch: async (request) => {
      requests.push(request as Request);
      return (answers[requests.length - 1] ?? lost)();
    },
    sleep: async (seconds) => {
      waits.push(seconds);
    },
    onRetry: (retry) => retries.push(retry),
    ...settings,
  });
  return { client, requests, waits, retries };
}
const path = { appointmentId: "a" };

describe("Given a call that is answered", () => {
  it("returns the data, and sends the token to the address of the stage", async () => {
    const { client, requests } = clientOf([confirmed], { baseUrl: "https://api.example/prod/" });
    const { data, error } = await confirmAppointment({ client, path });
    expect({ data, error }).toEqual({ data: { appointmentId: "a", status: "confirmed" }, error: undefined });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST https://api.example/prod/appointments/a/confirm",
    ]);
    expect(requests[0]?.headers.get("Authorization")).toBe("Bearer a-token");
  });

  it("asks a token function before each call", async () => {
    const tokens = ["first", "second"];
    const { client, requests } = clientOf([confirmed, confirmed], { token: async () => tokens.shift() });
    await confirmAppointment({ client, path });
    await confirmAppointment({ client, path });
    expect(requests.map(({ headers }) => headers.get("Authorization"))).toEqual(["Bearer first", "Bearer second"]);
  });

  it("throws what the token function threw, and sends nothing", async () => {
    const { client, requests } = clientOf([confirmed], { token: () => Promise.reject(new Error("signed out")) });
    await expect(confirmAppointment({ client, path })).rejects.toThrow("signed out");
    expect(requests).toEqual([]);
  });

  it("returns a calendar as text", async () => {
    const { client } = clientOf([
      () => new Response("BEGIN:VCALENDAR", { headers: { "Content-Type": "text/calendar; charset=utf-8" } }),
    ]);
    expect((await getAppointmentCalendar({ client, path })).data).toBe("BEGIN:VCALENDAR");
  });

  it("returns no error for a reply without content", async () => {
    const { client } = clientOf([() => new Response(null, { status: 204 })]);
    const { error, response } = await cancelAppointment({ client, path });
    expect([error, response?.status]).toEqual([undefined, 204]);
  });

  it("sends If-Match, and gives the reply's headers", async () => {
    const { client, requests } = clientOf([
      () => Response.json({ userId: "ada", version: 2 }, { headers: { ETag: '"2"' } }),
    ]);
    const body = { name: "Ada" };
    const { response } = await updateUser({ client, path: { userId: "ada" }, headers: { "If-Match": '"1"' }, body });
    expect(requests[0]?.headers.get("If-Match")).toBe('"1"');
    expect(response?.headers.get("ETag")).toBe('"2"');
  });
});

describe("Given a profile that has not changed since its ETag", () => {
  it("throws NotModified, and does not repeat the call", async () => {
    const { client, requests } = clientOf([() => new Response(null, { status: 304 })]);
    const headers = { "If-None-Match": '"1"' };
    const read = getUser({ client, path: { userId: "u" }, headers });
    await expect(read).rejects.toThrow(NotModified);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.get("If-None-Match")).toBe('"1"');
  });
});

describe("Given a call that is refused", () => {
  const held = problem(409, "slot-held", { retryAfter: 1180 }, { "Retry-After": "1180" });
  const body = { providerId: "ada", startsAt: "2031-03-06T08:00:00Z" };

  it("returns the problem, whose type tells its fields, and does not repeat the call", async () => {
    const { client, requests } = clientOf([held]);
    const { data, error } = await reserveAppointment({ client, body });
    expect(data).toBeUndefined();
    expect(error?.type === "/problems/slot-held" && (error.retryAfter satisfies number)).toBe(1180);
    expect(requests).toHaveLength(1);
  });

  it("throws the problem with throwOnError", async () => {
    const { client } = clientOf([held]);
    const caught = await reserveAppointment({ client, body, throwOnError: true }).catch((error: unknown) => error);
    expect(isProblem(caught) && caught.type).toBe("/problems/slot-held");
    expect(`${caught}`).toBe("Problem: Because.");
  });
});

describe("Given a reply that says to wait, or is lost", () => {
  it.each([
    ["a 429, when Retry-After says", [problem(429, "throttled", {}, { "Retry-After": "7" }), confirmed], [7]],
    ["a 503, when Retry-After says", [unavailable(2), unavailable(60), confirmed], [2, 60]],
    ["a 503 without Retry-After", [unavailable(), unavailable(), unavailable(), confirmed], [1, 2, 4]],
    ["a lost network", [lost, lost, confirmed], [1, 2]],
    ["a reply that breaks off", [() => new Response(broken()), confirmed], [1]],
  ])("the call is repeated after %s", async (_, answers, seconds) => {
    const { client, waits, retries } = clientOf(answers);
    expect((await confirmAppointment({ client, path })).data?.status).toBe("confirmed");
    expect(waits).toEqual(seconds);
    expect(retries.map(({ attempt, seconds }) => [attempt, seconds])).toEqual(seconds.map((one, i) => [i + 1, one]));
  });

  it("adds up to half of the wait at random, so that callers do not all return at once", async () => {
    const { client, waits } = clientOf([unavailable(2), confirmed]);
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    await confirmAppointment({ client, path });
    expect(waits).toEqual([2.5]);
  });

  it("sends the body again", async () => {
    const { client, requests } = clientOf([lost, () => json({})]);
    const body = { providerId: "ada", startsAt: "2031-03-06T08:00:00Z" };
    await reserveAppointment({ client, body });
    expect(await Promise.all(requests.map((request) => request.json()))).toEqual([body, body]);
  });

  it("is repeated three times and no more, unless the settings say otherwise", async () => {
    const { client, requests } = clientOf([lost, lost, lost, lost, confirmed]);
    await expect(confirmAppointment({ client, path })).rejects.toThrow(NetworkError);
    expect(requests).toHaveLength(4);
  });

  it("after the last retry returns the problem, or throws a network error", async () => {
    const busy = clientOf([unavailable(1), unavailable(1)], { retries: 1 });
    expect((await getAppointment({ client: busy.client, path })).error?.type).toBe("/problems/unavailable");
    const offline = clientOf([lost, lost], { retries: 1 });
    const caught = await getAppointment({ client: offline.client, path }).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(NetworkError);
    expect(isProblem(caught)).toBe(false);
    expect([busy.requests, offline.requests].map(({ length }) => length)).toEqual([2, 2]);
  });

  it("returns the problem at once where the wait is longer than a minute", async () => {
    const { client, requests } = clientOf([unavailable(61), confirmed]);
    expect((await getAppointment({ client, path })).error?.status).toBe(503);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["an error page", () => new Response("<h1>Bad gateway</h1>", { status: 502 })],
    ["a page to sign in", () => new Response("<h1>Sign in</h1>", { headers: { "Content-Type": "text/html" } })],
    ["an empty success", () => new Response(null, { headers: { "Content-Length": "0" } })],
    [
      "an empty problem",
      () => new Response("", { status: 409, headers: { "Content-Type": "application/problem+json" } }),
    ],
    [
      "a problem that is null",
      () => new Response("null", { status: 409, headers: { "Content-Type": "application/problem+json" } }),
    ],
  ])("throws a network error for a reply that is not the API's: %s", async (_, reply) => {
    const { client } = clientOf([reply, reply]);
    await expect(getAppointment({ client, path })).rejects.toThrow(/not the API's/);
    await expect(getAppointment({ client, path })).rejects.toThrow(NetworkError);
  });

  it.each([
    [30, 31],
    [-30, 1],
  ])("a Retry-After may be a date, %i s from now", async (ahead, atMost) => {
    const date = new Date(Date.now() + ahead * 1000).toUTCString();
    const { client, waits } = clientOf([problem(503, "unavailable", {}, { "Retry-After": date }), confirmed]);
    await confirmAppointment({ client, path });
    const [wait = 0] = waits;
    expect(wait).toBeLessThanOrEqual(atMost);
    expect(wait).toBeGreaterThan(Math.max(ahead / 2, 0));
  });

  it("waits a minute at most between two of many tries", async () => {
    const { client, waits } = clientOf([...Array.from({ length: 8 }, () => lost), confirmed], { retries: 8 });
    await confirmAppointment({ client, path });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it("repeats the creation of a profile without a userId only if nothing was done", async () => {
    const body = { role: "client", name: "Grace" } as const;
    for (const answer of [lost, unavailable(1)]) {
      const { client, requests } = clientOf([answer, () => json({})]);
      await createUser({ client, body }).catch(() => {});
      expect(requests).toHaveLength(1);
      const named = clientOf([answer, () => json({})]);
      await createUser({ client: named.client, body: { ...body, userId: "grace" } });
      expect(named.requests).toHaveLength(2);
    }
    const { client, requests } = clientOf([problem(429, "throttled"), () => json({})]);
    await createUser({ client, body });
    expect(requests).toHaveLength(2);
  });
});

/** A body that begins and then fails. */
const broken = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
    pull: (controller) => controller.error(new TypeError("terminated")),
  });

describe("Given a call that its caller aborts", () => {
  it("throws the signal's reason, and is not repeated", async () => {
    const controller = new AbortController();
    const { client, waits } = clientOf([
      () => {
        controller.abort(new Error("enough"));
        return lost();
      },
    ]);
    await expect(getAppointment({ client, path, signal: controller.signal })).rejects.toThrow("enough");
    expect(waits).toEqual([]);
  });

  it.each([
    ["while it waits", (abort: () => void) => queueMicrotask(abort)],
    ["before the wait, in onRetry", (abort: () => void) => abort()],
  ])("does not wait any longer if it aborts %s", async (_, when) => {
    const controller = new AbortController();
    const { client, requests } = clientOf([unavailable(60), confirmed], {
      sleep: undefined,
      onRetry: () => when(() => controller.abort(new Error("enough"))),
    });
    await expect(getAppointment({ client, path, signal: controller.signal })).rejects.toThrow("enough");
    expect(requests).toHaveLength(1);
  });
});

describe("Given a list of several pages", () => {
  const page = (starts: string[], nextCursor?: string) => () =>
    json({ slots: starts.map((startsAt) => ({ startsAt })), ...(nextCursor && { nextCursor }) });

  it("reads all of them, short and empty ones too", async () => {
    const { client, requests } = clientOf([page(["08:00"], "c1"), page([], "c2"), page(["09:00"])]);
    const starts = [];
    for await (const { slots } of pages(listAvailableSlots, { client, query: { providerId: "ada" } }))
      starts.push(...slots.map(({ startsAt }) => startsAt));
    expect(starts).toEqual(["08:00", "09:00"]);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([
      "?providerId=ada",
      "?providerId=ada&cursor=c1",
      "?providerId=ada&cursor=c2",
    ]);
  });

  it("reads no page after the caller stops", async () => {
    const { client, requests } = clientOf([page(["08:00"], "c1")]);
    for await (const _ of pages(listAvailableSlots, { client })) break;
    expect(requests).toHaveLength(1);
  });

  it("throws the problem that a page is answered with", async () => {
    const { client } = clientOf([page(["08:00"], "c1"), problem(401, "unauthenticated")]);
    const read = async () => {
      for await (const _ of pages(listAvailableSlots, { client }));
    };
    const caught = await read().catch((error: unknown) => error);
    expect(isProblem(caught) && caught.type).toBe("/problems/unauthenticated");
  });
});
