/** A proxy before the embedded DynamoDB that fails as networks and DynamoDB do, when told to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

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
  close(): void;
}

export async function startFaultyDynamoDB(target: string): Promise<FaultyDynamoDB> {
  const state: FaultyDynamoDB = { endpoint: "", next: [], always: undefined, close: () => {} };
  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const body = Buffer.concat(await Array.fromAsync(request));
    const forward = async () => {
      const headers = Object.entries(request.headers).filter(([name]) =>
        /^(x-amz|authorization|content-type)/.test(name),
      );
      const reply = await fetch(target, {
        method: "POST",
        headers: Object.fromEntries(headers) as Record<string, string>,
        body,
      });
      return { status: reply.status, text: await reply.text() };
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
      case "unprocessed":
        return answer(200, JSON.stringify({ Responses: {}, UnprocessedKeys: JSON.parse(`${body}`).RequestItems }));
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
