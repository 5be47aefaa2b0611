/** Reads replies off the wire, and believes nothing that is not exactly HTTP/1.1: a header must not smuggle another in. */

export interface WireReply {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
}

/** How many bytes a reply to `method` takes at the beginning of some, or undefined while there are more to come. */
export function readReply(bytes: Buffer, method: string): { reply: WireReply; length: number } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const [, code] = /^HTTP\/1\.1 (\d{3})(?: [\x20-\x7e]*)?$/.exec(first) ?? [];
  if (!code) throw new Error(`the reply begins with ${JSON.stringify(first)}`);
  const status = Number(code);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+): ?([\x20-\x7e]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`a reply's header is ${JSON.stringify(line)}`);
    if (Object.hasOwn(headers, name.toLowerCase())) throw new Error(`a reply has two ${name} headers`);
    headers[name.toLowerCase()] = value;
  }
  const at = end + 4;
  // 100 Continue: the reply itself follows.
  if (status < 200) {
    const next = readReply(bytes.subarray(at), method);
    return next && { ...next, length: at + next.length };
  }
  const done = (body: Buffer, length: number) => ({ reply: { status, headers, body }, length });
  if (method === "HEAD" || status === 204 || status === 304) return done(Buffer.alloc(0), at);
  if (headers["transfer-encoding"] === "chunked") {
    const chunked = readChunks(bytes, at);
    return chunked && done(chunked.body, chunked.end);
  }
  const length = Number(headers["content-length"] ?? 0);
  return bytes.length < at + length ? undefined : done(bytes.subarray(at, at + length), at + length);
}

function readChunks(bytes: Buffer, from: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = [];
  let at = from;
  for (;;) {
    const line = bytes.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, line), 16);
    const end = line + 2 + size;
    if (!(size >= 0)) throw new Error("a reply's chunk has no size");
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), end: end + 2 };
    chunks.push(bytes.subarray(line + 2, end));
    at = end + 2;
  }
}
