/** Entity tags and conditional requests, RFC 9110, sections 8.8.3 and 13.1. An item's tag is its version in quotes. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { VersionRule } from "../domain/version.ts";
import { headerLines } from "./headers.ts";
import { Problem } from "./problem.ts";
import { notModified } from "./success.ts";

/** How many tags of a list are used: DynamoDB allows at most 100 values in `IN`. */
const MAX_TAGS = 100;

export const entityTag = ({ version }: { version: number }) => `"${version}"`;

/** The tags that a header lists, as they were sent, or `any` for a `*`. */
type Tags = readonly string[] | "any";

/** The tags in `If-Match` and in `If-None-Match`; undefined if the header is missing. */
export interface RequestTags {
  match: Tags | undefined;
  noneMatch: Tags | undefined;
}

export const requestTags = (event: APIGatewayProxyEvent): RequestTags => ({
  match: tagsIn(event, "if-match"),
  noneMatch: tagsIn(event, "if-none-match"),
});

function tagsIn(event: APIGatewayProxyEvent, name: string): Tags | undefined {
  const list = headerLines(event, name)?.join(",").trim();
  if (list === undefined) return undefined;
  if (list === "*") return "any";
  const tags = list.match(/(?:[^,"]|"[^"]*")+/g) ?? [];
  return tags.slice(0, MAX_TAGS).map((tag) => tag.trim());
}

/** What `If-Match` and `If-None-Match` say. `If-Match: *` requires only that the item exists, which every change requires. */
export const versionRule = ({ match, noneMatch }: RequestTags): VersionRule => ({
  ...(match !== undefined && match !== "any" && { oneOf: versionsOf(match) }),
  ...(noneMatch !== undefined && { noneOf: noneMatch === "any" ? "any" : versionsOf(noneMatch.map(withoutWeak)) }),
});

/**
 * The reply to a read, or a 304 if `If-None-Match` names its tag: the caller has this version already.
 *
 * @throws Problem version-mismatch if `If-Match` does not name its tag
 */
export function conditional<R extends { headers: Record<string, string> & { ETag: string } }>(
  reply: R,
  { match = "any", noneMatch = [] }: RequestTags,
) {
  const { "Content-Type": _, ...headers } = reply.headers;
  const { ETag } = headers;
  if (match !== "any" && !match.includes(ETag)) throw versionMismatch(ETag);
  const isKnown = noneMatch === "any" || noneMatch.map(withoutWeak).includes(ETag);
  return isKnown ? { ...notModified(), headers } : reply;
}

export const versionMismatch = (tag: string) =>
  new Problem("version-mismatch", `The ETag is now ${tag}, which your If-Match or If-None-Match does not accept.`);

/** For `If-None-Match`, which compares weakly. `If-Match` compares strongly: a weak tag equals no other. */
const withoutWeak = (tag: string) => tag.replace(/^W\//, "");

/** The versions that tags name. A tag that is not ours names none. */
const versionsOf = (tags: readonly string[]) =>
  tags.flatMap((tag) => /^"([1-9]\d{0,14})"$/.exec(tag)?.[1] ?? []).map(Number);
