import { isThrottlingError, isTransientError } from "@smithy/core/retry";

/** Whether the SDK would have tried once more: throttled, timed out, cut off. */
export const isBusy = (error: unknown) =>
  error instanceof Error && (isThrottlingError(error as never) || isTransientError(error as never));
