import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { databaseOf, paste, pasted, startServer } from "../test/server.ts";

const folder = mkdtempSync(join(tmpdir(), "reservation-api-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Given a server with data of its own", () => {
  const start = () => startServer("--port", "0", "--data", join(folder, "data"));
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it("keeps them when it is stopped and started, when it is killed, and when a second server wants them", async () => {
    const first = await start();
    await paste(pasted(first)[0] ?? "");
    const { appointmentId } = await paste(pasted(first)[2] ?? "");
    expect(await first.stop("SIGKILL")).toBe(null);

    const second = await start();
    expect(await paste(pasted(second)[2] ?? "")).toMatchObject({ appointmentId, status: "reserved" });
    process.kill(databaseOf(second), "SIGKILL");
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain("The database ended");

    const third = await start();
    expect(await paste(pasted(third)[2] ?? "")).toMatchObject({ appointmentId });
    // A second one on the same data.
    await expect(start()).rejects.toThrow(/^exit 1: .*another server using/s);
    expect(await paste(pasted(third)[2] ?? "")).toMatchObject({ appointmentId });
    const last = databaseOf(third);
    expect(isAlive(last)).toBe(true);
    expect(await third.stop("SIGINT")).toBe(0);
    expect(isAlive(last)).toBe(false);
  });
});
