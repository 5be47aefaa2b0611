import { describe, expect, it } from "vitest";
import { startBus } from "./bus.ts";

describe("Given the laptop's bus", () => {
  it.each(["garbage", "null", '{"Entries":[{"Detail":"garbage"}]}'])(
    "it answers a request with %s with 400, and keeps working",
    async (body) => {
      const { bus, endpoint } = await startBus();
      const heard: unknown[] = [];
      bus.on("event", (event) => heard.push(event));
      const post = (body: string) => fetch(endpoint, { method: "POST", body });
      expect((await post(body)).status).toBe(400);
      expect((await post(JSON.stringify({ Entries: [{ Detail: '{"id":"one"}' }] }))).status).toBe(200);
      expect(heard).toEqual([{ id: "one" }]);
    },
  );
});
