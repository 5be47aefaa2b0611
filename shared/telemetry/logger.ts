import { Logger } from "@aws-lambda-powertools/logger";

/** One line per call, and one per cancellation. They hold ids, but no name, no token and no body. */
export const logger = new Logger({ serviceName: "reservation-api" });
