import { Logger } from "@aws-lambda-powertools/logger";

/**
 * One line per call, and one per cancellation. They hold ids, but no name, no token, no body and no path: a calendar
 * feed's path is its key.
 */
export const logger = new Logger({ serviceName: "reservation-api" });
