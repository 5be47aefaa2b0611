import { isRefusal, Refusal } from "../domain/refusal.ts";
import { logger } from "../telemetry/logger.ts";
import { nameSources } from "../telemetry/source-lines.ts";
import type { Middleware } from "./middleware.ts";
import { Problem, problemReply } from "./problem.ts";
import { problemFrom } from "./problem-details.ts";

/** Turns a thrown error into the reply. Only this decides what an error means to the caller. */
export const problemReplies = (): Middleware => ({
  onError(call) {
    const problem = problemOf(call.error, call.event.requestContext.requestId);
    call.error = problem;
    call.response = problemReply(problem);
  },
});

function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (isRefusal(error, "unavailable") && error.cause)
    logger.warn("DynamoDB is busy or cannot be reached", { requestId, error: error.cause });
  if (error instanceof Refusal) return problemFrom(error);
  nameSources(error);
  logger.error("bug", { requestId, error });
  return new Problem("internal", "Something went wrong on our side. Quote the requestId when you report it.", {
    requestId,
  });
}
