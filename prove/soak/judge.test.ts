/** The soak notices if a kill loses, changes or makes up something. */
import { describe, expect, it } from "vitest";
import { formatInstant } from "../../shared/domain/time.ts";
import { contentsOf, stateOf } from "../world/contents.ts";
import { ann, BEGINS, beginnings, EXPIRY, first, type InitialClaim, initialId, initialItems } from "../world/people.ts";
import { type JudgedCall, wrongCall } from "./judge.ts";

const appointmentId = initialId(ann, first);
const holding = (...standing: InitialClaim[]) => stateOf(contentsOf(initialItems(standing)).items);
const [hold] = beginnings.held as [InitialClaim];
const confirmedAt = (second: number): InitialClaim => {
  const { expiresAt: _, ...claim } = hold.claim;
  return { ...hold, claim: { ...claim, status: "confirmed", confirmedAt: second } };
};
const told = (second: number) => ({
  ...{ appointmentId, providerId: "pat", clientId: "ann", status: "confirmed" },
  ...{ startsAt: formatInstant(first.startsAt), endsAt: formatInstant(first.startsAt + 900) },
  ...{ reservedAt: formatInstant(BEGINS - 1500), confirmedAt: formatInstant(second) },
});

/** Ann confirms her hold, at a second that only the server knows. */
const confirming: JudgedCall = {
  call: { operationId: "confirmAppointment", as: ann, path: { appointmentId } },
  ...{ from: BEGINS + 0.9, until: BEGINS + 2.1, disturbed: false },
  before: holding(hold),
  after: holding(confirmedAt(BEGINS + 2)),
  answer: { status: 200, body: told(BEGINS + 2) },
};

describe("Given a call to a real server", () => {
  it("accepts a table that has what the answer says and, after a kill, a table with or without the write", () => {
    expect(wrongCall(confirming)).toBeUndefined();
    const killed = { ...confirming, answer: undefined, disturbed: true };
    expect(wrongCall(killed)).toBeUndefined();
    expect(wrongCall({ ...killed, after: killed.before })).toBeUndefined();
  });

  it("accepts that expired items are swept, and no others", () => {
    const swept = { ...confirming, answer: undefined, disturbed: true, after: holding() };
    expect(wrongCall({ ...swept, until: EXPIRY + 1 })).toBeUndefined();
    expect(wrongCall(swept)).toContain("may not write");
  });

  it.each<[string, Partial<JudgedCall>]>([
    ["was lost", { after: confirming.before }],
    ["is of another time", { after: holding(confirmedAt(BEGINS + 9)) }],
    ["a refused call made", { answer: { status: 404, body: { type: "/problems/not-found" } } }],
    ["nobody asked for", { after: holding(confirmedAt(BEGINS + 2), ...beginnings.soon) }],
  ])("finds a write that %s", (_, planted) => {
    expect(wrongCall({ ...confirming, ...planted })).toEqual(expect.any(String));
  });
});
