/**
 * A call as a tree: what the real handler does next depends on nothing but its clock and the replies it got. Each node is found
 * once, by running the handler up to there, and remembered.
 */
import type { Answer, Call } from "../model/call.ts";
import { type Reply, replyTo } from "../world/faults.ts";
import type { Product } from "../world/handlers.ts";

const LOST = replyTo("lose", "") as Error;

/** Where a call stands: what it waits for, or its answer. */
export interface Node {
  /** Tells it from every other. */
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

  /** Runs the handler afresh up to a node, and remembers that. */
  async function reach(known: Map<string, Node>, name: string, call: Call, steps: Node["steps"]): Promise<Node> {
    const running = await product.call(call);
    for (const { request, reply } of steps) await running.waiting[request]?.reply(reply);
    const waiting = running.waiting.map(({ command, body }) => ({ command, body }));
    const node = { number: nodes++, call, waiting, answer: running.answer, steps, next: new Map() };
    known.set(name, node);
    return node;
  }

  /** A call before its first request acts. */
  function begin(call: Call): Node | Promise<Node> {
    const name = JSON.stringify(call);
    return roots.get(name) ?? reach(roots, name, call, []);
  }

  /** What becomes of a call when a request of its acts and the reply arrives, or is lost: then the SDK sends it again. */
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
