/** The reckoning itself: it must find each fault that is planted in a table, or in what the server said. */
import { describe, expect, it } from "vitest";
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { encodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { type Claim, holdEnds } from "../../shared/domain/claim.ts";
import { REMEMBERED_SECONDS } from "../../shared/domain/rules.ts";
import { endOf } from "../../shared/domain/slot.ts";
import { formatInstant, quarterOf, startOfDay } from "../../shared/domain/time.ts";
import { type Contents, differences } from "./contents.ts";
import type { Entry, Request } from "./ledger.ts";
import { reconcile } from "./reconcile.ts";

const DAY = "2031-03-03";
const SLOT = 15 * 60;
const first = startOfDay(DAY) + 8 * 3600;
const slots = { confirmed: first, held: first + SLOT, cancelled: first + 2 * SLOT, withdrawn: first + 3 * SLOT };
const NOW = startOfDay(DAY) - 3 * 24 * 3600;
const providerId = "ada";
const place = (startsAt: number, byte = 1) => ({
  providerId,
  startsAt,
  appointmentId: encodeAppointmentId({ providerId, startsAt, reservedAt: NOW }, new Uint8Array(8).fill(byte)),
});
const claims = {
  confirmed: { ...place(slots.confirmed), status: "confirmed", clientId: "grace", reservedAt: NOW, confirmedAt: NOW },
  held: { ...place(slots.held), status: "reserved", clientId: "bob", reservedAt: NOW, expiresAt: holdEnds(NOW) },
  cancelled: {
    ...{ ...place(slots.cancelled), status: "cancelled", clientId: "carol", reservedAt: NOW, confirmedAt: NOW },
    ...{ cancelledAt: NOW, cancelledBy: "carol", expiresAt: slots.cancelled + REMEMBERED_SECONDS },
  },
  withdrawn: { ...place(slots.withdrawn), status: "blocked", expiresAt: endOf(slots.withdrawn) },
} satisfies Record<string, Claim>;

const shown = (claim: Claim, status: string = claim.status) => ({
  ...{ ...claim, status, startsAt: formatInstant(claim.startsAt) },
  ...("expiresAt" in claim && { expiresAt: formatInstant(claim.expiresAt) }),
});

const call = (operationId: OperationId, person: string, request: Request, status?: number, body?: unknown): Entry => ({
  ...{ operationId, person, as: { role: person === providerId ? "provider" : "client", userId: person }, ...request },
  ...{ sentAt: NOW, attempts: 1, ...(status && { reply: { status, body, at: NOW, headers: {} } }) },
});

/** Each call is answered before the next one is sent. */
const inOrder = (...calls: Entry[]) =>
  calls.map((entry, i) => ({
    ...{ ...entry, sentAt: NOW + i },
    ...(entry.reply && { reply: { ...entry.reply, at: NOW + i + 0.5 } }),
  }));

const reserve = (clientId: string, claim: Claim) => {
  const hold = { ...claim, status: "reserved", clientId, reservedAt: NOW, expiresAt: holdEnds(NOW) } as Claim;
  const body = { providerId, startsAt: formatInstant(claim.startsAt) };
  return call("reserveAppointment", clientId, { body }, 201, shown(hold));
};
const of = ({ appointmentId }: Claim) => ({ path: { appointmentId } });
const hours = (from: number, to: number) => ({ startsAt: formatInstant(from), endsAt: formatInstant(to) });

const offer = { path: { providerId }, body: hours(first, first + 4 * SLOT) };
const withdrawn = { from: formatInstant(slots.withdrawn), to: formatInstant(first + 4 * SLOT) };
const rename = { path: { userId: providerId }, body: { name: "Ada 2" } };

const calls = [
  call("createUser", providerId, { body: { name: "Ada" } }, 201, { version: 1 }),
  call("updateUser", providerId, rename, 200, { version: 2 }),
  call("submitAvailability", providerId, offer, 201),
  call("withdrawAvailability", providerId, { path: { providerId }, query: withdrawn }, 200, { appointments: [] }),
  reserve("grace", claims.confirmed),
  call("confirmAppointment", "grace", of(claims.confirmed), 200, shown(claims.confirmed)),
  reserve("bob", claims.held),
  reserve("carol", claims.cancelled),
  call("confirmAppointment", "carol", of(claims.cancelled), 200, shown(claims.cancelled, "confirmed")),
  call("cancelAppointment", "carol", of(claims.cancelled), 204),
  call("createUser", "dan", { body: { name: "Dan" } }, 201, { version: 1 }),
  call("deleteUser", "dan", { path: { userId: "dan" } }, 204),
];
const ledger = inOrder(...calls);
const ada = { userId: providerId, role: "provider", name: "Ada 2", createdAt: NOW, version: 2 } as const;
const sheet = { providerId, day: DAY, offered: new Set(Object.values(slots).map(quarterOf)) };
const contents: Contents = {
  at: NOW + 60,
  claims: Object.values(claims),
  records: [],
  sheets: [sheet],
  users: [ada],
  deleted: ["dan"],
};

/** The table with these claims in place of those on their slots, or with a slot's claim gone. */
const having = (...others: (Claim | number)[]): Partial<Contents> => {
  const at = (one: Claim | number) => (typeof one === "number" ? one : one.startsAt);
  const kept = contents.claims.filter(({ startsAt }) => !others.map(at).includes(startsAt));
  return { claims: [...kept, ...others.filter((one) => typeof one !== "number")] };
};
const kinds = (findings: ReturnType<typeof reconcile>) => findings.map(({ kind, what }) => `${kind} ${what}`);

describe("Given what a server acknowledged, the reckoning", () => {
  it("finds nothing where the table has it all, once", () => {
    expect(kinds(reconcile(ledger, contents))).toEqual([]);
  });

  it.each<[string, Partial<Contents>, RegExp]>([
    ["a confirmed appointment that is gone", having(slots.confirmed), /^lost confirmed appointment/],
    [
      "a confirmation that is gone",
      having({ ...claims.held, ...place(slots.confirmed), clientId: "grace" }),
      /^lost confirmed/,
    ],
    ["an appointment that became someone else's", having({ ...claims.confirmed, clientId: "eve" }), /^lost confirmed/],
    ["a hold that is gone", having(slots.held), /^lost hold/],
    [
      "a cancellation that is gone",
      having({ ...claims.confirmed, ...place(slots.cancelled), clientId: "carol" }),
      /^lost end of/,
    ],
    [
      "a client's appointment that outlived its deletion",
      having({ ...claims.confirmed, ...place(slots.cancelled, 2), clientId: "dan" }),
      /^lost deletion of the client/,
    ],
    [
      "a claim beside the one its client was told of",
      having({ ...claims.held, ...place(slots.cancelled, 2), clientId: "carol" }),
      /^doubled claim that its client was never told of/,
    ],
    [
      "a claim that nobody asked for",
      { claims: [...contents.claims, { ...claims.held, ...place(first - SLOT) }] },
      /^doubled claim that nobody asked for/,
    ],
    ["an offered hour that is gone", { sheets: [{ ...sheet, offered: new Set([32, 33, 34]) }] }, /^lost hours/],
    ["a day of hours that is gone", { sheets: [] }, /^lost hours/],
    [
      "hours that nobody submitted",
      { sheets: [{ ...sheet, offered: new Set([...sheet.offered, 36]) }] },
      /^doubled hours that nobody/,
    ],
    ["a withdrawal that is gone", having(slots.withdrawn), /^lost withdrawal/],
    [
      "a block that nobody asked for",
      having({ ...claims.withdrawn, ...place(slots.confirmed) }),
      /^doubled withdrawal that nobody/,
    ],
    ["a profile that is gone", { users: [] }, /^lost profile/],
    ["a change of a profile that is gone", { users: [{ ...ada, name: "Ada", version: 1 }] }, /^lost change/],
    ["a change under another's version", { users: [{ ...ada, name: "Ada" }] }, /^lost change/],
    ["a change that was made twice", { users: [{ ...ada, version: 3 }] }, /^doubled changes/],
    ["a profile that nobody made", { users: [ada, { ...ada, userId: "eve" }] }, /^doubled profile/],
    ["a deletion that is gone", { users: [ada, { ...ada, userId: "dan" }] }, /^lost deletion/],
    ["a deletion's mark that is gone", { deleted: [] }, /^lost mark/],
  ])("finds %s", (_, planted, finding) => {
    expect(kinds(reconcile(ledger, { ...contents, ...planted }))).toContainEqual(expect.stringMatching(finding));
  });

  it.each<[string, Entry, RegExp]>([
    ["a second owner of a slot", reserve("eve", { ...claims.held, ...place(slots.held, 2) }), /^doubled slot owned by/],
    [
      "a read that denies an appointment",
      call("getAppointment", "grace", of(claims.confirmed), 404, {}),
      /^lost .*in getAppointment/,
    ],
    [
      "a list that lacks an appointment",
      call("listClientAppointments", "grace", { path: { clientId: "grace" } }, 200, { appointments: [] }),
      /^lost .*in listClientAppointments/,
    ],
    [
      "a list that offers an owned slot",
      call("listAvailableSlots", "eve", {}, 200, { slots: [shown(claims.confirmed)] }),
      /^doubled slot of .*listed as free/,
    ],
    [
      "two changes that became one",
      call("updateUser", providerId, rename, 200, { version: 2 }),
      /^lost one of 2 changes/,
    ],
    ["hours that were not given back", call("submitAvailability", providerId, offer, 201), /^lost hours given back/],
    [
      "a move that left its old slot owned",
      call("rescheduleAppointment", "bob", of(claims.held), 200, shown(claims.confirmed)),
      /^lost end of/,
    ],
  ])("finds %s", (_, last, finding) => {
    expect(kinds(reconcile(inOrder(...calls, last), contents))).toContainEqual(expect.stringMatching(finding));
  });

  it("leaves open what a call did that was never answered", () => {
    const unanswered = call("cancelAppointment", providerId, of(claims.confirmed));
    const cancelled = { ...claims.cancelled, ...place(slots.confirmed), clientId: "grace" };
    const found = reconcile(inOrder(...calls, unanswered), { ...contents, ...having(cancelled) });
    expect(kinds(found)).toEqual([]);
  });

  it("does not miss a hold whose half hour is over", () => {
    const after = { ...contents, ...having(slots.held), at: holdEnds(NOW) };
    expect(kinds(reconcile(ledger, after))).toEqual([]);
  });
});

describe("Given an index, its comparison with the table", () => {
  const item = { pk: "a", sk: "b", n: new Set([2, 1]) };
  it("finds it equal in any order", () => {
    expect(differences("listing", [item], [{ n: new Set([1, 2]), sk: "b", pk: "a" }])).toEqual([]);
  });
  it.each<[string, Parameters<typeof differences>[2], number]>([
    ["a missing entry", [], 1],
    ["an entry too many", [item, { pk: "c" }], 1],
    ["another state", [{ ...item, status: "cancelled" }], 2],
  ])("finds %s", (_, indexed, count) => {
    expect(differences("listing", [item], indexed)).toHaveLength(count);
  });
});
