/** A failure as one can act on it: what is wrong, the seed that shows it, and the smallest request that does. */
import type { Failure } from "./fuzz.ts";
import { bytesOf, type Request } from "./request.ts";
import { breakages } from "./wire.ts";

/** Longer requests are told in full only by their seed. */
const SHOWN = 4000;

export function report(seed: number, { index, findings, request }: Failure, url: string): string {
  const lines = [
    ...findings.map(({ check, what }) => `${check}: ${what}`),
    `again: npm run fuzz -- --seed ${seed} --only ${index}`,
    request.breakage === undefined ? curl(request, url) : raw(bytesOf(request), request.breakage, url),
  ];
  return `\n${lines.map((line) => line.slice(0, SHOWN)).join("\n")}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** As a line to paste, with a fresh token in place of its own. */
function curl({ method, target, headers, body, caller }: Request, url: string) {
  const header = ([name, value]: [string, string]) =>
    caller && value === caller.authorization
      ? `-H "${name}: Bearer $(npm run -s token -- ${caller.role} ${quoted(caller.userId)})"`
      : `-H ${quoted(`${name}: ${value}`)}`;
  return [
    `curl -i -X ${method} --path-as-is ${quoted(url + target)}`,
    ...headers.map(header),
    ...(body ? [`--data-binary ${quoted(body.toString())}`] : []),
  ].join(" ");
}

function raw(bytes: Buffer, breakage: number, url: string) {
  const { hostname, port } = new URL(url);
  const sent = JSON.stringify(breakages[breakage]?.(bytes).bytes.toString("latin1")).replaceAll("'", "\\u0027");
  return `node -e 'process.stdout.write(Buffer.from(${sent}, "latin1"))' | nc ${hostname} ${port}`;
}
