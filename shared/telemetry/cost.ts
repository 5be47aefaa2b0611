import { AsyncLocalStorage } from "node:async_hooks";

/** What a call cost at DynamoDB: the requests sent, with the SDK's retries, and the capacity units consumed. */
export interface Cost {
  requests: number;
  capacityUnits: number;
}

const running = new AsyncLocalStorage<Cost>();

/** Starts a new cost, for everything that the current call does from now on. */
export function startCost(): Cost {
  const cost: Cost = { requests: 0, capacityUnits: 0 };
  running.enterWith(cost);
  return cost;
}

/** The cost of the call that is running, if one is. */
export const currentCost = () => running.getStore();
