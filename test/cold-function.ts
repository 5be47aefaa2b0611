/** `node test/cold-function.ts <operationId> <event>`: runs a bundle in a process of its own, as Lambda does. */
const [operationId, event = ""] = process.argv.slice(2);
const { handler } = await import(`../dist/${operationId}/index.mjs`);
console.log(JSON.stringify({ reply: await handler(JSON.parse(event)) }));
// Undocumented, but the only way to see what Node loaded of itself.
const { moduleLoadList } = process as unknown as { moduleLoadList: string[] };
console.log(
  JSON.stringify({ loaded: moduleLoadList.map((name) => name.replace(/^(NativeModule|Internal Binding) /, "")) }),
);
