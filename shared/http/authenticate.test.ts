import { afterEach, describe, expect, it, vi } from "vitest";
import { AUDIENCE, ISSUER, sign } from "../../build/development-issuer.ts";
import { proxyEvent } from "../../test/event.ts";
import { call, HOUR, NOW, provider } from "../../test/harness.ts";
import { getUser } from "../contract/getUser.gen.ts";

afterEach(() => vi.unstubAllEnvs());

/** The role of a caller with these claims, where this is the roles claim. */
async function roleOf(rolesClaim: string, claims: object) {
  vi.resetModules();
  vi.stubEnv("AUTH_ROLES_CLAIM", rolesClaim);
  const { authenticate } = await import("./authenticate.ts");
  const token = await sign({ iss: ISSUER, aud: AUDIENCE, sub: "grace", exp: NOW + HOUR, ...claims });
  const context = { caller: undefined, now: NOW };
  await authenticate(getUser).before?.({ event: proxyEvent({}, `Bearer ${token}`), context } as never);
  return context.caller;
}

describe("Given a roles claim with dots in its name", () => {
  it.each([
    ["provider", "nested as its dots say", { realm_access: { roles: ["provider"] } }],
    ["admin", "nested, among others", { realm_access: { roles: ["provider", "offline_access", "admin"] } }],
    ["admin", "not nested", { "realm_access.roles": ["admin"] }],
    [
      "provider",
      "both, and the one that is not nested counts",
      {
        "realm_access.roles": ["provider"],
        realm_access: { roles: ["admin"] },
      },
    ],
    ["client", "missing", {}],
    ["client", "half missing", { realm_access: {} }],
    ["client", "null on the way", { realm_access: null }],
    ["client", "a list on the way", { realm_access: ["admin"] }],
    ["client", "deeper than its dots say", { realm_access: { roles: { roles: ["admin"] } } }],
  ])("the caller is a %s if it is %s", async (role, _, claims) => {
    expect(await roleOf("realm_access.roles", claims)).toEqual({ userId: "grace", role });
  });

  it("a claim named by a URL is found", async () => {
    const name = "https://shop.example/roles";
    expect(await roleOf(name, { [name]: ["provider"] })).toMatchObject({ role: "provider" });
  });
});

describe("Given a caller whose role can never call an operation", () => {
  it("is told their role, and the roles that can", async () => {
    const { status, body } = await call("confirmAppointment", { as: provider(), path: { appointmentId: "any" } });
    expect(status).toBe(403);
    expect(body.detail).toBe("A provider cannot call confirmAppointment; it is for client and admin.");
  });
});
