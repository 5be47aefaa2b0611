import { afterEach, describe, expect, it, vi } from "vitest";
import { coldCall } from "../../test/cold-start.ts";
import { call, client } from "../../test/harness.ts";

afterEach(() => vi.unstubAllEnvs());

describe("Given a reply", () => {
  /** The headers of a reply to a browser's page, where browsers may call from `origins`. */
  const headersTo = async (origin: Record<string, string> | undefined, origins = "*") =>
    (await coldCall("listProviders", { CORS_ORIGINS: origins }, origin)).headers;
  const always = {
    "Content-Type": "application/problem+json",
    "WWW-Authenticate": "Bearer",
    "X-Request-Id": expect.stringMatching(/./),
    "Cache-Control": "no-store",
  };
  const exposed = "Allow, ETag, Location, Retry-After, WWW-Authenticate, X-Request-Id";
  const two = "https://a.example https://b.example";

  it("has its request id, and may not be stored by caches", async () => {
    expect(await headersTo(undefined, two)).toEqual(always);
  });

  it("without a body has no Content-Type", async () => {
    const grace = client();
    const { status, headers } = await call("deleteUser", { as: grace, path: { userId: grace.userId } });
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty("Content-Type");
  });

  it("may be read by any page if every origin may call", async () => {
    expect(await headersTo(undefined)).toEqual({
      ...always,
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Expose-Headers": exposed,
    });
  });

  it.each(["https://a.example", "https://b.example"])(
    "may be read by a page of %s, one of the origins that may call",
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
