import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { databaseOf, paste, pasted, startServer } from "../test/server.ts";
import { connect, startDynamoDB, TABLE_NAME, tableDefinition } from "./dynamodb.ts";

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

  it("keeps its data when it is stopped, when it or its database is killed, and when a second server is started on them", async () => {
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
    // A second server on the same data.
    await expect(start()).rejects.toThrow(/^exit 1: .*another server using/s);
    expect(await paste(pasted(third)[2] ?? "")).toMatchObject({ appointmentId });
    const last = databaseOf(third);
    expect(isAlive(last)).toBe(true);
    expect(await third.stop("SIGINT")).toBe(0);
    expect(isAlive(last)).toBe(false);
  });
});

describe("Given data whose table has other indexes", () => {
  it("the server refuses to start, and says what to do", async () => {
    const data = join(folder, "earlier");
    const { endpoint, stop } = await startDynamoDB(data);
    const { GlobalSecondaryIndexes = [], ...definition } = tableDefinition(TABLE_NAME);
    const indexes = GlobalSecondaryIndexes.map((index) => ({ ...index, IndexName: `old-${index.IndexName}` }));
    const client = connect(endpoint);
    await client.send(new CreateTableCommand({ ...definition, GlobalSecondaryIndexes: indexes }));
    client.destroy();
    await stop();

    await expect(startServer("--port", "0", "--data", data)).rejects.toThrow(
      `exit 1: The data in ${data} are of an earlier version: delete that folder, or choose another with --data.\n`,
    );
  });
});
