/** A proxy in front of the engine that fails on demand, as networks and DynamoDB do. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../local/listen.ts";

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
  /** A batch comes back with one unprocessed key. */
  | "unprocessed";

export interface FaultyDynamoDB {
  endpoint: string;
  /** The faults of the next requests, one each; later ones have none. */
  next: (Fault | undefined)[];
  /** The fault of every request, until it is unset. */
  always: Fault | undefined;
  /** Which key of a batch stays unprocessed. */
  left: number;
  close(): void;
}

export async function startFaultyDynamoDB(target: string): Promise<FaultyDynamoDB> {
  const state: FaultyDynamoDB = {
    endpoint: "",
    next: [],
    always: undefined,
    left: 1,
    close: () => {},
  };
  const server = createServer((request, response) => void handle(request, response));

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const body = Buffer.concat(await Array.fromAsync(request));
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(([name]) => /^(x-amz|authorization|content-type)/.test(name))
        .map(([name, value]) => [name, `${value}`]),
    );
    const forward = async (sent: Buffer<ArrayBuffer> | string = body) => {
      const reply = await fetch(target, { method: "POST", headers, body: sent });
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
      case "unprocessed": {
        const { done, undone } = parted(`${body}`, state.left);
        // One key alone is left as a whole.
        if (!done) return answer(200, JSON.stringify({ Responses: {}, ...undone }));
        const { status, text } = await forward(done);
        return answer(status, JSON.stringify({ ...JSON.parse(text), ...undone }));
      }
    }
    const { status, text } = await forward();
    answer(status, text);
  }

  const { url: endpoint } = await listen(server);
  state.endpoint = endpoint;
  state.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return state;
}

/** A batch of reads without one of its keys, if it has more, and what DynamoDB says of that one. */
function parted(body: string, left: number) {
  const { RequestItems } = JSON.parse(body);
  const [table = ""] = Object.keys(RequestItems);
  const { Keys, ...how } = RequestItems[table];
  const at = left % Keys.length;
  const among = (keys: object[]) => ({ [table]: { ...how, Keys: keys } });
  return {
    done: Keys.length > 1 ? JSON.stringify({ RequestItems: among(Keys.toSpliced(at, 1)) }) : undefined,
    undone: { UnprocessedKeys: among(Keys.slice(at, at + 1)) },
  };
}
