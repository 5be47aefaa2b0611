/**
 * Corrects the zod schemas that the generator would make. It would drop `additionalProperties: false` (every object in a
 * request has it), expect numbers where a query has text, use its own pattern for emails, and leave instants as strings,
 * though the code counts in epoch seconds.
 */
import { $, type UserConfig } from "@hey-api/openapi-ts";
import { MAX_LOCAL_PART } from "../../shared/domain/email.ts";

export type ZodConfig = Extract<NonNullable<UserConfig["plugins"]>[number], { name: "zod" }>;

/** The functions that the generated code takes from `shared/domain`, by file. */
const DOMAIN = {
  email: ["hasShortLocalPart", "hasValidDomain"],
  name: ["hasAtMost", "isName"],
  time: ["epochSeconds", "isDate", "isInstant", "withColon"],
  "time-zone": ["isTimeZone", "spelledByIana"],
};

export const domainImports = (schemas: string) =>
  Object.entries(DOMAIN)
    .map(([file, names]) => ({ file, used: names.filter((name) => schemas.includes(name)) }))
    .filter(({ used }) => used.length > 0)
    .map(({ file, used }) => `import { ${used.join(", ")} } from "../domain/${file}.ts";\n`)
    .join("");

/** A format that only the generator knows: a number that arrives as text, in a query. */
export const TEXT = "text";

interface Text {
  pattern?: string | undefined;
  maxLength?: number | undefined;
}

/** The code for a string's schema, by format. */
const strings: Record<string, (schema: Text) => string> = {
  date: () => `z.string().check(z.refine(isDate, "must be a date such as 2027-08-13, before the year 9998"))`,
  "date-time": ({ maxLength = 40 }) =>
    `z.pipe(z.pipe(z.string(), z.transform(withColon)), z.pipe(z.iso.datetime({ offset: true }).check(
      z.maxLength(${maxLength}),
      z.refine(isInstant, "must be a date and time before the year 9999"),
    ), z.transform(epochSeconds)))`,
  email: ({ pattern = "", maxLength = 0 }) =>
    `z.email({ pattern: ${new RegExp(pattern)} }).check(
      z.maxLength(${maxLength}),
      z.refine(hasShortLocalPart, "must have at most ${MAX_LOCAL_PART} characters before the @"),
      z.refine(hasValidDomain, "must have a domain name after the @"),
    )`,
  name: ({ maxLength = 0 }) =>
    `z.string().check(
      z.minLength(1),
      z.refine(hasAtMost(${maxLength}), "must have at most ${maxLength} characters"),
      z.refine(isName, "must start with a visible character, and contain no control character or line break"),
    )`,
  "time-zone": () =>
    `z.pipe(
      z.string().check(z.refine(isTimeZone, "must be on IANA's list of time zones, such as Europe/London")),
      z.transform(spelledByIana),
    )`,
};

/** The code for the schema of a number that arrives as text. */
const numberInText = ({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }) =>
  `z.pipe(
    z.pipe(z.string().check(z.regex(/^-?\\d{1,9}$/, "must be a whole number")), z.transform(Number)),
    z.int().check(z.gte(${minimum}), z.lte(${maximum})),
  )`;

export const resolvers: NonNullable<ZodConfig["$resolvers"]> = {
  object: (ctx) => $(ctx.symbols.z).attr("strictObject").call(ctx.nodes.shape(ctx)),
  string: ({ schema }) => {
    const code = strings[schema.format ?? ""];
    return code && $(code(schema));
  },
  number: ({ schema }) => (schema.format === TEXT ? $(numberInText(schema)) : undefined),
};
