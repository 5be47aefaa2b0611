/**
 * What the generator of the zod schemas leaves to us: it drops `additionalProperties: false` (a request has no other
 * objects), knows no numbers in text, has a pattern of its own for emails, and would leave every instant a string where
 * the code counts in epoch seconds.
 */
import { $, type UserConfig } from "@hey-api/openapi-ts";
import { MAX_LOCAL_PART } from "../shared/domain/email.ts";

export type ZodConfig = Extract<NonNullable<UserConfig["plugins"]>[number], { name: "zod" }>;

/** What the code below takes from the domain, by the file it is in. */
const DOMAIN = {
  email: ["hasReadableDomain", "hasShortLocalPart"],
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

/** A format only the generator knows: the number arrives as text, in a query. */
export const TEXT = "text";

interface Text {
  pattern?: string | undefined;
  maxLength?: number | undefined;
}

/** The code of a string's schema, by its format. */
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
      z.refine(hasReadableDomain, "must have a domain name after the @"),
    )`,
  name: ({ maxLength = 0 }) =>
    `z.string().check(
      z.minLength(1),
      z.refine(hasAtMost(${maxLength}), "must have at most ${maxLength} characters"),
      z.refine(isName, "must start with a character that is seen, and hold no control character or line break"),
    )`,
  "time-zone": () =>
    `z.pipe(
      z.string().check(z.refine(isTimeZone, "must be on IANA's list of time zones, such as Europe/London")),
      z.transform(spelledByIana),
    )`,
};

/** The code of a number's schema where the number is text. */
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
