import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** The lines that are written to the log for CloudWatch. */
const written: Record<string, unknown>[] = [];
beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("METRICS_NAMESPACE", "a-stack");
  vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(JSON.parse(`${line}`)) > 0);
});
afterEach(() => {
  written.length = 0;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
const count = async (...outcome: Parameters<typeof import("./metrics.ts")["count"]>) =>
  (await import("./metrics.ts")).count(...outcome);

describe("Given a stage that has metrics", () => {
  it.each([
    ["reserveAppointment", 201, "Reserved"],
    ["confirmAppointment", 200, "Confirmed"],
  ] as const)("%s answering %i counts as %s", async (operationId, status, metric) => {
    await count(operationId, status);
    expect(written).toEqual([{ _aws: expect.anything(), service: "reservation-api", [metric]: 1 }]);
  });

  it("a refusal is counted by operation and cause, and the line has nothing else", async () => {
    await count("reserveAppointment", "slot-held");
    const [line] = written;
    expect(line).toEqual({
      _aws: expect.objectContaining({
        CloudWatchMetrics: [
          {
            Namespace: "a-stack",
            Dimensions: [["service", "operation", "cause"]],
            Metrics: [{ Name: "Refused", Unit: "Count" }],
          },
        ],
      }),
      service: "reservation-api",
      operation: "reserveAppointment",
      cause: "slot-held",
      Refused: 1,
    });
  });

  it.each([
    ["reserveAppointment", 200],
    ["getAppointment", 200],
    ["getAppointment", "reservation-expired"],
  ] as const)("%s with %s is not counted, because it books nothing", async (operationId, outcome) => {
    await count(operationId, outcome);
    expect(written).toEqual([]);
  });
});

describe("Given no namespace, as on a laptop", () => {
  it("nothing is written", async () => {
    vi.stubEnv("METRICS_NAMESPACE", undefined);
    await count("reserveAppointment", 201);
    expect(written).toEqual([]);
  });
});
