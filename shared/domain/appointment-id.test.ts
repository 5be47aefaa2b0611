import { describe, expect, it } from "vitest";
import { decodeAppointmentId, encodeAppointmentId, type Located } from "./appointment-id.ts";
import { END_OF_TIME } from "./time.ts";

const startsAt = Date.parse("2031-03-07T08:15:00Z") / 1000;
const located: Located = { providerId: "ada", startsAt, reservedAt: startsAt - 1 };
const idOf = (more: Partial<Located> = {}) => encodeAppointmentId({ ...located, ...more }, Buffer.from("8 bytes."));

describe("Given an appointment's id", () => {
  it.each<Partial<Located>>([
    {},
    { providerId: "x" },
    { providerId: "auth0|5f7c8ec7c33c6c004bbafe82" },
    { reservedAt: 0 },
    { startsAt: END_OF_TIME - 900 },
  ])("says where the appointment is: %j", (more) => {
    expect(decodeAppointmentId(idOf(more))).toEqual({ ...located, ...more });
  });
});

describe("Given a text", () => {
  it.each([
    ["is empty", ""],
    ["is shorter than an id", idOf().slice(0, 20)],
    ["is an id in another spelling", `${idOf()}=`],
    ["names no provider", idOf({ providerId: "" })],
    ["names a provider by an invalid id", idOf({ providerId: "a/b" })],
    ["names a slot after the year 9998", idOf({ startsAt: END_OF_TIME })],
    ["was reserved as its slot began", idOf({ reservedAt: startsAt })],
  ])("that %s is not an id", (_, text) => {
    expect(decodeAppointmentId(text)).toBeUndefined();
  });
});
