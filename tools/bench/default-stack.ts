/** Functions with the same replies, made with the libraries that most people would choose. */
import { randomBytes } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { createRemoteJWKSet, jwtVerify } from "jose";
// biome-ignore lint/style/noRestrictedImports: most people would not choose zod/mini
import { z } from "zod";

const settings = z
  .object({ TABLE_NAME: z.string(), AUTH_ISSUER: z.url(), AUTH_AUDIENCE: z.string(), OPERATION: z.string() })
  .parse(process.env);
const table = settings.TABLE_NAME;
const logger = new Logger({ serviceName: "default-stack" });
const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const discovered = await fetch(`${settings.AUTH_ISSUER}/.well-known/openid-configuration`);
const { jwks_uri } = z.object({ jwks_uri: z.url() }).parse(await discovered.json());
const keys = createRemoteJWKSet(new URL(jwks_uri));
await keys.reload();

const instant = z.iso.datetime({ offset: true });
const newAppointment = z.strictObject({ providerId: z.string().min(1), startsAt: instant });
const appointment = z.object({
  pk: z.string().transform((pk) => pk.replace("PROVIDER#", "")),
  sk: z.string(),
  appointmentId: z.string(),
  clientId: z.string(),
  status: z.enum(["reserved", "confirmed", "cancelled"]),
  reservedAt: z.int(),
  expiresAt: z.int().optional(),
});
const sheet = z.object({ sk: z.iso.date(), offered: z.set(z.int()) });
const user = z.object({ userId: z.string(), role: z.enum(["provider", "client"]), name: z.string() });
const path = z.object({ appointmentId: z.string() });
const query = z.object({ providerId: z.tuple([z.string()]), from: z.tuple([instant]), to: z.tuple([instant]) });

const claimKey = (providerId: string, startsAt: string) => ({
  pk: `PROVIDER#${providerId}`,
  sk: `${startsAt.slice(0, 16)}Z`,
});
const slotOf = (appointmentId: string) => {
  const bytes = Buffer.from(appointmentId, "base64url");
  return {
    providerId: bytes.toString("latin1", 17),
    startsAt: new Date(bytes.readUIntBE(8, 4) * 900_000).toISOString(),
  };
};
const replyOf = (item: unknown) => {
  const { pk: providerId, sk, ...rest } = appointment.parse(item);
  return { providerId, startsAt: sk.replace("Z", ":00Z"), ...rest };
};

type Run = (event: APIGatewayProxyEvent, caller: string, now: number) => Promise<object>;
const operations: Record<string, Run> = {
  async reserveAppointment({ body }, caller, now) {
    const { providerId, startsAt } = newAppointment.parse(JSON.parse(body ?? ""));
    const day = startsAt.slice(0, 10);
    const key = claimKey(providerId, startsAt);
    const Keys = [{ ...key, sk: day }, key, { pk: `USER#${caller}`, sk: "PROFILE" }];
    const [{ Responses = {} }, { Count = 0 }] = await Promise.all([
      dynamodb.send(new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } })),
      dynamodb.send(
        new QueryCommand({
          TableName: table,
          IndexName: "byClient",
          KeyConditionExpression: "clientId = :client AND appointmentKey > :now",
          ExpressionAttributeValues: { ":client": caller, ":now": new Date(now * 1000).toISOString() },
        }),
      ),
    ]);
    const { offered } = sheet.parse(Responses[table]?.find(({ sk }) => sk === day));
    if (!offered.has((Date.parse(startsAt) / 900_000) % 96) || Count > 4) throw new Error("not free");
    const appointmentId = randomBytes(18).toString("base64url");
    const Item = {
      ...key,
      appointmentId,
      clientId: caller,
      status: "reserved",
      reservedAt: now,
      expiresAt: now + 1800,
      appointmentKey: `${key.sk}#${appointmentId}`,
      listing: day,
      listingKey: `${providerId}#${key.sk.slice(11, 16)}`,
    };
    await dynamodb.send(
      new PutCommand({
        TableName: table,
        Item,
        ConditionExpression: "attribute_not_exists(pk) OR (expiresAt <= :now AND #status = :reserved)",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":now": now, ":reserved": "reserved" },
      }),
    );
    return replyOf(Item);
  },
  async confirmAppointment({ pathParameters }, caller, now) {
    const { appointmentId } = path.parse(pathParameters);
    const { providerId, startsAt } = slotOf(appointmentId);
    const { Attributes } = await dynamodb.send(
      new UpdateCommand({
        TableName: table,
        Key: claimKey(providerId, startsAt),
        UpdateExpression: "SET #status = :confirmed, confirmedAt = :now REMOVE expiresAt",
        ConditionExpression: "appointmentId = :id AND clientId = :client AND #status = :reserved AND expiresAt > :now",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":id": appointmentId,
          ":client": caller,
          ":now": now,
          ":reserved": "reserved",
          ":confirmed": "confirmed",
        },
        ReturnValues: "ALL_NEW",
      }),
    );
    return replyOf(Attributes);
  },
  async getAppointment({ pathParameters }, caller) {
    const { appointmentId } = path.parse(pathParameters);
    const { providerId, startsAt } = slotOf(appointmentId);
    const Key = claimKey(providerId, startsAt);
    const { Item } = await dynamodb.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    const found = replyOf(Item);
    if (found.appointmentId !== appointmentId || found.clientId !== caller) throw new Error("not found");
    const Keys = [providerId, caller].map((userId) => ({ pk: `USER#${userId}`, sk: "PROFILE" }));
    const { Responses = {} } = await dynamodb.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    const users = (Responses[table] ?? []).map((item) => user.parse(item));
    return { ...found, providerName: users.find(({ userId }) => userId === providerId)?.name };
  },
  async listAvailableSlots({ multiValueQueryStringParameters }) {
    const { providerId, from, to } = query.parse(multiValueQueryStringParameters);
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
        ExpressionAttributeValues: { ":pk": `PROVIDER#${providerId}`, ":first": from[0].slice(0, 10), ":last": to[0] },
        ConsistentRead: true,
      }),
    );
    const claims = Items.filter(({ status }) => status).map((item) => replyOf(item));
    const claimed = new Set(claims.map(({ startsAt }) => startsAt));
    const slots = Items.filter(({ offered }) => offered).flatMap((item) => {
      const { sk, offered } = sheet.parse(item);
      const starts = [...offered].sort((a, b) => a - b).map((quarter) => Date.parse(sk) + quarter * 900_000);
      return starts
        .map((start) => new Date(start).toISOString().replace(".000Z", "Z"))
        .filter((at) => !claimed.has(at));
    });
    return { slots: slots.slice(0, 100).map((startsAt) => ({ providerId: providerId[0], startsAt })) };
  },
};
const run = operations[settings.OPERATION] as Run;

/** What middlewares add to the context. */
type Called = Context & { caller: string; now: number };

export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Called>()
  .use({
    async before({ event, context }) {
      const token = `${event.headers.Authorization}`.replace("Bearer ", "");
      const { payload } = await jwtVerify(token, keys, {
        issuer: settings.AUTH_ISSUER,
        audience: settings.AUTH_AUDIENCE,
        algorithms: ["RS256", "ES256"],
      });
      Object.assign(context, { caller: payload.sub, now: Math.floor(Date.now() / 1000) });
    },
    after({ event, response }) {
      logger.info("request", { requestId: event.requestContext.requestId, status: response?.statusCode });
    },
    onError({ event, error }) {
      logger.error("failed", { requestId: event.requestContext.requestId, error });
    },
  })
  .handler(async (event, { caller, now }) => ({
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(await run(event, caller, now)),
  }));
