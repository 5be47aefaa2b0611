/** Sends bytes as they are: no HTTP client would send what must reach the server here. */
import { connect, type Socket } from "node:net";
import { readReply, type WireReply } from "./reply.ts";

/** What came of a request: a reply, or why there is none. */
export type Outcome = { reply: WireReply; more: number } | { none: "hang" | "closed" | "malformed"; why: string };

export interface Sending {
  method: string;
  /** Whether the client ends its side after the last byte. */
  ends?: boolean;
  /** Whether the connection is given up afterwards. */
  lastOfConnection?: boolean;
}

/** A reply is this late only if it never comes. */
const DEADLINE_MS = 30_000;
/** The server closes what is idle for 5 seconds: a request must not meet that. */
const IDLE_MS = 1000;

/** Sends one request at a time, over one connection while both sides keep it. */
export function senderTo(url: string, deadlineMs = DEADLINE_MS) {
  const { hostname, port } = new URL(url);
  let kept: { socket: Socket; since: number } | undefined;

  async function send(bytes: Buffer, { method, ends = false, lastOfConnection = false }: Sending): Promise<Outcome> {
    const fresh = kept && !kept.socket.destroyed && Date.now() - kept.since < IDLE_MS ? kept.socket : undefined;
    if (!fresh) kept?.socket.destroy();
    const socket = fresh ?? connect({ host: hostname, port: Number(port), noDelay: true });
    kept = undefined;
    const outcome = await exchange(socket, bytes, method, ends, deadlineMs);
    const closes = !("reply" in outcome) || outcome.reply.headers.connection === "close" || outcome.more > 0;
    if (closes || ends || lastOfConnection) socket.destroy();
    else kept = { socket, since: Date.now() };
    return outcome;
  }

  const close = () => {
    kept?.socket.destroy();
  };
  return { send, close };
}

function exchange(socket: Socket, bytes: Buffer, method: string, ends: boolean, deadlineMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const finish = (outcome: Outcome) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      // Whatever still comes over it is nobody's.
      socket.on("error", () => {});
      resolve(outcome);
    };
    const timer = setTimeout(() => finish({ none: "hang", why: `no reply in ${deadlineMs / 1000} s` }), deadlineMs);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      try {
        const read = readReply(received, method);
        if (read) finish({ reply: read.reply, more: received.length - read.length });
      } catch (error) {
        finish({ none: "malformed", why: (error as Error).message });
      }
    });
    socket.once("error", ({ message }) => finish({ none: "closed", why: message }));
    socket.once("close", () => finish({ none: "closed", why: `closed after ${received.length} bytes` }));
    if (ends) socket.end(bytes);
    else socket.write(bytes);
  });
}
