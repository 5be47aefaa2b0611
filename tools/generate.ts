/**
 * Writes `shared/contract/` from `openapi.yaml`: types, one module per operation, the list of operations and the problems;
 * `client/generated/`, the typed client; `build/handlers.gen.ts`, the handlers that must exist; and
 * `shared/domain/zones.gen.ts`, the time zones. `--check` writes nothing and fails where the committed files differ.
 */
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $, createClient, type UserConfig } from "@hey-api/openapi-ts";
import { parse } from "yaml";
import { zonesModule } from "./generate-zones.ts";

type ZodConfig = Extract<NonNullable<UserConfig["plugins"]>[number], { name: "zod" }>;

const CONTRACT = "shared/contract";
const CLIENT = "client/generated";
const HANDLERS = "build/handlers.gen.ts";
const ZONES = "shared/domain/zones.gen.ts";
const HEADER = "// Generated from openapi.yaml by `npm run generate`.\n";

const document = parse(readFileSync("openapi.yaml", "utf8"));
const operations = Object.entries<Record<string, any>>(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    id: operation.operationId as string,
    type: operation.operationId[0].toUpperCase() + operation.operationId.slice(1),
    method: method.toUpperCase(),
    path,
    roles: rolesOf(operation),
    operation,
  })),
);
type Operation = (typeof operations)[number];

/** Who may ever call an operation: `x-roles`, or undefined where `security: []` says that it needs no token. */
function rolesOf({ operationId, security, "x-roles": roles }: Record<string, any>): string[] | undefined {
  const isPublic = security?.length === 0;
  if (isPublic === (roles !== undefined)) throw new Error(`${operationId} needs either x-roles or security: [].`);
  return roles;
}

/** What the resolvers below take from the domain, by the file it is in. */
const DOMAIN = {
  time: ["epochSeconds", "isDate", "isInstant"],
  "time-zone": ["isTimeZone", "spelledByIana"],
};

const domainImports = (schemas: string) =>
  Object.entries(DOMAIN)
    .map(([file, names]) => ({ file, used: names.filter((name) => schemas.includes(name)) }))
    .filter(({ used }) => used.length > 0)
    .map(({ file, used }) => `import { ${used.join(", ")} } from "../domain/${file}.ts";\n`)
    .join("");

/** A format only this script knows: the number arrives as text, in a query. */
const TEXT = "text";

/**
 * What the generator leaves to us: it drops `additionalProperties: false` (a request has no other objects), knows no
 * numbers in text, has a pattern of its own for emails, and would leave every instant a string where the code counts in
 * epoch seconds.
 */
const resolvers: NonNullable<ZodConfig["$resolvers"]> = {
  object: (ctx) => $(ctx.symbols.z).attr("strictObject").call(ctx.nodes.shape(ctx)),
  string: (ctx) => {
    const { z } = ctx.symbols;
    const refined = (rule: string, message: string) =>
      $(z)
        .attr("string")
        .call()
        .attr("check")
        .call($(z).attr("refine").call($(rule), $.literal(message)));
    if (ctx.schema.format === "date")
      return refined("isDate", "must be a date such as 2027-08-13, before the year 9998");
    if (ctx.schema.format === "time-zone")
      return $(z)
        .attr("pipe")
        .call(
          refined("isTimeZone", "must be on IANA's list of time zones, such as Europe/London"),
          $(z).attr("transform").call($("spelledByIana")),
        );
    if (ctx.schema.format === "email") {
      const { pattern, maxLength } = ctx.schema;
      if (pattern === undefined || maxLength === undefined)
        throw new Error("An email needs a pattern and a maxLength.");
      return $(z)
        .attr("email")
        .call($.object().prop("pattern", $.regexp(pattern)))
        .attr("check")
        .call($(z).attr("maxLength").call($.literal(maxLength)));
    }
    if (ctx.schema.format !== "date-time") return undefined;
    const text = $(z)
      .attr("iso")
      .attr("datetime")
      .call($.object().prop("offset", $.literal(true)));
    const rules = [
      $(z)
        .attr("maxLength")
        .call($.literal(ctx.schema.maxLength ?? 40)),
      $(z).attr("refine").call($("isInstant"), $.literal("must be a date and time before the year 9999")),
    ];
    return $(z)
      .attr("pipe")
      .call(text.attr("check").call(...rules), $(z).attr("transform").call($("epochSeconds")));
  },
  number: (ctx) => {
    if (ctx.schema.format !== TEXT) return undefined;
    const { z } = ctx.symbols;
    const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = ctx.schema;
    const digits = $(z).attr("regex").call($.regexp("^-?\\d{1,9}$"), $.literal("must be a whole number"));
    const number = $(z)
      .attr("pipe")
      .call($(z).attr("string").call().attr("check").call(digits), $(z).attr("transform").call($("Number")));
    const bounds = [$(z).attr("gte").call($.literal(minimum)), $(z).attr("lte").call($.literal(maximum))];
    return $(z)
      .attr("pipe")
      .call(
        number,
        $(z)
          .attr("int")
          .call()
          .attr("check")
          .call(...bounds),
      );
  },
};

/** The document cut down to one operation's request, so that its module holds nothing else. */
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

/** The module of one operation: what its handler needs of the contract, and nothing else. */
function operationModule({ id, type, roles }: Operation, zodModule: string) {
  const schemas = zodModule.slice(zodModule.indexOf("export const"));
  const part = (name: string, otherwise: string) =>
    schemas.includes(`const z${type}${name} `) ? `z${type}${name}` : otherwise;
  return `${HEADER}
import * as z from "zod/mini";
${domainImports(schemas)}
${schemas && `${schemas}\n`}export const ${id} = {
  operationId: "${id}",${roles ? `\n  roles: ${JSON.stringify(roles)},` : ""}
  path: ${part("Path", "z.strictObject({})")},
  query: ${part("Query", "z.strictObject({})")},
  body: ${part("Body", "z.undefined()")},
} as const;
`;
}

const operationsModule = () => `${HEADER}
import type { ${operations
  .map(({ type }) => `${type}Responses`)
  .sort()
  .join(", ")} } from "./types.gen.ts";

export const version = "${document.info.version}";

/**
 * Every operation of the contract, in its order: its id, where it answers and who may ever call it. One without roles needs
 * no token.
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
${operations.map(({ id, type }) => `  ${id}: ${type}Responses;`).join("\n")}
};
`;

/** The problems, told by their one allowed \`type\`. */
function problemsModule() {
  const problems = Object.entries<Record<string, any>>(document.components.schemas)
    .filter(([, schema]) => schema.properties?.type?.enum?.[0]?.startsWith("/problems/"))
    .map(
      ([
        name,
        {
          properties: { type, status, title },
        },
      ]) => ({
        name,
        slug: type.enum[0].slice("/problems/".length) as string,
        status: status.enum[0] as number,
        title: title.enum[0] as string,
      }),
    );
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

/** Types only, so nothing is bundled: an operation without its file in \`functions/\` does not compile. */
const handlersModule = () => `${HEADER}
${operations.map(({ id }) => `import type { handler as ${id} } from "../functions/${id}.ts";`).join("\n")}

export type Handlers = {
${operations.map(({ id }) => `  ${id}: typeof ${id};`).join("\n")}
};
`;

/** The typed client: a function per operation, which asks for a client that `createClient` of `client/index.ts` has made. */
async function generateClient(folder: string) {
  await createClient({
    ...quiet,
    input: structuredClone(document),
    output: {
      path: folder,
      entryFile: false,
      module: { extension: ".ts" },
      // Files that do not follow from the contract are not written for our compiler's stricter settings.
      header: ({ file, defaultValue }) => (file ? defaultValue : [...defaultValue, "// @ts-nocheck"]),
    },
    plugins: ["@hey-api/typescript", "@hey-api/client-fetch", { name: "@hey-api/sdk", client: false }],
  });
  // The generator's own client, which no operation uses.
  rmSync(join(folder, "client.gen.ts"));
}

/** Writes all of it below `root`. */
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
}

if (process.argv.includes("--check")) {
  const fresh = mkdtempSync(join(tmpdir(), "generated-"));
  try {
    await generate(fresh);
    const files = new Set(
      [".", fresh].flatMap((cwd) => globSync([`{${CONTRACT},${CLIENT}}/**/*.ts`, HANDLERS, ZONES], { cwd })),
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
