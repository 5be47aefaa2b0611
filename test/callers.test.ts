/** Who may do what: every operation with every kind of caller. */
import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { AUDIENCE, ISSUER, ROLES_CLAIM, sign } from "../build/development-issuer.ts";
import { type OperationId, operations } from "../shared/contract/operations.gen.ts";
import {
  admin,
  booked,
  type Call,
  call,
  client,
  DAY,
  HOUR,
  iso,
  NOW,
  offering,
  provider,
  type Who,
  writesNothing,
} from "./harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;

/** A provider who offers hours, and a client with a profile, a confirmed appointment there and a calendar feed. */
async function world() {
  const ada = await offering(OPENS, OPENS + 4 * HOUR);
  const grace = client();
  await call("createUser", { as: grace, body: { role: "client", name: "Grace" } });
  const { appointmentId } = await booked(grace, ada, OPENS);
  const feed = await call("createCalendarFeed", { as: grace, path: { userId: grace.userId } });
  return { ada, grace, appointmentId, feedKey: feed.body.feedKey };
}
type World = Awaited<ReturnType<typeof world>>;

const parties = {
  "the client": ({ grace }: World): Who => grace,
  "another client": () => client(),
  "the provider": ({ ada }: World): Who => ada,
  "another provider": () => provider(),
  "an admin": () => admin,
};
type Party = keyof typeof parties;

interface Row {
  request: (world: World) => Call;
  /** The status that each party gets. */
  answers: Record<Party, number>;
}

const onAppointment = ({ appointmentId }: World): Call => ({ path: { appointmentId } });
const onClient = ({ grace }: World): Call => ({ path: { userId: grace.userId } });
const later = iso(OPENS + 2 * HOUR);

const everyone = (status: number): Row["answers"] => ({
  "the client": status,
  "another client": status,
  "the provider": status,
  "another provider": status,
  "an admin": status,
});

/** An operation without its row does not compile. */
const rows = {
  getHealth: { request: () => ({}), answers: everyone(200) },
  createUser: {
    request: ({ grace }) => ({ body: { role: "client", name: "Grace", userId: grace.userId } }),
    answers: { ...everyone(403), "the client": 200, "an admin": 200 },
  },
  getUser: { request: onClient, answers: { ...everyone(404), "the client": 200, "an admin": 200 } },
  updateUser: {
    request: (world) => ({ ...onClient(world), body: { name: "Grace Hopper" } }),
    answers: { ...everyone(403), "the client": 200, "an admin": 200 },
  },
  deleteUser: { request: onClient, answers: { ...everyone(403), "the client": 204, "an admin": 204 } },
  createCalendarFeed: { request: onClient, answers: { ...everyone(403), "the client": 201, "an admin": 201 } },
  revokeCalendarFeed: { request: onClient, answers: { ...everyone(403), "the client": 204, "an admin": 204 } },
  getCalendarFeed: { request: ({ feedKey }) => ({ path: { feedKey } }), answers: everyone(200) },
  listProviders: { request: () => ({}), answers: everyone(200) },
  submitAvailability: {
    request: ({ ada }) => ({
      path: { providerId: ada.userId },
      body: { startsAt: iso(OPENS), endsAt: iso(OPENS + 8 * HOUR) },
    }),
    answers: { ...everyone(403), "the provider": 201, "an admin": 201 },
  },
  withdrawAvailability: {
    request: ({ ada }) => ({
      path: { providerId: ada.userId },
      query: { from: iso(OPENS), to: iso(OPENS + 2 * HOUR) },
    }),
    answers: { ...everyone(403), "the provider": 200, "an admin": 200 },
  },
  getSchedule: {
    request: ({ ada }) => ({
      path: { providerId: ada.userId },
      query: { from: iso(OPENS), to: iso(OPENS + 2 * HOUR) },
    }),
    answers: { ...everyone(403), "the provider": 200, "an admin": 200 },
  },
  listAvailableSlots: { request: ({ ada }) => ({ query: { providerId: ada.userId } }), answers: everyone(200) },
  reserveAppointment: {
    request: ({ ada, grace }) => ({ body: { providerId: ada.userId, startsAt: later, clientId: grace.userId } }),
    answers: { ...everyone(403), "the client": 201, "an admin": 201 },
  },
  getAppointment: {
    request: onAppointment,
    answers: { ...everyone(404), "the client": 200, "the provider": 200, "an admin": 200 },
  },
  getAppointmentCalendar: {
    request: onAppointment,
    answers: { ...everyone(404), "the client": 200, "the provider": 200, "an admin": 200 },
  },
  cancelAppointment: {
    request: onAppointment,
    answers: { ...everyone(404), "the client": 204, "the provider": 204, "an admin": 204 },
  },
  confirmAppointment: {
    request: onAppointment,
    answers: {
      "the client": 200,
      "another client": 404,
      "the provider": 403,
      "another provider": 403,
      "an admin": 200,
    },
  },
  rescheduleAppointment: {
    request: (world) => ({ ...onAppointment(world), body: { startsAt: later } }),
    answers: {
      "the client": 200,
      "another client": 404,
      "the provider": 403,
      "another provider": 403,
      "an admin": 200,
    },
  },
  listClientAppointments: {
    request: ({ grace }) => ({ path: { clientId: grace.userId } }),
    answers: { ...everyone(403), "the client": 200, "an admin": 200 },
  },
} satisfies Record<OperationId, Row>;

const cases = operations.map(({ operationId }) => operationId);

describe.each(cases)("%s", (operationId) => {
  const { request, answers }: Row = rows[operationId];

  it.each(Object.entries(answers) as [Party, number][])("answers %s with %i", async (party, status) => {
    const given = await world();
    const run = () => call(operationId, { ...request(given), as: parties[party](given) });
    const answer = await (status < 300 ? run() : writesNothing(run));
    expect(answer.status).toBe(status);
  });
});

/** An admin's claims: a token that fails with these fails with any. */
const claims = { iss: ISSUER, aud: AUDIENCE, sub: admin.userId, iat: NOW, exp: NOW + HOUR };
const forAdmin = { ...claims, [ROLES_CLAIM]: ["admin"] };
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const anotherKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

const badTokens = {
  "no token": undefined,
  "an expired token": `Bearer ${await sign({ ...forAdmin, exp: NOW - HOUR })}`,
  "a token of another issuer": `Bearer ${await sign({ ...forAdmin, iss: "https://elsewhere.example" })}`,
  "a token for another audience": `Bearer ${await sign({ ...forAdmin, aud: "elsewhere" })}`,
  "a token signed with another key": `Bearer ${await new SignJWT(forAdmin)
    .setProtectedHeader({ alg: "RS256", kid: "development" })
    .sign(anotherKey)}`,
  "a token with alg none": `Bearer ${base64url({ alg: "none" })}.${base64url(forAdmin)}.`,
};

const needToken = operations.filter((one) => "roles" in one);
const needNoToken = operations.filter((one) => !("roles" in one));

describe.each(Object.entries(badTokens))("Given %s", async (_, authorization) => {
  const given = await world();

  const called = (operationId: OperationId) => {
    const { request }: Row = rows[operationId];
    return writesNothing(() => call(operationId, { ...request(given), authorization }));
  };

  it.each(needToken)("$operationId answers 401 and asks DynamoDB nothing", async ({ operationId }) => {
    const refused = { status: 401, requests: [], headers: { "WWW-Authenticate": "Bearer" } };
    expect(await called(operationId)).toMatchObject(refused);
  });

  it.each(needNoToken)("$operationId, which is public, answers", async ({ operationId }) => {
    expect((await called(operationId)).status).toBe(200);
  });
});
