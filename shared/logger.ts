import { Logger } from "@aws-lambda-powertools/logger";
import { SERVICE } from "./measures.ts";

/** One line a request, written by `operation`, and one for each cancellation: ids, but no name, no token, no body. */
export const logger = new Logger({ serviceName: SERVICE });
