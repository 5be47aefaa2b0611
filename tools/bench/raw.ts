/** Functions with the same replies that do as little as possible: no library, requests to DynamoDB written and signed by hand. */
import { createHash, createHmac, createPublicKey, type KeyObject, randomBytes, verify } from "node:crypto";
import { Agent, request } from "node:https";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

const {
  TABLE_NAME: table = "",
  AUTH_ISSUER: issuer = "",
  AUTH_AUDIENCE: audience,
  AWS_REGION: region = "",
  AWS_ACCESS_KEY_ID: accessKey = "",
  AWS_SECRET_ACCESS_KEY: secretKey = "",
  AWS_ENDPOINT_URL_DYNAMODB: endpoint = "",
} = process.env;
const agent = new Agent({ keepAlive: true });

// biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
function send(url: string, method: string, headers = {}, body = ""): Promise<any> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      if (response.statusCode === 200) resolve(JSON.parse(text));
      else reject(new Error(text));
    });
    sent.on("error", reject).end(body);
  });
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Sends a request to DynamoDB, signed with Signature Version 4. */
function dynamodb(action: string, input: object) {
  const { host, pathname } = new URL(endpoint);
  const body = JSON.stringify(input);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const headers = { host, "x-amz-date": time, "x-amz-target": `DynamoDB_20120810.${action}` };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const scope = `${time.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const canonical = `POST\n${pathname}\n\n${lines.join("")}\n${names}\n${sha256(body)}`;
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return send(endpoint, "POST", { ...headers, authorization, "content-type": "application/x-amz-json-1.0" }, body);
}

const { jwks_uri } = await send(`${issuer}/.well-known/openid-configuration`, "GET");
const { keys } = await send(jwks_uri, "GET");
const keyOf = new Map<string, KeyObject>(
  // biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
  keys.map((jwk: any) => [jwk.kid, createPublicKey({ key: jwk, format: "jwk" })]),
);

function callerOf({ headers }: APIGatewayProxyEvent): string {
  const [header = "", payload = "", signature = ""] = `${headers.Authorization}`.replace("Bearer ", "").split(".");
  const read = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  const { kid, alg } = read(header);
  const key = keyOf.get(kid);
  const signed = Buffer.from(`${header}.${payload}`);
  if (alg !== "RS256" || !key || !verify("sha256", signed, key, Buffer.from(signature, "base64url")))
    throw new Error("not signed by the issuer");
  const { iss, aud, exp, sub } = read(payload);
  if (iss !== issuer || aud !== audience || exp * 1000 < Date.now()) throw new Error("not for us, or over");
  return sub;
}

const claimKey = (providerId: string, startsAt: string) => ({
  pk: { S: `PROVIDER#${providerId}` },
  sk: { S: `${startsAt.slice(0, 16)}Z` },
});
const slotOf = (appointmentId: string) => {
  const bytes = Buffer.from(appointmentId, "base64url");
  return {
    providerId: bytes.toString("latin1", 17),
    startsAt: new Date(bytes.readUIntBE(8, 4) * 900_000).toISOString(),
  };
};
const names = { "#status": "status" };

const operations: Record<string, (event: APIGatewayProxyEvent, caller: string, now: number) => Promise<object>> = {
  async reserveAppointment({ body }, caller, now) {
    const { providerId, startsAt } = JSON.parse(body ?? "");
    const day = startsAt.slice(0, 10);
    const key = claimKey(providerId, startsAt);
    const Keys = [{ ...key, sk: { S: day } }, key, { pk: { S: `USER#${caller}` }, sk: { S: "PROFILE" } }];
    const [batch, ahead] = await Promise.all([
      dynamodb("BatchGetItem", { RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      dynamodb("Query", {
        TableName: table,
        IndexName: "byClient",
        KeyConditionExpression: "clientId = :client AND appointmentKey > :now",
        ExpressionAttributeValues: { ":client": { S: caller }, ":now": { S: new Date(now * 1000).toISOString() } },
      }),
    ]);
    // biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
    const sheet = batch.Responses[table].find(({ sk }: any) => sk.S === day);
    const quarter = (Date.parse(startsAt) / 900_000) % 96;
    if (!sheet.offered.NS.includes(`${quarter}`) || ahead.Count > 4) throw new Error("not free");
    const appointmentId = randomBytes(18).toString("base64url");
    const Item = {
      ...key,
      appointmentId: { S: appointmentId },
      clientId: { S: caller },
      status: { S: "reserved" },
      reservedAt: { N: `${now}` },
      expiresAt: { N: `${now + 1800}` },
      appointmentKey: { S: `${key.sk.S}#${appointmentId}` },
      listing: { S: day },
      listingKey: { S: `${providerId}#${key.sk.S.slice(11, 16)}` },
    };
    await dynamodb("PutItem", {
      TableName: table,
      Item,
      ConditionExpression: "attribute_not_exists(pk) OR (expiresAt <= :now AND #status = :reserved)",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ":now": { N: `${now}` }, ":reserved": { S: "reserved" } },
    });
    return { appointmentId, providerId, startsAt, clientId: caller, status: "reserved" };
  },
  async confirmAppointment({ pathParameters }, caller, now) {
    const { appointmentId = "" } = pathParameters ?? {};
    const { providerId, startsAt } = slotOf(appointmentId);
    const { Attributes } = await dynamodb("UpdateItem", {
      TableName: table,
      Key: claimKey(providerId, startsAt),
      UpdateExpression: "SET #status = :confirmed, confirmedAt = :now REMOVE expiresAt",
      ConditionExpression: "appointmentId = :id AND clientId = :client AND #status = :reserved AND expiresAt > :now",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: {
        ":id": { S: appointmentId },
        ":client": { S: caller },
        ":now": { N: `${now}` },
        ":reserved": { S: "reserved" },
        ":confirmed": { S: "confirmed" },
      },
      ReturnValues: "ALL_NEW",
    });
    return { appointmentId, providerId, startsAt, status: Attributes.status.S };
  },
  async getAppointment({ pathParameters }, caller) {
    const { appointmentId = "" } = pathParameters ?? {};
    const { providerId, startsAt } = slotOf(appointmentId);
    const { Item } = await dynamodb("GetItem", {
      TableName: table,
      Key: claimKey(providerId, startsAt),
      ConsistentRead: true,
    });
    if (Item.appointmentId.S !== appointmentId || Item.clientId.S !== caller) throw new Error("not found");
    const Keys = [providerId, caller].map((userId) => ({ pk: { S: `USER#${userId}` }, sk: { S: "PROFILE" } }));
    const { Responses } = await dynamodb("BatchGetItem", {
      RequestItems: { [table]: { Keys, ConsistentRead: true } },
    });
    // biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
    const provider = Responses[table].find(({ userId }: any) => userId.S === providerId);
    return { appointmentId, providerId, providerName: provider?.name.S, startsAt, status: Item.status.S };
  },
  async listAvailableSlots({ multiValueQueryStringParameters }) {
    const { providerId = [], from = [], to = [] } = multiValueQueryStringParameters ?? {};
    const { Items } = await dynamodb("Query", {
      TableName: table,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
      ExpressionAttributeValues: {
        ":pk": { S: `PROVIDER#${providerId}` },
        ":first": { S: `${from}`.slice(0, 10) },
        ":last": { S: `${to}` },
      },
      ConsistentRead: true,
    });
    // biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
    const claimed = new Set(Items.map(({ sk }: any) => sk.S));
    // biome-ignore lint/suspicious/noExplicitAny: JSON as it comes
    const slots = Items.filter(({ offered }: any) => offered).flatMap(({ sk, offered }: any) =>
      offered.NS.map(Number)
        .sort((a: number, b: number) => a - b)
        .map((quarter: number) => new Date(Date.parse(sk.S) + quarter * 900_000).toISOString())
        .filter((startsAt: string) => !claimed.has(`${startsAt.slice(0, 16)}Z`)),
    );
    return { slots: slots.slice(0, 100).map((startsAt: string) => ({ providerId: `${providerId}`, startsAt })) };
  },
};
const run = operations[`${process.env.OPERATION}`];

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const reply = await run?.(event, callerOf(event), Math.floor(Date.now() / 1000));
  console.log(JSON.stringify({ requestId: event.requestContext.requestId, status: 200 }));
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(reply) };
}
