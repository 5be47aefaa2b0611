import type { APIGatewayProxyEvent } from "aws-lambda";

/** The value of a request's header. `name` is in lower case; the request may spell it in any case. */
export const header = ({ headers }: APIGatewayProxyEvent, name: string) => valueIn(headers, name);

/** All values of a header that may be sent several times, or undefined. `name` is in lower case. */
export function headerLines({ headers, multiValueHeaders }: APIGatewayProxyEvent, name: string): string[] | undefined {
  const line = valueIn(headers, name);
  return valueIn(multiValueHeaders, name) ?? (line === undefined ? undefined : [line]);
}

const valueIn = <T>(headers: Record<string, T> | null | undefined, name: string) =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
