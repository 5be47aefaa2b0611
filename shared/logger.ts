import { Logger } from "@aws-lambda-powertools/logger";

/** One line a request, written by `operation`: no personal data, no token, no body. */
export const logger = new Logger({ serviceName: "reservation-api" });
