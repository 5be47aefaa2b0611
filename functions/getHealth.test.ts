import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TZDATA } from "../shared/domain/zones.gen.ts";
import { document } from "../test/document.ts";
import { call, expectRefusal, iso, NOW } from "../test/harness.ts";

describe("Given anyone, without a token", () => {
  it("they are told the contract's version, the time zone data's release and the server's time", async () => {
    const { version } = document.info;
    const answer = await call("getHealth", { authorization: undefined });
    expect(answer).toMatchObject({ status: 200, requests: [], body: { version, tzdata: TZDATA, time: iso(NOW) } });
    expect(JSON.parse(readFileSync("package.json", "utf8")).version).toBe(version);
  });

  it("a query parameter that the contract does not know is refused, as everywhere", async () => {
    const asking = () => call("getHealth", { authorization: undefined, query: { deep: "true" } });
    expect((await expectRefusal(asking, 400, "invalid-request")).body.errors[0].path).toBe("query.deep");
  });
});

describe("Given a token that is not valid", () => {
  it("the call succeeds, because it ignores tokens", async () => {
    expect((await call("getHealth", { authorization: "Bearer x" })).status).toBe(200);
  });
});
