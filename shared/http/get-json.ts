import type { IncomingMessage } from "node:http";

interface JsonResponse {
  status: number;
  json(): Promise<unknown>;
}

/**
 * GETs a document with the HTTP client that the SDK has already loaded: `fetch` would load another at each cold start.
 * Follows no redirect. Closes the connection, which would be stale by the next call.
 */
export async function getJson(
  url: string,
  { signal, headers = [] }: { signal: AbortSignal; headers?: Iterable<[string, string]> },
): Promise<JsonResponse> {
  // Importing node:http as an ES module would load `fetch` too, because WebSocket is among its exports.
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
