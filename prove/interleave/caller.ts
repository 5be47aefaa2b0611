/**
 * A call as a tree of replies: what the real handler does next depends only on its clock and on the replies so far. Each node
 * is computed once, by running the handler up to it, and remembered.
 */
import type { Answer, Call } from "../model/call.ts";
import { type Reply, timeout } from "../world/faults.ts";
import type { Product } from "../world/handlers.ts";

const LOST = timeout();

/** A point in a call: the requests that it waits for, or its answer. */
export interface Node {
  /** Different for each node. */
  number: number;
  call: Call;
  waiting: readonly { command: string; body: string }[];
  answer: Answer | undefined;
  steps: readonly { request: number; reply: Reply | Error }[];
  next: Map<string, Node>;
}

export function callTree(product: Product) {
  const roots = new Map<string, Node>();
  let nodes = 0;

  /** Runs the handler anew up to a node, and remembers the node. */
  async function reach(known: Map<string, Node>, name: string, call: Call, steps: Node["steps"]): Promise<Node> {
    const running = await product.call(call);
    for (const { request, reply } of steps) await running.waiting[request]?.reply(reply);
    const waiting = running.waiting.map(({ command, body }) => ({ command, body }));
    const node = { number: nodes++, call, waiting, answer: running.answer, steps, next: new Map() };
    known.set(name, node);
    return node;
  }

  /** The root of a call: it waits for its first request. */
  function begin(call: Call): Node | Promise<Node> {
    const name = JSON.stringify(call);
    return roots.get(name) ?? reach(roots, name, call, []);
  }

  /** The node after a reply to one of the waiting requests, or, without a reply, after the SDK has sent it again. */
  function after(
    { call, steps, next }: Node,
    request: number,
    reply?: Reply,
    replyName = "lost",
  ): Node | Promise<Node> {
    const name = `${request} ${replyName}`;
    return next.get(name) ?? reach(next, name, call, [...steps, { request, reply: reply ?? LOST }]);
  }

  return { begin, after };
}
