/** How many calls a second the laptop server answers, over 20 connections that each send one after another. */
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { signToken } from "../../build/development-issuer.ts";
import { DAY_SECONDS as DAY, MAX_ACTIVE_HOLDS, SLOT_SECONDS as QUARTER } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { startServer } from "../../test/server.ts";
import { machine, printTable } from "./table.ts";

const CONNECTIONS = 20;
const SECONDS = 10;
const FIRST = Math.ceil(Date.now() / 1000 / DAY) * DAY + 2 * DAY;

export async function laptop() {
  const server = await startServer("--port", "0", "--data", "memory");
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = (method: string, path: string, token: string, body?: object) =>
    new Promise<number>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${token}`, ...(body && { "Content-Type": "application/json" }) };
      request(server.url + path, { agent, method, headers }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode ?? 0));
      })
        .once("error", reject)
        .end(body && JSON.stringify(body));
    });
  async function perSecond(call: () => Promise<number>, expected: number) {
    let answered = 0;
    const end = performance.now() + SECONDS * 1000;
    const connection = async () => {
      for (; performance.now() < end; answered++) {
        const status = await call();
        if (status !== expected) throw new Error(`A call was answered ${status}.`);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    return Math.round(answered / SECONDS);
  }

  const provider = await signToken("provider", "ada");
  await send("POST", "/users", provider, { role: "provider", name: "Ada" });
  for (let month = 0; month < 10; month++) {
    const startsAt = FIRST + month * 31 * DAY;
    const body = { startsAt: formatInstant(startsAt), endsAt: formatInstant(startsAt + 31 * DAY) };
    await send("POST", "/providers/ada/availability", provider, body);
  }
  let next = 0;
  let client = signToken("client", randomUUID());
  const reserve = async () => {
    if (next % MAX_ACTIVE_HOLDS === 0) client = signToken("client", randomUUID());
    const body = { providerId: "ada", startsAt: formatInstant(FIRST + next++ * QUARTER) };
    return send("POST", "/appointments", await client, body);
  };
  const list = async () => send("GET", "/appointments?providerId=ada&limit=20", await client);
  try {
    console.log(`\nCalls a second of the laptop server, ${CONNECTIONS} connections. ${machine()}\n`);
    printTable(
      ["call", "a second"],
      [
        ["a list of 20 free slots", await perSecond(list, 200)],
        ["a reservation", await perSecond(reserve, 201)],
      ],
    );
  } finally {
    await server.stop();
  }
}
