import { Logger } from "@aws-lambda-powertools/logger";

/**
 * One line per call, one per cancellation and one per move. They hold ids, but no name, no token, no body and no path: a
 * calendar feed's path contains its key.
 */
export const logger = new Logger({ serviceName: "reservation-api" });
