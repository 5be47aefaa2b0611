/**
 * `npm run schemathesis [-- <Schemathesis's arguments>]`: starts a local server, and runs Schemathesis against it, which makes
 * up requests from openapi.yaml, with an admin's token. If this Python program is missing, this says how to install it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { signToken } from "../build/development-issuer.ts";
import type { OperationId } from "../shared/contract/operations.gen.ts";
import { startServer } from "../test/server.ts";

const PYTHON = join(".local", "python", "bin");
const PROGRAM = resolve(PYTHON, "schemathesis");

/**
 * Two checks do not fit. Not every request that the schema allows succeeds, because the descriptions have further rules. And
 * calls may succeed with a deleted `userId`, because hours and appointments do not need a profile.
 */
const EXCLUDED = "positive_data_acceptance,use_after_free";

/** The operations that Schemathesis must reach by the links, with slots and ids from earlier replies. */
const LINKED: OperationId[] = [
  "listAvailableSlots",
  "reserveAppointment",
  "confirmAppointment",
  "rescheduleAppointment",
];

const MAX_ROUNDS = 10;

async function main() {
  if (!existsSync(PROGRAM))
    throw new Error(
      `Install Schemathesis first: python3 -m venv .local/python && ${PYTHON}/pip install schemathesis==4.32.5`,
    );
  const server = await startServer("--port", "0", "--data", "memory");
  try {
    const token = await signToken("admin", "schemathesis");
    const run = async (...args: string[]) => {
      const common = ["run", `${server.url}/openapi.yaml`, "--url", server.url, "--exclude-checks", EXCLUDED];
      const header = ["--header", `Authorization: Bearer ${token}`];
      // It writes its findings to the folder that it runs in; git ignores this one.
      const child = spawn(PROGRAM, [...common, ...header, ...args], { stdio: "inherit", cwd: ".local" });
      const [code] = await once(child, "exit");
      if (code !== 0) throw new Error("Schemathesis found something: see above.");
    };
    await postExamples(server.url, token);
    // Only valid requests, and only to these operations: otherwise few get through all the links to a move.
    const only = LINKED.flatMap((operation) => ["--include-operation-id", operation]);
    const missed = () => LINKED.filter((operation) => !hasSucceeded(server.output(), operation));
    // It follows links at random, and one round may end before a move.
    for (let round = 0; round < MAX_ROUNDS && missed().length > 0; round++)
      await run("--phases", "stateful", "--mode", "positive", "--max-examples", "100", ...only);
    if (missed().length > 0) throw new Error(`The links did not lead to a successful ${missed().join(", ")}.`);
    await run(...process.argv.slice(2));
  } finally {
    await server.stop();
  }
}

/**
 * Creates the provider of the contract's examples and offers their hours, and some more within the days that a list shows by
 * default. Otherwise no request would reserve a slot, because nobody offers one that is made up at random.
 */
async function postExamples(url: string, token: string) {
  const { paths } = parse(readFileSync("openapi.yaml", "utf8"));
  const examplesOf = (path: string) => paths[path].post.requestBody.content["application/json"].examples;
  const post = async (path: string, value: { userId?: string }, sentTo = path) => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const response = await fetch(`${url}${sentTo}`, { method: "POST", headers, body: JSON.stringify(value) });
    if (!response.ok) throw new Error(`POST ${sentTo} was ${response.status}: ${await response.text()}`);
    return value;
  };
  const { userId } = await post("/users", examplesOf("/users").provider.value);
  const availability = "/providers/{providerId}/availability";
  const [startsAt, endsAt] = [2, 5].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  for (const hours of [examplesOf(availability).instants.value, { startsAt, endsAt }])
    await post(availability, hours, `/providers/${userId}/availability`);
}

const hasSucceeded = (log: string, operation: OperationId) =>
  log.split("\n").some((line) => line.includes(`"operation":"${operation}"`) && /"status":20[01],/.test(line));

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
