import { handlers } from "../build/handlers.gen.ts";
import { serve } from "../local/server.ts";

/** The API, its page and its issuer over HTTP, in this process, on a free port and on this file's table. */
export async function serveHere() {
  const { server, url } = await serve(handlers, 0);
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, stop };
}
