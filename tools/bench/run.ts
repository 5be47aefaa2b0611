/** A function in a process of its own: starts it, calls it once, then over and over, and tells the CPU that each took. */
// Imported as ES modules, Node would load more for their getters, and take that from what is measured.
const { readFileSync, writeSync } = process.getBuiltinModule("node:fs");
const { pathToFileURL } = process.getBuiltinModule("node:url");

/** How many calls let V8 optimize the code, and how many are measured then. */
const [WARMING, WARM] = [100, 200];

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
for (let n = 0; n < WARMING; n++) await call(handler);
const warmed = cpu();
for (let n = 0; n < WARM; n++) await call(handler);
const measured = { cold: called, first: called - started, warm: (cpu() - warmed) / WARM };
writeSync(3, JSON.stringify(measured));
process.exit();
