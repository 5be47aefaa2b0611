import { describe, expect, it } from "vitest";
import { call, client, expectRefusal } from "../test/harness.ts";

const list = (query: Record<string, string | number> = {}) => call("listProviders", { as: client(), query });

const atFirst = await list();

it("the list of providers is empty while there is none", () => {
  expect(atFirst).toMatchObject({ status: 200, body: { providers: [] } });
});

describe("Given the list of providers", async () => {
  // Ids that are prefixes of each other must not hide each other.
  const ids = ["a", "a-b", "a.b", "ab", "B", "z|1"].toSorted();
  const create = async (userId: string, role: "provider" | "client") =>
    call("createUser", { body: { userId, role, name: userId, email: "who@example.com", timeZone: "Asia/Tokyo" } });
  for (const id of ids) await create(id, "provider");
  await create("someone", "client");

  it("has their public part, and no client, in order of userId, with one request", async () => {
    const listed = await list();
    expect(listed.requests).toEqual(["Query"]);
    expect(listed.body).toEqual({
      providers: ids.map((userId) => ({ userId, role: "provider", name: userId, timeZone: "Asia/Tokyo" })),
    });
  });

  it.each([1, 2, 3, 5, 6])("has each provider once over pages of %i", async (limit) => {
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const { body, requests } = await list({ limit, ...(cursor && { cursor }) });
      expect(requests).toEqual(["Query"]);
      for (const { userId } of body.providers) listed.push(userId);
      cursor = body.nextCursor;
    } while (cursor);
    expect(listed).toEqual(ids);
  });

  it("continues after a cursor while providers are added", async () => {
    const { nextCursor } = (await list({ limit: 2 })).body;
    await create("c-late", "provider");
    await create("d-late", "client");
    await create("0-too-late", "provider");
    const { providers } = (await list({ cursor: nextCursor })).body;
    expect(providers.map(({ userId }: { userId: string }) => userId)).toEqual([...ids.slice(2), "c-late"].toSorted());
  });

  it("is a 400 for a cursor that is not ours", async () => {
    await expectRefusal(() => list({ cursor: "bm8" }), 400, "invalid-request");
  });
});
