/** A proxy before the engine that fails as networks and DynamoDB do, when told to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { partOf } from "../prove/world/faults.ts";

type Fault =
  /** DynamoDB pushes back. */
  | "throttle"
  /** DynamoDB fails. */
  | "internal"
  /** The connection breaks before the request arrives. */
  | "refuse"
  /** Nothing ever answers. */
  | "silence"
  /** The request acts, and its reply is lost. */
  | "lose"
  /** The request acts twice, and the second reply is the one that comes back. */
  | "duplicate"
  /** A batch comes back with everything left undone. */
  | "unprocessed";

export interface FaultyDynamoDB {
  endpoint: string;
  /** What becomes of the next requests, one each; after them all is well. */
  next: (Fault | undefined)[];
  /** What becomes of every request, until it is unset. */
  always: Fault | undefined;
  /** Which key of a batch is left undone. */
  left: number;
  /** Whether a failed condition brings the item that failed it, where asked to: AWS does, the embedded engine not. */
  returnsItem: boolean;
  close(): void;
}

export async function startFaultyDynamoDB(target: string): Promise<FaultyDynamoDB> {
  const state: FaultyDynamoDB = {
    endpoint: "",
    next: [],
    always: undefined,
    left: 1,
    returnsItem: false,
    close: () => {},
  };
  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const body = Buffer.concat(await Array.fromAsync(request));
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => /^(x-amz|authorization|content-type)/.test(name)),
    ) as Record<string, string>;
    const send = async (sent: Buffer<ArrayBuffer> | string, more = {}) => {
      const reply = await fetch(target, { method: "POST", headers: { ...headers, ...more }, body: sent });
      return { status: reply.status, text: await reply.text() };
    };
    const forward = async () => {
      const reply = await send(body);
      if (!reply.text.includes("ConditionalCheckFailedException")) return reply;
      const { Item: returned, ...refusal } = JSON.parse(reply.text);
      if (!state.returnsItem) return { ...reply, text: JSON.stringify(refusal) };
      if (returned) return reply;
      const { TableName, Item, Key, ReturnValuesOnConditionCheckFailure } = JSON.parse(`${body}`);
      if (ReturnValuesOnConditionCheckFailure !== "ALL_OLD") return reply;
      const { pk, sk } = Item ?? Key;
      const get = JSON.stringify({ TableName, Key: { pk, sk }, ConsistentRead: true });
      const { text } = await send(get, { "x-amz-target": "DynamoDB_20120810.GetItem" });
      return { ...reply, text: JSON.stringify({ ...refusal, Item: JSON.parse(text).Item }) };
    };
    const answer = (status: number, text: string) =>
      response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" }).end(text);
    const fail = (status: number, type: string) =>
      answer(status, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: type }));

    const isBatch = `${request.headers["x-amz-target"]}`.endsWith("BatchGetItem");
    const isForLater = state.next[0] === "unprocessed" && !isBatch;
    switch ((isForLater ? undefined : state.next.shift()) ?? state.always) {
      case "throttle":
        return fail(400, "ProvisionedThroughputExceededException");
      case "internal":
        return fail(500, "InternalServerError");
      case "refuse":
        return request.socket.destroy();
      case "silence":
        return;
      case "lose":
        await forward();
        return request.socket.destroy();
      case "duplicate":
        await forward();
        break;
      case "unprocessed": {
        const part = partOf("BatchGetItem", `${body}`, state.left);
        // One key alone is left as a whole.
        if (!part)
          return answer(200, JSON.stringify({ Responses: {}, UnprocessedKeys: JSON.parse(`${body}`).RequestItems }));
        const { status, text } = await send(part.body);
        return answer(status, JSON.stringify({ ...JSON.parse(text), ...part.rest }));
      }
    }
    const { status, text } = await forward();
    answer(status, text);
  }

  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  state.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return state;
}
