/** The server's log tells of requests, and nothing that a request said in confidence. */
import type { Finding } from "./checks.ts";
import type { Request } from "./request.ts";

/** A line may come a little after the reply. */
const REQUESTS_KEPT = 20;
/** What is shorter may be anyone's word. */
const SHORTEST = 12;
/** Ids are no secret: a cancellation is logged with whose it was. */
const isId = (name: string) => /Id$/.test(name);

export function watchLog() {
  let said: string[][] = [];
  let found: Finding[] = [];
  return {
    /** Remembers what must not be in the log: the token, and every text of the headers and of the body's fields. */
    expect(request: Request) {
      said = [...said, secretsOf(request)].slice(-REQUESTS_KEPT);
    },
    read(line: string) {
      const token = /eyJ[\w-]+\.[\w-]*/.exec(line)?.[0];
      const secret = token ?? said.flat().find((one) => line.includes(one));
      if (secret !== undefined) found.push({ check: "logsNoSecret", what: `${secret} is in the log: ${line}` });
      if (!isEntry(line)) found.push({ check: "logsNoBug", what: line });
    },
    /** The findings since it was last asked. */
    take() {
      const taken = found;
      found = [];
      return taken;
    },
  };
}

/** Anything but a line of the log at its normal level is a bug that was caught somewhere, or was not. */
function isEntry(line: string) {
  try {
    return JSON.parse(line).level === "INFO";
  } catch {
    return false;
  }
}

function secretsOf({ headers, body }: Request): string[] {
  const fromHeaders = headers
    .filter(([name]) => name !== "Content-Type")
    .map(([, value]) => value.replace(/^Bearer /, ""));
  // By its looks: a body may be no JSON, or deeper than anyone can follow.
  const fields = [...(body?.toString() ?? "").matchAll(/"([^"\\]+)":"([^"\\]+)"/g)];
  const fromBody = fields.flatMap(([, name = "", value = ""]) => (isId(name) ? [] : [value]));
  return [...fromHeaders, ...fromBody].filter(({ length }) => length >= SHORTEST);
}
