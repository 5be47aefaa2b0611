/**
 * `npm start -- [--port 3000] [--data .local/data | memory] [--webhook URL]`: the whole API on a laptop. If
 * DYNAMODB_ENDPOINT names an engine, that engine keeps the data instead of the embedded one, and there are no events.
 */
import { parseArgs } from "node:util";
import { issuerEnvironment } from "../build/development-issuer.ts";
import { makeDemo } from "./demo.ts";
import { createTable, localEnvironment, startDynamoDB, TABLE_NAME } from "./dynamodb.ts";
import { startEvents } from "./events/start.ts";
import { serve } from "./server.ts";
import { welcome } from "./welcome.ts";

async function main() {
  const { port, data, webhook } = options();
  const database = await startDynamoDB(data === "memory" ? undefined : data);
  try {
    await createTable(database.endpoint, TABLE_NAME, database.folder);
    Object.assign(process.env, localEnvironment, await issuerEnvironment(), {
      TABLE_NAME,
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    });
    const bus = database.process && (await startEvents(database.endpoint, webhook));
    // It reads the settings above when it is imported.
    const { handlers } = await import("../build/handlers.gen.ts");
    const { server, url } = await serve(handlers, port, bus);
    const databaseEnded = () => {
      console.error("The database ended, so the server ends too. The data are kept: start it again.");
      process.exit(1);
    };
    database.process?.once("exit", databaseEnded);
    const stop = async () => {
      server.close();
      server.closeAllConnections();
      database.process?.off("exit", databaseEnded);
      await database.stop();
      process.exit();
    };
    process.once("SIGINT", stop).once("SIGTERM", stop);
    await makeDemo(url);
    console.log(await welcome(url, bus !== undefined));
  } catch (error) {
    await database.stop();
    throw error;
  }
}

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "3000" },
      data: { type: "string", default: ".local/data" },
      webhook: { type: "string" },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port must be 0 to 65535, not ${values.port}.`);
  if (values.data === "") throw new Error("--data must be a folder, or memory.");
  const { data, webhook } = values;
  if (webhook !== undefined && !/^https?:/.test(URL.parse(webhook)?.protocol ?? ""))
    throw new Error(`--webhook must be a URL such as http://127.0.0.1:8000/hook, not ${webhook}.`);
  return { port, data, webhook };
}

/** What to print: one sentence for an expected error, the whole stack trace for a bug. */
function sentence(error: unknown) {
  if (!(error instanceof Error)) return String(error);
  const { code, port }: NodeJS.ErrnoException & { port?: number } = error;
  if (code === "EADDRINUSE") return `Port ${port} is taken; choose another: npm start -- --port ${(port ?? 3000) + 1}`;
  if (code === "ECONNREFUSED") return `No DynamoDB answers at ${process.env.DYNAMODB_ENDPOINT}, the DYNAMODB_ENDPOINT.`;
  const isOurs = error.constructor === Error && !code;
  return isOurs || code?.startsWith("ERR_PARSE_ARGS") ? error.message : error.stack;
}

main().catch((error) => {
  console.error(sentence(error));
  // The server may listen already, and would keep the process alive.
  process.exit(1);
});
