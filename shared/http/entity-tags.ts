/** Entity tags and conditional requests, RFC 9110, sections 8.8.3 and 13.1. An item's tag is its version in quotes. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { VersionRule } from "../domain/version.ts";
import { headerLines } from "./request.ts";

/** How many tags of a list count: DynamoDB allows no longer list in a condition. */
const MAX_TAGS = 100;

export const entityTag = ({ version }: { version: number }) => `"${version}"`;

/** `If-Match` compares strongly: a weak tag equals no other. `If-None-Match` compares weakly. */
const STRONG = /^"([1-9]\d{0,14})"$/;
const STRONG_OR_WEAK = /^(?:W\/)?"([1-9]\d{0,14})"$/;

/** What `If-Match` and `If-None-Match` say. `If-Match: *` requires only that the item exists, which every change requires. */
export function versionRule(event: APIGatewayProxyEvent): VersionRule {
  const [match, noneMatch] = ["if-match", "if-none-match"].map((name) => headerLines(event, name)?.join(",").trim());
  return {
    ...(match !== undefined && match !== "*" && { oneOf: versionsOf(match, STRONG) }),
    ...(noneMatch !== undefined && { noneOf: noneMatch === "*" ? "any" : versionsOf(noneMatch, STRONG_OR_WEAK) }),
  };
}

/** The versions that a list names. A tag that is not ours names none. */
const versionsOf = (list: string, ours: RegExp) =>
  (list.match(/(?:[^,"]|"[^"]*")+/g) ?? [])
    .flatMap((tag) => ours.exec(tag.trim())?.[1] ?? [])
    .map(Number)
    .slice(0, MAX_TAGS);
