import type { APIGatewayProxyResult } from "aws-lambda";

/** What a function returns to API Gateway. Its headers are texts; Lambda's own type allows numbers and booleans too. */
export interface ProxyResult extends APIGatewayProxyResult {
  headers: Record<string, string>;
}
