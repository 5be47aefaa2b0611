import { type Cost, startCost } from "../telemetry/cost.ts";
import { logger } from "../telemetry/logger.ts";
import { count } from "../telemetry/metrics.ts";
import type { Call, Contract, Middleware } from "./middleware.ts";
import { Problem } from "./problem.ts";

type Notes = { started: number; cost: Cost };

/**
 * Writes one log line per call, and the metrics of reserving and confirming. It must be the first middleware, to measure what
 * all others do.
 */
export function measure({ operationId }: Contract): Middleware<Notes> {
  const finish = ({ event, response, error, internal: { started, cost } }: Call<Notes>) => {
    const problem = error instanceof Problem ? error.kind : undefined;
    count(operationId, problem ?? response.statusCode);
    logger.info("request", {
      operation: operationId,
      requestId: event.requestContext.requestId,
      status: response.statusCode,
      ...(problem && { problem }),
      durationMs: Math.round(performance.now() - started),
      dynamodb: cost,
    });
  };
  return {
    before({ internal }) {
      internal.started = performance.now();
      internal.cost = startCost();
    },
    after: finish,
    onError: finish,
  };
}
