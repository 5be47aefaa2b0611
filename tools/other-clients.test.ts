import { afterAll, describe, expect, it } from "vitest";
import { serveHere } from "../test/serve.ts";
import { BOOKED, book, compile } from "./other-clients.ts";

/** The generators that npm installs. `npm run other-clients` also tries the others. */
const FROM_NPM = ["hey-api", "openapi-fetch", "orval"];

const { url, stop } = await serveHere();
afterAll(stop);

describe("Given the clients that other people's generators make from the contract", () => {
  it("each submits hours, lists them, and reserves, confirms, reads and cancels an appointment", async () => {
    const booked = await Promise.all(FROM_NPM.map((name) => book(name, url)));
    expect(booked).toEqual(FROM_NPM.map(() => BOOKED));
  });

  it("each compiles", () => compile(FROM_NPM));
});
