import type { IncomingMessage } from "node:http";

interface JsonResponse {
  status: number;
  json(): Promise<unknown>;
}

/**
 * GETs a document over the HTTP client that the SDK has loaded already: `fetch` would load another at each cold start. It
 * follows no redirect, and keeps no connection, which would be stale when it is used again.
 */
export async function getJson(
  url: string,
  { signal, headers = [] }: { signal: AbortSignal; headers?: Iterable<[string, string]> },
): Promise<JsonResponse> {
  // To import node:http as an ES module would load `fetch` too, for the WebSocket among its exports.
  const { get } = process.getBuiltinModule(url.startsWith("https:") ? "node:https" : "node:http");
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false, headers: Object.fromEntries(headers), signal }, resolve).on("error", reject);
  });
  return {
    status: response.statusCode ?? 0,
    async json() {
      let body = "";
      for await (const chunk of response.setEncoding("utf8")) body += chunk;
      return JSON.parse(body);
    },
  };
}
