import { afterEach, describe, expect, it, vi } from "vitest";
import { call, crash, loseReply } from "../../test/harness.ts";
import { logger } from "../telemetry/logger.ts";

afterEach(() => vi.restoreAllMocks());

describe("Given an unexpected failure", () => {
  it("a bug is a 500 that gives only its requestId, under which the log has the details", async () => {
    const error = vi.spyOn(logger, "error");
    const { status, body } = await call("getUser", { path: { userId: "grace" }, before: crash });
    expect({ status, type: body.type }).toEqual({ status: 500, type: "/problems/internal" });
    expect(JSON.stringify(body)).not.toContain("crash");
    expect(error.mock.calls).toEqual([
      ["bug", { requestId: body.requestId, error: expect.objectContaining({ message: "crash" }) }],
    ]);
  });

  it("a DynamoDB that cannot be reached is a 503, which the log does not call a bug", async () => {
    const [warn, error] = [vi.spyOn(logger, "warn"), vi.spyOn(logger, "error")];
    const { status, headers } = await call("getUser", { path: { userId: "grace" }, before: loseReply });
    expect(status).toBe(503);
    expect(warn.mock.calls).toEqual([
      ["DynamoDB is busy or cannot be reached", { requestId: headers["X-Request-Id"], error: expect.any(Error) }],
    ]);
    expect(error).not.toHaveBeenCalled();
  });
});
