/** Runs one function in this process: starts it, calls it once and then over and over, and reports the CPU of each. */
// Importing these as ES modules would make Node load more, which would not count for the function that needs it.
const { readFileSync, writeSync } = process.getBuiltinModule("node:fs");
const { pathToFileURL } = process.getBuiltinModule("node:url");

/** How many calls V8 gets to optimize the code, and how many are measured after that. */
const [WARM_UP_CALLS, MEASURED_CALLS] = [100, 200];

const [bundle = "", eventFile = ""] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventFile, "utf8"));

/** The CPU of this whole process so far, in milliseconds: JavaScript, garbage collection, TLS and system calls. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function call(handler: (event: object, context: object) => Promise<{ statusCode: number; body: string }>) {
  const { statusCode, body } = await handler(structuredClone(event), {});
  if (statusCode >= 300) throw new Error(body);
}

const { handler } = await import(pathToFileURL(bundle).href);
const started = cpu();
await call(handler);
const called = cpu();
for (let n = 0; n < WARM_UP_CALLS; n++) await call(handler);
const warmed = cpu();
for (let n = 0; n < MEASURED_CALLS; n++) await call(handler);
const measured = { cold: called, first: called - started, warm: (cpu() - warmed) / MEASURED_CALLS };
writeSync(3, JSON.stringify(measured));
process.exit();
