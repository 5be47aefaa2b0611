import { expect, it } from "vitest";
import { locationOf } from "./location.ts";

it.each([
  ["https://api.example/prod/users", "/users", "https://api.example/prod/users/"],
  ["https://api.example/prod/users/", "/users/", "https://api.example/prod/users/"],
  ["https://api.example/users", "/users", "https://api.example/users/"],
  ["https://api.example/proxied/deep/users?x=1", "/users", "https://api.example/proxied/deep/users/"],
])("what a POST to %s creates is below it", (asked, path, below) => {
  for (const id of ["ada", "auth0|5f7c", "a:b", "ada@example.com", "...", "a+b"])
    expect(new URL(locationOf(id, path), asked).href).toBe(`${below}${encodeURIComponent(id)}`);
});
