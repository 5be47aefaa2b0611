/**
 * `npm run other-clients [-- <name>…]`: makes a client from `openapi.yaml` with each generator, compiles it, and books an
 * appointment with it on a local server. It skips generators whose programs this machine lacks, and says which ones.
 */
import { execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { signToken } from "../build/development-issuer.ts";
import { startServer } from "../test/server.ts";

/** Each client is made here, in a folder of its own. */
const FOLDER = ".local/other-clients";
/** A booking program for each client. */
const PROGRAMS = "tools/other-clients";
/** The virtual environment of the generators that come from PyPI. */
const PYTHON = join(FOLDER, "python");
const FROM_PYPI = "openapi-generator-cli==7.26.0 openapi-python-client==0.29.1";

const OPENAPI_GENERATOR = "openapi-generator-cli generate -i openapi.yaml -o generated -g";
const OAPI_CODEGEN = "go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2";
const OGEN = "go run github.com/ogen-go/ogen/cmd/ogen@v1.24.0";

const TYPESCRIPT = "esbuild book.ts --bundle --platform=node --format=esm --log-level=error | node --input-type=module";
const PYTHON_BOOK = "pip install --quiet ./generated && python book.py";
const GO = "go mod init example.com/book && go mod tidy && go run .";
const JAVA =
  "mvn -q -f generated compile dependency:copy-dependencies >&2 && java -cp 'generated/target/classes:generated/target/dependency/*' Book";

interface Generator {
  /** Programs that npm and PyPI do not bring. */
  needs: string[];
  generate: string;
  book: string;
}

const generators = new Map<string, Generator>(
  Object.entries({
    "hey-api": { needs: [], generate: "openapi-ts -i openapi.yaml -o generated -s --no-log-file", book: TYPESCRIPT },
    "openapi-fetch": { needs: [], generate: "openapi-typescript openapi.yaml -o generated.ts", book: TYPESCRIPT },
    orval: { needs: [], generate: "orval --input openapi.yaml --output generated.ts --client fetch", book: TYPESCRIPT },
    "openapi-generator-typescript-fetch": {
      needs: ["python3", "java"],
      generate: `${OPENAPI_GENERATOR} typescript-fetch`,
      book: TYPESCRIPT,
    },
    "openapi-generator-python": {
      needs: ["python3", "java"],
      generate: `${OPENAPI_GENERATOR} python`,
      book: PYTHON_BOOK,
    },
    "openapi-generator-go": {
      needs: ["python3", "java", "go"],
      generate: `${OPENAPI_GENERATOR} go --additional-properties=withGoMod=false && rm -r generated/test`,
      book: GO,
    },
    "openapi-generator-java": {
      needs: ["python3", "java", "mvn"],
      generate: `${OPENAPI_GENERATOR} java --library native && cp Book.java generated/src/main/java`,
      book: JAVA,
    },
    "openapi-python-client": {
      needs: ["python3"],
      generate: "openapi-python-client generate --path openapi.yaml --meta setup --output-path generated",
      book: PYTHON_BOOK,
    },
    "oapi-codegen": {
      needs: ["go"],
      generate: `mkdir generated && ${OAPI_CODEGEN} -generate types,client -package api -o generated/api.go openapi.yaml`,
      book: GO,
    },
    ogen: { needs: ["go"], generate: `${OGEN} --target generated --package api openapi.yaml`, book: GO },
  }),
);

/** What each booking program prints: slots offered, slots listed, and the status after each step. */
export const BOOKED = "28 28 reserved confirmed confirmed cancelled";

const folderOf = (name: string) => resolve(FOLDER, name);

/** Makes a new client with a generator and books with it. Returns the program's output, or rejects with what went wrong. */
export async function book(name: string, apiUrl: string): Promise<string> {
  const { needs, generate, book } = generators.get(name) ?? unknown(name);
  const folder = folderOf(name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(PROGRAMS, name), folder, { recursive: true });
  cpSync("openapi.yaml", join(folder, "openapi.yaml"));
  if (needs.includes("python3") && !existsSync(PYTHON))
    await run(`python3 -m venv ${PYTHON} && ${PYTHON}/bin/pip install --quiet ${FROM_PYPI}`, ".");
  await run(generate, folder);
  const day = new Date(Date.now() + 3 * 24 * 60 * 60_000).toISOString().slice(0, 10);
  const output = await run(book, folder, {
    API_URL: apiUrl,
    PROVIDER: await createProvider(name, apiUrl),
    PROVIDER_TOKEN: await signToken("provider", name),
    CLIENT_TOKEN: await signToken("client", `client-of-${name}`),
    FROM: `${day}T08:00:00Z`,
    TO: `${day}T15:00:00Z`,
  });
  return output.trim();
}

function unknown(name: string): never {
  throw new Error(`${name} is not one of ${[...generators.keys()].join(", ")}.`);
}

/** Creates a provider with the generator's name. */
async function createProvider(userId: string, apiUrl: string) {
  const headers = {
    Authorization: `Bearer ${await signToken("admin", "an-admin")}`,
    "Content-Type": "application/json",
  };
  const body = JSON.stringify({ userId, role: "provider", name: userId });
  const { ok } = await fetch(`${apiUrl}/users`, { method: "POST", headers, body });
  if (!ok) throw new Error(`The provider ${userId} could not be created.`);
  return userId;
}

/** Compiles all TypeScript clients at once. Rejects with the compiler's output. */
export async function compile(names: string[]) {
  const programs = names.map((name) => join(folderOf(name), "book.ts")).filter((program) => existsSync(program));
  const options =
    "--ignoreConfig --noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler --types node";
  if (programs.length > 0) await run(`tsc ${options} --allowImportingTsExtensions ${programs.join(" ")}`, ".");
}

/** Runs a line in a shell. Returns what it printed, or rejects with it. */
async function run(line: string, cwd: string, env = {}): Promise<string> {
  const PATH = [resolve("node_modules/.bin"), resolve(PYTHON, "bin"), process.env.PATH].join(delimiter);
  const options = { cwd, env: { ...process.env, PATH, ...env }, maxBuffer: 100_000_000 };
  try {
    return (await promisify(execFile)("sh", ["-c", line], options)).stdout;
  } catch (error) {
    const { stdout, stderr } = Object(error);
    throw new Error(`${line}\n${stdout}${stderr}`);
  }
}

const isInstalled = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

async function main() {
  const { positionals } = parseArgs({ allowPositionals: true });
  const names = positionals.length > 0 ? positionals : [...generators.keys()];
  const server = await startServer("--port", "0", "--data", "memory");
  try {
    for (const name of names) {
      const missing = (generators.get(name) ?? unknown(name)).needs.filter((program) => !isInstalled(program));
      if (missing.length > 0) console.log(`${name} needs ${missing.join(" and ")}, which this machine does not have.`);
      else await report(name, book(name, server.url));
    }
    await report("tsc", compile(names));
  } finally {
    await server.stop();
  }
}

async function report(name: string, result: Promise<unknown>) {
  try {
    const output = await result;
    if (output !== undefined && output !== BOOKED) throw new Error(`It printed: ${output}`);
    console.log(`${name} passed.`);
  } catch (error) {
    console.log(`${name} FAILED: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

if (import.meta.main)
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
