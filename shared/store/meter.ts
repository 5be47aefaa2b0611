import { AsyncLocalStorage } from "node:async_hooks";

/** What a call cost at DynamoDB: requests sent, repeats of the SDK included, and capacity units consumed. */
export interface Cost {
  requests: number;
  capacityUnits: number;
}

const running = new AsyncLocalStorage<Cost>();

/** Runs `run` and counts into `cost` what it asks of DynamoDB, apart from whatever else runs meanwhile. */
export const metered = <T>(cost: Cost, run: () => Promise<T>) => running.run(cost, run);

export const currentCost = () => running.getStore();
