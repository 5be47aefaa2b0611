import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";

/** Lets a server listen on 127.0.0.1, by default on a free port. Rejects if the port is taken. */
export async function listen(server: Server, port = 0): Promise<{ port: number; url: string }> {
  await once(server.listen(port, "127.0.0.1"), "listening");
  // Only a server that listens on a pipe has an address of another type.
  const address = server.address() as AddressInfo;
  return { port: address.port, url: `http://127.0.0.1:${address.port}` };
}
