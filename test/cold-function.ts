/** `node test/cold-function.ts <names> <event>`: runs these bundles in a process of its own, as Lambda does, and calls each. */
const [names = "", event = ""] = process.argv.slice(2);
for (const name of names.split(",")) {
  const { handler } = await import(`../dist/${name}/index.mjs`);
  console.log(JSON.stringify({ reply: await handler(JSON.parse(event)) }));
}
// Undocumented, but the only way to see which of its own modules Node loaded.
const { moduleLoadList } = process as unknown as { moduleLoadList: string[] };
console.log(
  JSON.stringify({ loaded: moduleLoadList.map((name) => name.replace(/^(NativeModule|Internal Binding) /, "")) }),
);
