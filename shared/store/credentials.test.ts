import { afterEach, expect, it, vi } from "vitest";
import { defaultProvider } from "./credentials.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("a function's credentials are those that Lambda puts into its environment", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "an-id");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "a-secret");
  vi.stubEnv("AWS_SESSION_TOKEN", "a-token");
  expect(await defaultProvider()()).toMatchObject({
    accessKeyId: "an-id",
    secretAccessKey: "a-secret",
    sessionToken: "a-token",
  });
});
