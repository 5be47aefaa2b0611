/**
 * Writes `shared/contract/` from `openapi.yaml`: types, one module per operation, the list of operations and the problems;
 * `client/generated/`, the typed client; `build/handlers.gen.ts`, the handlers that must exist; and in `shared/domain/` the
 * time zones and the pattern of a user's id. `--check` writes nothing and fails where the committed files differ.
 */
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@hey-api/openapi-ts";
import { parse } from "yaml";
import * as z from "zod/mini";
import { domainImports, resolvers, TEXT, type ZodConfig } from "./generate/formats.ts";
import { type Operation, operationsOf } from "./generate/operations.ts";
import { zonesModule } from "./zones/generate.ts";

const CONTRACT = "shared/contract";
const CLIENT = "client/generated";
const HANDLERS = "build/handlers.gen.ts";
const ZONES = "shared/domain/zones.gen.ts";
const USER_ID = "shared/domain/user-id.gen.ts";
const HEADER = "// Generated from openapi.yaml by `npm run generate`.\n";

const document = parse(readFileSync("openapi.yaml", "utf8"));
const operations = operationsOf(document);

/** The document with one operation's request only, so that the module made from it has nothing else. */
function requestOnly({ path, method, operation }: Operation) {
  const copy = structuredClone({
    ...document,
    paths: { [path]: { [method.toLowerCase()]: operation } },
  });
  const only = copy.paths[path][method.toLowerCase()];
  only.responses = { default: { description: "left out" } };
  delete copy.components.responses;
  for (const { in: place, schema } of [...(only.parameters ?? []), ...Object.values<any>(copy.components.parameters)])
    if (place === "query" && schema.type === "integer") schema.format = TEXT;
  return copy;
}

const quiet = { logs: { level: "silent", file: false } } as const;

/** The module of one operation: only the parts of the contract that its handler needs. */
function operationModule({ id, type, roles }: Operation, zodModule: string) {
  const schemas = zodModule.slice(zodModule.indexOf("export const"));
  const schemaOr = (name: string, otherwise: string) =>
    schemas.includes(`const z${type}${name} `) ? `z${type}${name}` : otherwise;
  return `${HEADER}
import * as z from "zod/mini";
${domainImports(schemas)}
${schemas && `${schemas}\n`}export const ${id} = {
  operationId: "${id}",${roles ? `\n  roles: ${JSON.stringify(roles)},` : ""}
  path: ${schemaOr("Path", "z.strictObject({})")},
  query: ${schemaOr("Query", "z.strictObject({})")},
  body: ${schemaOr("Body", "z.undefined()")},
} as const;
`;
}

/** The generator's type leaves out that a reply may be 304. */
const responsesOf = ({ type, operation }: Operation) =>
  `${type}Responses${"304" in operation.responses ? " & { 304: undefined }" : ""}`;

const operationsModule = () => `${HEADER}
import type { ${operations
  .map(({ type }) => `${type}Responses`)
  .sort()
  .join(", ")} } from "./types.gen.ts";

export const version = "${document.info.version}";

/**
 * Every operation of the contract, in its order: its id, its method and path, and the roles that may call it. One without
 * roles needs no token.
 */
export const operations = ${JSON.stringify(
  operations.map(({ id, method, path, roles }) => ({
    operationId: id,
    method,
    path,
    roles,
  })),
  null,
  2,
)} as const;

export type OperationId = (typeof operations)[number]["operationId"];

/** The successful replies of each operation, by status. */
export type Responses = {
${operations.map((one) => `  ${one.id}: ${responsesOf(one)};`).join("\n")}
};
`;

/** The schema of a schema that allows one value. */
const constant = <T extends z.ZodMiniType>(value: T) => z.object({ enum: z.tuple([value]) });
const problemSchema = z.object({
  properties: z.object({ type: constant(z.string()), status: constant(z.int()), title: constant(z.string()) }),
});

/** The problems: schemas whose `type` starts with `/problems/`. */
function problemsModule() {
  const problems = Object.entries<Record<string, any>>(document.components.schemas)
    .filter(([, schema]) => schema.properties?.type?.enum?.[0]?.startsWith("/problems/"))
    .map(([name, schema]) => {
      const { type, status, title } = problemSchema.parse(schema).properties;
      return { name, slug: type.enum[0].slice("/problems/".length), status: status.enum[0], title: title.enum[0] };
    });
  return `${HEADER}
import type { ${problems
    .map(({ name }) => name)
    .sort()
    .join(", ")} } from "./types.gen.ts";

export const problems = {
${problems.map(({ slug, status, title }) => `  "${slug}": { status: ${status}, title: "${title}" },`).join("\n")}
} as const;

/** A problem's body, by the last part of its type. */
export type ProblemBodies = {
${problems.map(({ name, slug }) => `  "${slug}": ${name};`).join("\n")}
};
`;
}

/** An operation without a file in `functions/` does not compile. */
const handlersModule = () => `${HEADER}
${operations.map(({ id }) => `import { handler as ${id} } from "../functions/${id}.ts";`).join("\n")}

/** The functions read their settings from the environment when this is imported: set them before. */
export const handlers = {
${operations.map(({ id }) => `  ${id},`).join("\n")}
};

export type Handlers = typeof handlers;
`;

function userIdModule() {
  const { pattern, maxLength } = document.components.schemas.UserId;
  return `${HEADER}
export const USER_ID = ${new RegExp(pattern)};
export const MAX_LENGTH = ${maxLength};
`;
}

/** The typed client: a function per operation, which needs the client that `createClient` of `client/index.ts` makes. */
async function generateClient(folder: string) {
  await createClient({
    ...quiet,
    input: structuredClone(document),
    output: {
      path: folder,
      entryFile: false,
      module: { extension: ".ts" },
      // The generator's own files, the same for every contract, do not compile with our stricter settings.
      header: ({ file, defaultValue }) => (file ? defaultValue : [...defaultValue, "// @ts-nocheck"]),
    },
    plugins: ["@hey-api/typescript", "@hey-api/client-fetch", { name: "@hey-api/sdk", client: false }],
  });
  // The generator's own client, which no operation uses.
  rmSync(join(folder, "client.gen.ts"));
}

/** Writes everything below `root`. */
async function generate(root: string) {
  const contract = join(root, CONTRACT);
  rmSync(contract, { recursive: true, force: true });
  mkdirSync(contract, { recursive: true });
  for (const folder of ["build", "shared/domain"]) mkdirSync(join(root, folder), { recursive: true });
  await createClient({
    ...quiet,
    input: structuredClone(document),
    output: contract,
    plugins: ["@hey-api/typescript"],
  });
  rmSync(join(contract, "index.ts"), { force: true });
  await generateClient(join(root, CLIENT));
  const drafts = mkdtempSync(join(tmpdir(), "contract-"));
  try {
    await createClient(
      operations.map((operation) => ({
        ...quiet,
        input: requestOnly(operation),
        output: join(drafts, operation.id),
        parser: { filters: { operations: { include: [`${operation.method} ${operation.path}`] } } },
        plugins: [
          {
            name: "zod",
            compatibilityVersion: "mini",
            dates: { offset: true },
            responses: false,
            $resolvers: resolvers,
          } satisfies ZodConfig,
        ],
      })),
    );
    for (const operation of operations) {
      const draft = join(drafts, operation.id, "zod.gen.ts");
      const text = existsSync(draft) ? readFileSync(draft, "utf8") : "";
      writeFileSync(join(contract, `${operation.id}.gen.ts`), operationModule(operation, text));
    }
  } finally {
    rmSync(drafts, { recursive: true, force: true });
  }
  writeFileSync(join(contract, "operations.gen.ts"), operationsModule());
  writeFileSync(join(contract, "problems.gen.ts"), problemsModule());
  writeFileSync(join(root, HANDLERS), handlersModule());
  writeFileSync(join(root, ZONES), zonesModule());
  writeFileSync(join(root, USER_ID), userIdModule());
}

if (process.argv.includes("--check")) {
  const fresh = mkdtempSync(join(tmpdir(), "generated-"));
  try {
    await generate(fresh);
    const files = new Set(
      [".", fresh].flatMap((cwd) => globSync([`{${CONTRACT},${CLIENT}}/**/*.ts`, HANDLERS, ZONES, USER_ID], { cwd })),
    );
    const read = (folder: string, file: string) =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : undefined;
    const drifted = [...files].filter((file) => read(".", file) !== read(fresh, file));
    if (drifted.length > 0) {
      console.error(`Differs from openapi.yaml or moment-timezone: ${drifted.join(", ")}; run npm run generate.`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
} else {
  await generate(".");
}
