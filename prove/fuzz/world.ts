/** The people a seed's requests are about, and appointments of theirs in every state there is. */
import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { localEnvironment } from "../../local/dynamodb.ts";
import { encodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import type { Claim } from "../../shared/domain/claim.ts";
import { DAY_SECONDS, HOLD_SECONDS, SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { claimItemOf } from "../../shared/store/items.ts";
import { type Person, person } from "./callers.ts";
import { prototypeNames } from "./hostile.ts";
import { type Known, learn, nothingKnown, remember } from "./known.ts";

export interface World {
  people: Person[];
  known: Known;
  /** What is private to someone and found nowhere else. */
  secrets: { text: string; owner: string }[];
}

export interface Place {
  url: string;
  /** The database, and the table in it. */
  endpoint: string;
  tableName: string;
}

/** The last of a role has an id as long as there may be one. */
const idOf = (role: string, seed: number, i: number) =>
  `${role}.${seed}|${i}`.padEnd(i === (role === "client" ? CLIENTS : PROVIDERS) - 1 ? 255 : 0, "-");

const PROVIDERS = 3;
const CLIENTS = 5;

/** Makes a seed's people through the API itself. What takes half an hour or lies in the past is put into the database. */
export async function newWorld(place: Place, seed: number): Promise<World> {
  const known = nothingKnown();
  const named = (role: "provider" | "client", count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => person(role, idOf(role, seed, i))));
  const admin = await person("admin", `admin-${seed}`);
  const providers = await named("provider", PROVIDERS);
  const clients = await named("client", CLIENTS);
  const strangers = await Promise.all(
    [providers[0]?.userId ?? "", "...", "a".repeat(255), ...prototypeNames.filter((name) => /^\w+$/.test(name))].map(
      (id) => person("client", id),
    ),
  );
  const secrets = clients.flatMap(({ userId }, i) =>
    [userId, `Planted ${seed}.${i} Private`, `planted.${seed}.${i}@private.example`].map((text) => ({
      text,
      owner: userId,
    })),
  );

  const call = caller(place.url, known);
  const [p0, p1, p2] = providers as [Person, Person, Person];
  const [c0, c1, c2, c3, c4] = clients as [Person, Person, Person, Person, Person];
  for (const one of providers) {
    await call(one, "POST", "/users", {
      role: "provider",
      name: `Doctor ${one.userId}`.slice(0, 200),
      timeZone: "Europe/London",
    });
    for (const day of [3, 4]) await call(one, "POST", `${hoursOf(one)}`, { startsAt: at(day, 0), endsAt: at(day, 12) });
  }
  for (const [i, one] of clients.entries()) {
    const [, name, email] = secrets.slice(3 * i).map(({ text }) => text);
    await call(one, "POST", "/users", { role: "client", name, email });
    for (const field of ["userId", "clientId"]) remember(known, field, one.userId);
  }
  for (const { userId } of providers) for (const field of ["userId", "providerId"]) remember(known, field, userId);

  const reserve = async (client: Person, provider: Person, slot: number) => {
    const body = { providerId: provider.userId, startsAt: at(3, slot) };
    return `/appointments/${(await call(client, "POST", "/appointments", body)).appointmentId}`;
  };
  const confirmed = async (client: Person, provider: Person, slot: number) => {
    const path = await reserve(client, provider, slot);
    await call(client, "POST", `${path}/confirm`);
    return path;
  };
  await reserve(c0, p0, 0);
  await confirmed(c0, p0, 1);
  await confirmed(c1, p0, 2);
  await call(c1, "DELETE", await confirmed(c1, p0, 3));
  await call(c2, "POST", `${await confirmed(c2, p1, 0)}/reschedule`, { startsAt: at(3, 1) });
  await call(c3, "DELETE", await reserve(c3, p1, 0));
  await reserve(c4, p1, 4);
  await call(p2, "DELETE", `${hoursOf(p2)}?from=${at(3, 0)}&to=${at(3, 2)}`);

  const begin = async (as: Person, operationId: string, path: string, window = "") => {
    const target = `${path}?limit=1${window}`;
    known.pages.push({ operationId, caller: as, target, cursor: (await call(as, "GET", target)).nextCursor });
  };
  await begin(c1, "listProviders", "/providers");
  await begin(c1, "listAvailableSlots", "/appointments");
  const booked = `/clients/${encodeURIComponent(c1.userId)}/appointments`;
  await begin(c1, "listClientAppointments", booked);
  await begin(c1, "listClientAppointments", booked, `&from=${at(3, 0)}&to=${at(3, 8)}`);
  await begin(p0, "getSchedule", `/providers/${encodeURIComponent(p0.userId)}/schedule`);

  const ago = Math.floor(Date.now() / 1000) - HOLD_SECONDS - 60;
  const soon = Math.ceil(Date.now() / 1000 / SLOT_SECONDS) * SLOT_SECONDS;
  const aged = [
    { client: c3, provider: p1, startsAt: seconds(3, 6), status: "reserved", expiresAt: ago + HOLD_SECONDS },
    { client: c3, provider: p1, startsAt: seconds(3, 7), status: "confirmed", confirmedAt: ago + 60 },
    { client: c2, provider: p0, startsAt: soon - SLOT_SECONDS, status: "confirmed", confirmedAt: ago + 60 },
    {
      client: c1,
      provider: p0,
      startsAt: soon - DAY_SECONDS,
      status: "confirmed",
      confirmedAt: ago + 60 - DAY_SECONDS,
    },
  ];
  for (const one of aged)
    remember(known, "appointmentId", await put(place, one, Math.min(ago, one.startsAt - DAY_SECONDS)));
  return { people: [admin, ...providers, ...clients, ...strangers], known, secrets };
}

const today = Math.floor(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;
const OPENS = 8 * 60 * 60;
/** A slot of a day ahead, counted from 08:00. */
const seconds = (day: number, slot: number) => today + day * DAY_SECONDS + OPENS + slot * SLOT_SECONDS;
const at = (day: number, slot: number) => formatInstant(seconds(day, slot));
const hoursOf = ({ userId }: Person) => `/providers/${encodeURIComponent(userId)}/availability`;

/** Calls that must succeed, and whose replies are learned from. */
const caller = (url: string, known: Known) => async (as: Person, method: string, path: string, body?: object) => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: as.authorization, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was ${response.status} ${text}`);
  const reply = text === "" ? {} : JSON.parse(text);
  learn(known, reply);
  return reply;
};

interface Aged {
  client: Person;
  provider: Person;
  startsAt: number;
  status: string;
}

async function put({ endpoint, tableName }: Place, { client, provider, ...claim }: Aged, reservedAt: number) {
  const {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = localEnvironment;
  const dynamodb = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const { userId: providerId } = provider;
  const { startsAt, ...rest } = claim;
  const appointmentId = encodeAppointmentId({ providerId, startsAt, reservedAt }, randomBytes(8));
  const attributes = { providerId, startsAt, ...rest, appointmentId, clientId: client.userId, reservedAt };
  const Item = claimItemOf(attributes as Claim);
  await DynamoDBDocumentClient.from(dynamodb).send(new PutCommand({ TableName: tableName, Item }));
  dynamodb.destroy();
  return appointmentId;
}
