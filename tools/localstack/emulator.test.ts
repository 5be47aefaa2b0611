import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { endpointFrom } from "./emulator.ts";

describe("Given the environment", () => {
  it.each([
    [{}, "http://127.0.0.1:4566"],
    [{ LOCALSTACK_HOST: "localhost" }, "http://127.0.0.1:4566"],
    [{ LOCALSTACK_HOST: "10.0.0.7:4567" }, "http://10.0.0.7:4567"],
    [{ LOCALSTACK_HOST: "localhost.localstack.cloud" }, "http://localhost.localstack.cloud:4566"],
    [{ LOCALSTACK_HOST: "a", AWS_ENDPOINT_URL: "http://localhost:5000/" }, "http://127.0.0.1:5000"],
  ])("%o means an emulator at %s", (env, endpoint) => {
    expect(endpointFrom(env)).toBe(endpoint);
  });

  it.each(["4566", "localhost:4566", "ftp://127.0.0.1:4566", "http://127.0.0.1:0"])(
    "AWS_ENDPOINT_URL=%s is refused in one clear sentence",
    (AWS_ENDPOINT_URL) => {
      const said = `AWS_ENDPOINT_URL must be like http://127.0.0.1:4566, not ${AWS_ENDPOINT_URL}.`;
      expect(() => endpointFrom({ AWS_ENDPOINT_URL })).toThrow(said);
    },
  );

  it.each(["http://127.0.0.1:9", "127.0.0.1:99999", "::1", " 127.0.0.1", "127.0.0.1:0"])(
    "LOCALSTACK_HOST=%s is refused in one clear sentence",
    (LOCALSTACK_HOST) => {
      const said = `LOCALSTACK_HOST must be like 127.0.0.1:4566, not ${LOCALSTACK_HOST}.`;
      expect(() => endpointFrom({ LOCALSTACK_HOST })).toThrow(said);
    },
  );
});

describe("Given the compose file", () => {
  const { localstack } = parse(readFileSync("localstack-compose.yml", "utf8")).services;

  it("pins the last image that needs no token, and lets the environment name another", () => {
    expect(localstack.image).toBe("$" + "{LOCALSTACK_IMAGE:-localstack/localstack:4.14.0}");
  });

  it("is open to this machine only", () => {
    for (const port of localstack.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("can start functions, says when it is ready, and deletes what has expired", () => {
    expect(localstack.volumes).toContain("/var/run/docker.sock:/var/run/docker.sock");
    expect(localstack.healthcheck.test).toContain("http://localhost:4566/_localstack/health");
    expect(localstack.environment.DYNAMODB_REMOVE_EXPIRED_ITEMS).toBe("1");
  });
});
