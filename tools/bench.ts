/**
 * `npm run bench`: measures the CPU that a function takes, cold and warm, as deployed, and that of a raw handler and of a
 * default stack with the same replies. `npm run bench -- growth`: measures what a call reads while more and more is stored.
 * `npm run bench -- changes`: undoes each measure that makes a cold start quick, one at a time, and measures the cost.
 * `npm run bench -- laptop`: measures how many calls a second the laptop server answers.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { bundle, bundleOf } from "../build/bundle.ts";
import { synthesize } from "../infra/synthesize.ts";
import { operations } from "../shared/contract/operations.gen.ts";
import { growth } from "./bench/growth.ts";
import { laptop } from "./bench/laptop.ts";
import { machine, median, printTable, spread } from "./bench/table.ts";
import { FOLDER, type Measured, makeWorld, measured, recordOf, type World } from "./bench/world.ts";

/** Each round runs every function once, so that other work on the machine slows all of them alike. */
const ROUNDS = 11;

const stacks = ["raw", "default stack", "this project"] as const;
type Stack = (typeof stacks)[number];

/** CPU in milliseconds: of the start with the first call, of the first call alone, and of a warm call. */
interface Run {
  cold: number;
  first: number;
  warm: number;
}

/** Makes all bundles. Returns each function's environment, and the servers that the functions call. */
async function prepare() {
  await bundle();
  await bundleOthers();
  return { environments: await deployedEnvironments(), world: await makeWorld() };
}

async function cpu() {
  const { environments, world } = await prepare();
  const runs = recordOf(measured, () => recordOf(stacks, (): Run[] => []));
  for (let round = 0; round < ROUNDS; round++)
    for (const operation of measured)
      for (const stack of stacks)
        runs[operation][stack].push(await run(world, operation, stack, environments[operation]));
  world.close();
  console.log(`\nMilliseconds of CPU, medians of ${ROUNDS} interleaved runs, with the quartiles. ${machine()}\n`);
  for (const [what, title] of [
    ["cold", "start and first call"],
    ["first", "of that, the first call"],
    ["warm", "a warm call"],
  ] as const)
    printTable(
      [title, ...stacks, "to raw", "to default"],
      measured.map((operation) => {
        const of = (stack: Stack) => runs[operation][stack].map((one) => one[what]);
        const ratio = (stack: Stack) => {
          const others = of(stack);
          return median(of("this project").map((own, round) => own / (others[round] ?? 1))).toFixed(2);
        };
        return [operation, ...stacks.map((stack) => spread(of(stack))), ratio("raw"), ratio("default stack")];
      }),
    );
}

const before = (code: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` });

/** The environment that undoes each measure alone. All of them load a module before the function, to be comparable. */
const undone: Record<string, Record<string, string>> = {
  "as deployed": before(""),
  "with source maps": { NODE_OPTIONS: `${before("").NODE_OPTIONS} --enable-source-maps` },
  "with fetch": before("new Headers()"),
  "with a formatter for UTC": before('new Intl.DateTimeFormat("en", { timeZone: "UTC" }).format(0)'),
  "without the read that warms up": { ...before(""), WARM_UP: "" },
};

async function changes() {
  const { environments, world } = await prepare();
  const runs = new Map<string, Run[]>(Object.keys(undone).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, settings] of Object.entries(undone)) {
      const environment = Object.entries({ ...environments.reserveAppointment, ...settings }).filter(
        ([, value]) => value !== "",
      );
      runs.get(name)?.push(await run(world, "reserveAppointment", "this project", Object.fromEntries(environment)));
    }
  world.close();
  console.log(`\nMilliseconds of CPU of reserveAppointment, medians of ${ROUNDS} interleaved runs. ${machine()}\n`);
  printTable(
    ["reserveAppointment", "start and first call", "of that, the first call"],
    [...runs].map(([name, all]) => [name, spread(all.map(({ cold }) => cold)), spread(all.map(({ first }) => first))]),
  );
}

/** Each function's environment in stage prod, without references to resources: `world.settings` replaces those. */
async function deployedEnvironments(): Promise<Record<string, Record<string, string>>> {
  const functions = Object.values((await synthesize("prod")).findResources("AWS::Lambda::Function"));
  return Object.fromEntries(
    operations.map(({ operationId, method, path }) => {
      const made = functions.find(({ Properties }) => Properties.Description === `${method} ${path}`);
      const variables = Object.entries<unknown>(made?.Properties.Environment.Variables);
      const known = variables.filter((one): one is [string, string] => typeof one[1] === "string");
      return [operationId, Object.fromEntries(known)];
    }),
  );
}

/** Bundles the other two stacks, as ours is, and `run.ts`, so that no run reads TypeScript. */
const bundleOthers = () =>
  build({
    entryPoints: ["raw", "default-stack", "run"].map((name) => `tools/bench/${name}.ts`),
    outdir: FOLDER,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    minify: true,
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
    logLevel: "error",
  });

function run(world: World, operation: Measured, stack: Stack, environment: Record<string, string> = {}): Promise<Run> {
  const bundle = {
    raw: join(FOLDER, "raw.mjs"),
    "default stack": join(FOLDER, "default-stack.mjs"),
    "this project": join(bundleOf(operation), "index.mjs"),
  }[stack];
  const env = {
    ...(stack === "this project" ? environment : { OPERATION: operation }),
    ...world.settings(operation),
  };
  const child = spawn(process.execPath, [join(FOLDER, "run.mjs"), bundle, world.eventFile(operation)], {
    env,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let result = "";
  child.stdio[3]?.on("data", (text) => {
    result += text;
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(result));
      else reject(new Error(`${stack}, ${operation}: exit ${code}`));
    });
  });
}

await ({ changes, growth, laptop }[process.argv[2] ?? ""] ?? cpu)();
