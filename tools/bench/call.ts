/** Calls a function as API Gateway would, and returns the cost and the body. Set the environment before you import this. */
import { AsyncLocalStorage } from "node:async_hooks";
import { AUDIENCE, ISSUER, ROLES_CLAIM, sign } from "../../build/development-issuer.ts";
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { dynamodb } from "../../shared/store/dynamodb.ts";
import { type Cost, currentCost } from "../../shared/telemetry/cost.ts";
import { type EventParts, proxyEvent, replyOf } from "../../test/event.ts";

/** The cost of the running call, as the function itself counts it. */
const calling = new AsyncLocalStorage<{ cost?: Cost | undefined }>();
dynamodb.middlewareStack.add((next) => (args) => {
  const mine = calling.getStore();
  if (mine) mine.cost = currentCost();
  return next(args);
});

export interface Taken extends Cost {
  milliseconds: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
  body: any;
}

/** @param role the role of `userId` */
export async function call(
  role: "client" | "provider",
  userId: string,
  operationId: OperationId,
  parts: EventParts,
): Promise<Taken> {
  const { handler } = await import(`../../functions/${operationId}.ts`);
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const token = await sign({ iss: ISSUER, aud: AUDIENCE, sub: userId, exp, [ROLES_CLAIM]: [role] });
  const event = proxyEvent(parts, `Bearer ${token}`);
  const started = performance.now();
  const mine: { cost?: Cost } = {};
  const { status, body } = replyOf(await calling.run(mine, () => handler(event)));
  const milliseconds = performance.now() - started;
  if (status === 500) throw new Error(`${operationId}: ${JSON.stringify(body)}`);
  return { requests: 0, capacityUnits: 0, ...mine.cost, milliseconds, body };
}
