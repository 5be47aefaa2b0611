import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signToken } from "../../build/development-issuer.ts";
import { eventFault } from "../../test/contract.ts";
import { heardFromServer } from "../../test/heard-events.ts";
import { paste, pasted, type RunningServer, startServer } from "../../test/server.ts";
import { listen } from "../listen.ts";

let server: RunningServer;
let webhook: Server;
/** What was posted to the webhook. */
const posted: unknown[] = [];
/** What the webhook answers. */
let status = 200;
beforeAll(async () => {
  webhook = createServer(async (request, response) => {
    posted.push(await json(request));
    response.writeHead(status, status === 302 ? { Location: "/elsewhere" } : {}).end();
  });
  const { url } = await listen(webhook);
  server = await startServer("--port", "0", "--data", "memory", "--webhook", `${url}/hook`);
  await paste(pasted(server)[0] ?? "");
});
afterAll(async () => {
  await server.stop();
  await new Promise((closed) => webhook.close(closed));
});

const watch = (run: () => Promise<unknown>, count: number) =>
  heardFromServer(server.url, run, (events) => events.length === count);

const asClient = async (method: string, path: string) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${await signToken("client", "demo-client")}` },
  });

describe("Given a server that has started", () => {
  it("a booking can be watched as it happens, at /events, in the terminal and at the webhook", async () => {
    const events = await watch(async () => {
      const { appointmentId } = await paste(pasted(server)[2] ?? "");
      await asClient("POST", `/appointments/${appointmentId}/confirm`);
      await asClient("DELETE", `/appointments/${appointmentId}`);
    }, 3);
    const types = ["appointment.reserved", "appointment.confirmed", "appointment.cancelled"];
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(events.map(eventFault)).toEqual([undefined, undefined, undefined]);
    await vi.waitFor(() => expect(posted).toEqual(events));
    const lines = server.output().match(/^appointment\.\w+ .*$/gm) ?? [];
    const { startsAt } = events[0]?.appointment ?? {};
    expect(lines).toEqual(types.map((type) => `${type}   ${startsAt}   demo-client with demo-provider`));
  });

  it.each([500, 302])(
    "the server says for which event the webhook answered %i, and still sends it the next one",
    async (answer) => {
      status = answer;
      const [refused] = await watch(() => paste(pasted(server)[2] ?? ""), 1);
      await vi.waitFor(() =>
        expect(server.output()).toContain(`The webhook failed for event ${refused?.id}: it answered ${answer}.\n`),
      );
      status = 200;
      const [taken] = await watch(() => asClient("DELETE", `/appointments/${refused?.appointment.appointmentId}`), 1);
      await vi.waitFor(() => expect(posted.at(-1)).toEqual(taken));
    },
  );

  it("a webhook that is not a URL is refused in one clear sentence", async () => {
    await expect(startServer("--port", "0", "--data", "memory", "--webhook", "localhost:8000")).rejects.toThrow(
      /^exit 1: --webhook must be a URL such as [^\n]+\n$/,
    );
  });
});
