import type { APIGatewayProxyEvent } from "aws-lambda";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  call,
  client,
  crash,
  DAY,
  HOUR,
  iso,
  logged,
  loseReply,
  NOW,
  offering,
  once,
  provider,
} from "../../test/harness.ts";
import type { OperationId } from "../contract/operations.gen.ts";
import { logger } from "../logger.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const OPENS = NOW - (NOW % DAY) + 3 * DAY;

describe("Given a call, its line in the log", () => {
  const line = async (run: () => Promise<unknown>) => {
    const before = performance.now();
    const lines = await logged("request", run);
    expect(lines).toHaveLength(1);
    const { durationMs, ...told } = lines[0] as unknown as { durationMs: number };
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThanOrEqual(Math.ceil(performance.now() - before));
    return told;
  };

  it("says which it was, how it ended and what it asked of DynamoDB", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    expect(await line(() => call("getUser", { as: ada, path: { userId: ada.userId } }))).toEqual({
      operation: "getUser",
      requestId: expect.stringMatching(/./),
      status: 200,
      dynamodb: { requests: 1, capacityUnits: 1 },
    });
  });

  it("counts each try of the SDK, and the units of each item of a batch", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const body = { providerId: ada.userId, startsAt: iso(OPENS) };
    const told = await line(() =>
      call("reserveAppointment", { as: client(), body, after: once("BatchGetItem", loseReply) }),
    );
    expect(told).toMatchObject({ status: 201, dynamodb: { requests: 4, capacityUnits: 4 } });
  });

  it("says which problem it was refused with", async () => {
    const told = await line(() => call("getUser", { as: client(), path: { userId: "nobody" } }));
    expect(told).toMatchObject({ operation: "getUser", status: 404, problem: "not-found" });
  });
});

describe("Given what nobody foresaw", () => {
  it("a bug is a 500 that says nothing but its number, under which the log has all of it", async () => {
    const error = vi.spyOn(logger, "error");
    const { status, body } = await call("getUser", { path: { userId: "grace" }, before: crash });
    expect({ status, type: body.type }).toEqual({ status: 500, type: "/problems/internal" });
    expect(JSON.stringify(body)).not.toContain("crash");
    expect(error.mock.calls).toEqual([
      ["bug", { requestId: body.requestId, error: expect.objectContaining({ message: "crash" }) }],
    ]);
  });

  it("a DynamoDB that is away is a 503, which the log does not call a bug", async () => {
    const [warn, error] = [vi.spyOn(logger, "warn"), vi.spyOn(logger, "error")];
    const { status, headers } = await call("getUser", { path: { userId: "grace" }, before: loseReply });
    expect(status).toBe(503);
    expect(warn.mock.calls).toEqual([
      ["dynamodb is busy or away", { requestId: headers["X-Request-Id"], error: expect.any(Error) }],
    ]);
    expect(error).not.toHaveBeenCalled();
  });
});

describe("Given a caller whose role can never call an operation", () => {
  it("is told which role that is, and whose it is", async () => {
    const { status, body } = await call("confirmAppointment", { as: provider(), path: { appointmentId: "any" } });
    expect(status).toBe(403);
    expect(body.detail).toBe("A provider cannot call confirmAppointment; it is for client and admin.");
  });
});

/** Calls an operation without a token, as a function that starts with these settings. */
async function refusedBy(operationId: OperationId, settings: Record<string, string>, headers?: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { handler } = await import(`../functions/${operationId}.ts`);
  const event = { headers: headers ?? null, requestContext: { requestId: "one" } };
  return handler(event as unknown as APIGatewayProxyEvent);
}

describe("Given a stage that has metrics", () => {
  it("a call is counted by how it ended", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await refusedBy("reserveAppointment", { METRICS_NAMESPACE: "a-stack" });
    const written = write.mock.calls.map(([line]) => JSON.parse(`${line}`));
    expect(written).toMatchObject([{ operation: "reserveAppointment", cause: "unauthenticated", Refused: 1 }]);
  });
});

describe("Given a reply", () => {
  /** The headers of a reply to a browser's page, where browsers may call from `origins`. */
  const headersTo = async (origin: Record<string, string> | undefined, origins = "*") =>
    (await refusedBy("listProviders", { CORS_ORIGINS: origins }, origin)).headers;
  const always = {
    "Content-Type": "application/problem+json",
    "WWW-Authenticate": "Bearer",
    "X-Request-Id": "one",
    "Cache-Control": "no-store",
  };
  const exposed = "ETag, Location, Retry-After, WWW-Authenticate, X-Request-Id";
  const two = "https://a.example https://b.example";

  it("says its number, and that nobody may keep it", async () => {
    expect(await headersTo(undefined, two)).toEqual(always);
  });

  it("without a body names no type of one", async () => {
    const grace = client();
    const { status, headers } = await call("deleteUser", { as: grace, path: { userId: grace.userId } });
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty("Content-Type");
  });

  it("may be read by any page where all may call", async () => {
    expect(await headersTo(undefined)).toEqual({
      ...always,
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": exposed,
    });
  });

  it.each(["https://a.example", "https://b.example"])(
    "may be read by a page of %s, one of those that may",
    async (one) => {
      expect(await headersTo({ Origin: one }, two)).toEqual({
        ...always,
        "Access-Control-Allow-Origin": one,
        "Access-Control-Expose-Headers": exposed,
        Vary: "Origin",
      });
    },
  );

  it("may not be read by a page of another origin", async () => {
    expect(await headersTo({ Origin: "https://c.example" }, two)).toEqual(always);
  });
});
