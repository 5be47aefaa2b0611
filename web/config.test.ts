import { afterEach, describe, expect, it, vi } from "vitest";
import { readConfig } from "./config.ts";

const config = { api: "https://api.example.com", issuer: "https://issuer.example.com", clientId: "page" };
const serve = (found: unknown) => vi.stubGlobal("fetch", async () => Response.json(found));
afterEach(() => void vi.unstubAllGlobals());

describe("Given a config.json", () => {
  it("is read if it names the API, the issuer and the client id", async () => {
    serve(config);
    expect(await readConfig()).toEqual(config);
  });

  it.each([{ ...config, api: undefined }, { ...config, issuer: 1 }, { ...config, clientId: null }, null, "config"])(
    "is refused if it does not: %j",
    async (found) => {
      serve(found);
      await expect(readConfig()).rejects.toThrow("must name api, issuer and clientId");
    },
  );
});
