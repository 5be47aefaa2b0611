/**
 * A call as a tree: what the real handler does next depends on nothing but its clock and the replies it got. Each node is found
 * once, by running the handler up to there, and remembered.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { Answer, Call } from "../model/call.ts";
import type { Reply } from "../simulation/engine.ts";
import { reasonOf } from "../simulation/faults.ts";
import { invoke, numbered, refillRetries, type Sent } from "../simulation/handlers.ts";
import { writeOf } from "../simulation/writes.ts";
import type { Asking } from "./actors.ts";

/** A call that may be made. */
export interface Part {
  asks: Asking;
  /** Its server's clock, epoch seconds. */
  now: number;
  /** Tells its ids from those of other calls. */
  seed: number;
}

/** Where a call stands: what it waits for, or its answer. */
export interface Node {
  number: number;
  part: Part;
  waiting: readonly { command: string; body: string }[];
  answer: Answer | undefined;
  /** Its server died: there will be no answer. */
  isDead: boolean;
  /** What of it had its reply lost. */
  faults: Call["faults"];
  steps: readonly Step[];
  children: Map<string, Node>;
}

/** A reply, and its number, to tell it from others. */
export interface Replied {
  /** Where it is lost, the SDK sends the request again. */
  reply: Reply | "lost";
  replyNumber: number;
}
export const LOST: Replied = { reply: "lost", replyNumber: -1 };

interface Step {
  request: number;
  reply: Reply | "lost";
}

let nodes = 0;

const roots = new Map<string, Node>();

/** A call before its first request acts. */
export function begin(part: Part): Node | Promise<Node> {
  const key = JSON.stringify(part);
  const remember = (root: Node) => {
    roots.set(key, root);
    return root;
  };
  return roots.get(key) ?? reach(part, []).then(remember);
}

/** What becomes of a call when a request of its acts and the reply arrives, or is lost. */
export function after(node: Node, request: number, { reply, replyNumber }: Replied): Node | Promise<Node> {
  const key = `${request} ${replyNumber}`;
  return (
    node.children.get(key) ??
    reach(node.part, [...node.steps, { request, reply }]).then((next) => {
      const { command = "", body = "" } = node.waiting[request] ?? {};
      const fault = reply === "lost" ? [writeOf(command, body) ?? ("read" as const)] : [];
      const child = { ...next, faults: [...node.faults, ...fault] };
      node.children.set(key, child);
      return child;
    })
  );
}

/** What becomes of a call when its server dies. */
export function dead(node: Node): Node {
  const died = node.children.get("dies") ?? { ...node, number: nodes++, waiting: [], isDead: true };
  node.children.set("dies", died);
  return died;
}

/** Whether nothing more is to come of a call. */
export const isOver = ({ answer, isDead }: Node) => answer !== undefined || isDead;

/** Runs the handler afresh up to a node. */
async function reach(part: Part, steps: readonly Step[]): Promise<Node> {
  const { asks, now, seed } = part;
  refillRetries();
  const waiting: Sent[] = [];
  const timers: (() => void)[] = [];
  let answer: Answer | undefined;
  let drawn = 0;
  const underWay = Promise.withResolvers<void>();
  invoke(asks.operationId, asks, asks.as, {
    now,
    onRequest: (sent) => underWay.resolve(void waiting.push(sent)),
    onTimer: (wake) => timers.push(wake),
    random: (size) => numbered(size, seed * 1000 + ++drawn),
  })
    .then((told) => {
      answer = told;
    })
    .then(underWay.resolve, underWay.reject);
  await underWay.promise;
  await turn();
  for (const { request, reply } of steps) {
    const [sent] = waiting.splice(request, 1);
    if (reply === "lost") sent?.fail(reasonOf("lose") as Error);
    else sent?.respond(reply);
    await turn();
    // What the SDK waits for before it tries again.
    for (let wake = timers.shift(); wake; wake = timers.shift()) {
      wake();
      await turn();
    }
  }
  return {
    number: nodes++,
    waiting: waiting.map(({ command, body }) => ({ command, body })),
    ...{ part, answer, steps, isDead: false, faults: [], children: new Map() },
  };
}
