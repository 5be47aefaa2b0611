import { afterEach, describe, expect, it, vi } from "vitest";
import { coldCall } from "../../test/cold-start.ts";
import { call, client, DAY, HOUR, iso, logged, loseReply, NOW, offering, once } from "../../test/harness.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const OPENS = NOW - (NOW % DAY) + 3 * DAY;

describe("Given a call's line in the log", () => {
  const line = async (run: () => Promise<unknown>) => {
    const before = performance.now();
    const lines = await logged("request", run);
    expect(lines).toHaveLength(1);
    const { durationMs, ...told } = lines[0] as unknown as { durationMs: number };
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThanOrEqual(Math.ceil(performance.now() - before));
    return told;
  };

  it("it names the operation, its status and what it cost at DynamoDB", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    expect(await line(() => call("getUser", { as: ada, path: { userId: ada.userId } }))).toEqual({
      operation: "getUser",
      requestId: expect.stringMatching(/./),
      status: 200,
      dynamodb: { requests: 1, capacityUnits: 1 },
    });
  });

  it("it counts each attempt of the SDK, and the units of each item of a batch", async () => {
    const ada = await offering(OPENS, OPENS + HOUR);
    const body = { providerId: ada.userId, startsAt: iso(OPENS) };
    const told = await line(() =>
      call("reserveAppointment", { as: client(), body, after: once("BatchGetItem", loseReply) }),
    );
    expect(told).toMatchObject({ status: 201, dynamodb: { requests: 4, capacityUnits: 6.5 } });
  });

  it("it names the problem of a refused call", async () => {
    const told = await line(() => call("getUser", { as: client(), path: { userId: "nobody" } }));
    expect(told).toMatchObject({ operation: "getUser", status: 404, problem: "not-found" });
  });
});

describe("Given a stage that has metrics", () => {
  it("a call is counted by how it ended", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await coldCall("reserveAppointment", { METRICS_NAMESPACE: "a-stack" });
    const written = write.mock.calls.map(([line]) => JSON.parse(`${line}`));
    expect(written).toMatchObject([{ operation: "reserveAppointment", cause: "unauthenticated", Refused: 1 }]);
  });
});
