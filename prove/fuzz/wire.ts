/** Requests that are no HTTP any more, made of one that is. The server may refuse them itself, or hang up. */

export interface Broken {
  bytes: Buffer;
  /** Whether nothing more will come: what is not complete would rightly be waited for. */
  ends: boolean;
}

const CRLF = "\r\n";

/** Puts a line among the headers. */
const withLine = (line: string) => (request: string) => request.replace(CRLF, `${CRLF}${line}${CRLF}`);
const withoutLine = (name: string) => (request: string) => request.replace(new RegExp(`${name}: [^\r]*\r\n`, "i"), "");
const framed = (line: string, rest: string) => (request: string) =>
  `${withLine(line)(withoutLine("Content-Length")(request)).split(`${CRLF}${CRLF}`, 1)[0]}${CRLF}${CRLF}${rest}`;

const complete: ((request: string) => string)[] = [
  // Framing that two servers might read differently.
  framed(`Content-Length: 2${CRLF}Content-Length: 3`, "{}"),
  framed("Content-Length: -1", "{}"),
  framed("Content-Length: 1e1", "{}"),
  framed("Content-Length: 99999999999999999999", "{}"),
  framed("Content-Length: 0x2", "{}"),
  framed("Content-Length: 2, 2", "{}"),
  framed("Transfer-Encoding: chunked", `2${CRLF}{}${CRLF}0${CRLF}${CRLF}`),
  framed(`Transfer-Encoding: chunked${CRLF}Content-Length: 2`, `0${CRLF}${CRLF}`),
  framed("Transfer-Encoding: chunked", `zz${CRLF}{}${CRLF}0${CRLF}${CRLF}`),
  framed("Transfer-Encoding: chunked", `ffffffffffffffffff${CRLF}`),
  framed("Transfer-Encoding: chunked", `2;a="${"b".repeat(20_000)}"${CRLF}{}${CRLF}0${CRLF}${CRLF}`),
  framed("Transfer-Encoding: chunked", `0${CRLF}X-Trailer: a${CRLF}__proto__: 1${CRLF}${CRLF}`),
  framed("Transfer-Encoding: gzip", "{}"),
  framed("Transfer-Encoding : chunked", `0${CRLF}${CRLF}`),
  framed("Transfer-Encoding: \x0bchunked", `0${CRLF}${CRLF}`),
  // Heads.
  withLine("X-Nul: a\0b"),
  withLine("X-Bell: \x07"),
  withLine(": no name"),
  withLine("no colon"),
  withLine("X-Space : 1"),
  withLine("X Y: 1"),
  withLine(" folded: 1"),
  withLine("X-Return: a\rX-Injected: 1"),
  withLine(`X-Large: ${"a".repeat(20_000)}`),
  withLine(Array.from({ length: 3000 }, (_, i) => `h${i}:1`).join(CRLF)),
  withLine("Expect: the-unexpected"),
  withLine("Expect: 100-continue"),
  withLine("Host: other.example"),
  withLine(`Connection: Upgrade${CRLF}Upgrade: websocket${CRLF}Sec-WebSocket-Key: AAAA`),
  withLine(`Connection: Upgrade, HTTP2-Settings${CRLF}Upgrade: h2c${CRLF}HTTP2-Settings: AAMAAABk`),
  withoutLine("Host"),
  (request) => request.replaceAll(CRLF, "\n"),
  // Request lines.
  (request) => request.replace("HTTP/1.1", "HTTP/1.0"),
  (request) => request.replace("HTTP/1.1", "HTTP/9.9"),
  (request) => request.replace("HTTP/1.1", "HTTP/1.1 HTTP/1.1"),
  (request) => request.replace(" HTTP/1.1", ""),
  (request) => request.replace(/^\w+/, "get"),
  (request) => request.replace(/^\w+/, "G\0T"),
  (request) => request.replace(/^\w+/, "A".repeat(9000)),
  (request) => request.replace(/^\w+ \S+/, "CONNECT evil.example:443"),
  (request) => request.replace(/^(\w+) \S+/, "$1 *"),
  (request) => request.replace(/^(\w+) \S+/, "$1 /a b"),
  (request) => request.replace(/^(\w+) \S+/, "$1 /\xff\xfe"),
  (request) => request.replace(/^(\w+) \S+/, "$1 /a\0b"),
  (request) => request.replace(/^(\w+) \S+/, `$1 /a${CRLF}X-Injected: 1${CRLF}${CRLF}`),
  (request) => request.replace(/^(\w+) \S+/, `$1 /${"a".repeat(20_000)}`),
  (request) => ` ${request}`,
  (request) => `${CRLF}${CRLF}${request}`,
  (request) => `${request}GET /pipelined HTTP/1.1${CRLF}Host: x${CRLF}${CRLF}`,
  () => `PRI * HTTP/2.0${CRLF}${CRLF}SM${CRLF}${CRLF}`,
  () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\0\0\0\0",
];

const cut: ((request: string) => string)[] = [
  (request) => request.slice(0, request.length / 2),
  (request) => request.slice(0, -1),
  (request) => request.slice(0, 5),
  framed("Content-Length: 100", "{}"),
  framed("Transfer-Encoding: chunked", `ff${CRLF}{}`),
  () => "",
];

export const breakages: ((request: Buffer) => Broken)[] = [
  ...complete.map((change) => (request: Buffer) => ({ bytes: changed(request, change), ends: false })),
  ...cut.map((change) => (request: Buffer) => ({ bytes: changed(request, change), ends: true })),
];

const changed = (request: Buffer, change: (text: string) => string) =>
  Buffer.from(change(request.toString("latin1")), "latin1");
