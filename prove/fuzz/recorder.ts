/**
 * A proxy before the database that knows of every write that was done: what a request changed is seen, not believed. A
 * conditional write that was refused is none.
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { unmarshall } from "@aws-sdk/util-dynamodb";

/** The item after the write, as far as the request tells; of a deletion its key. */
export interface Write {
  action: string;
  item: Record<string, unknown>;
}

export interface Recorder {
  endpoint: string;
  /** The writes since it was last asked. */
  take(): Write[];
  close(): void;
}

const isRead = (action: string) => /^(Get|BatchGet|TransactGet|Query|Scan|Describe|List)/.test(action);

export async function startRecorder(target: string): Promise<Recorder> {
  const agent = new Agent({ keepAlive: true });
  let writes: Write[] = [];
  const server = createServer((incoming, response) => {
    // A connection that breaks on either side breaks the other.
    forward(incoming, response).catch(() => response.destroy());
  });

  async function forward(incoming: IncomingMessage, response: ServerResponse) {
    const body = Buffer.concat(await Array.fromAsync(incoming));
    const headers = { ...incoming.headers, host: new URL(target).host };
    const reply = await new Promise<IncomingMessage>((resolve, reject) =>
      request(target, { method: "POST", agent, headers }, resolve).once("error", reject).end(body),
    );
    const replied = Buffer.concat(await Array.fromAsync(reply));
    const action = `${incoming.headers["x-amz-target"]}`.split(".").at(-1) ?? "";
    if (!isRead(action) && reply.statusCode === 200) writes.push(...writesIn(action, body, replied));
    response.writeHead(reply.statusCode ?? 502, reply.headers).end(replied);
  }

  server.keepAliveTimeout = 0;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = writes;
      writes = [];
      return taken;
    },
    close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

function writesIn(action: string, sent: Buffer, replied: Buffer): Write[] {
  const input = JSON.parse(sent.toString());
  const { Attributes } = JSON.parse(replied.toString() || "{}");
  const operations: Record<string, Record<string, never>>[] = input.TransactItems?.flatMap(Object.values) ?? [input];
  return operations.map(({ Item, Key }) => ({ action, item: unmarshall({ ...Key, ...Attributes, ...Item }) }));
}
