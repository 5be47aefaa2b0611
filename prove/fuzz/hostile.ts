/** Hostile values for each part of a request. fast-check's own strings add names such as `__proto__`. */

const words = (text: string) => text.trim().split(/\s+/);
const long = (length: number) => "A".repeat(length);

/** For any text: a parameter, a header, a field. */
export const texts = [
  ...["", " ", "a b", "\0", "a\0b", "\r\nX-Injected: 1", "a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "\x7f", "\x1b[31m"],
  ...[
    "\u2028",
    "\ufeff",
    "\u202e",
    "\ud800",
    "\udc00",
    "\ud83d\ude00",
    "e\u0301",
    "\u{10ffff}",
    "' OR '1'='1",
    "{{7*7}}",
  ],
  ...words(
    String.raw`. .. ../../etc/passwd % %00 %zz %2e%2e%2f %c0%af %ed%a0%80 ﬀ İ ß <script> # PROVIDER# USER#a a|b | \ " ; a/b ~`,
  ),
  ...words("__proto__ constructor toString then null undefined true NaN [object - * 0 -0"),
  ...[255, 256, 400, 401, 2000, 2001, 5000].map(long),
  ...["é".repeat(64), "😀".repeat(33)],
];

export const numbers = [
  ...words(
    "0 -0 -1 1.5 1e2 1e400 -1e400 0x10 +5 05 5_0 ٥ 500 501 999999999 2147483648 9007199254740993 9223372036854775808",
  ),
  ...[" 5", "5 ", `1${"0".repeat(400)}`],
];

/** Instants, days, times of day and time zones: malformed ones, and those at the limits. */
export const times = [
  ...words(
    "0000-01-01T00:00:00Z 0000-01-01T00:00:00+14:00 9998-12-31T23:59:59Z 9998-12-31T23:59:59-23:59 9999-12-31T23:59:59Z",
  ),
  ...words(
    "+010000-01-01T00:00:00Z -000001-01-01T00:00:00Z 1970-01-01T00:00:00Z 2027-02-30T08:00:00Z 2027-08-13T24:00:00Z",
  ),
  ...words(
    "2016-12-31T23:59:60Z 2027-08-13T08:00:00.9999999999Z 2027-08-13T08:00:00,5Z 2027-08-13T08:00:00 2027-08-13t08:00:00z",
  ),
  ...words(
    "20270813T080000Z 2027-08-13T08:00Z 2027-08-13T08:00:00+24:00 2027-08-13T08:00:00-00:00 1786608000 2027-W32-5",
  ),
  ...words("0000-01-01 9997-12-31 9998-01-01 9999-12-31 2027-02-29 2028-02-29 2027-8-13 2011-12-30 1847-12-01"),
  ...words(
    "24:00 23:59 00:00 25:00 8:00 08:00:00 12:07 UTC GMT Etc/GMT+12 Pacific/Apia Africa/Monrovia Europe/Dublin Factory",
  ),
  ...words("Australia/Lord_Howe EST5EDT europe/london +01:00 Z Europe/Atlantis Europe/../UTC localtime Etc/Unknown"),
];

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** Whole bodies, apart from those that follow a schema. */
export const bodies: Buffer[] = [
  ...[
    "",
    " ",
    "\0",
    "null",
    "[]",
    '""',
    "0",
    "{",
    "}",
    "{}{}",
    '{"a":1}x',
    "\ufeff{}",
    "a=1&b=2",
    "<a/>",
    "NaN",
    "01",
    "'x'",
  ],
  ...[
    '{"role":"client","role":"admin"}',
    '{"name":"\\ud800"}',
    '{"name":"\t"}',
    '{"startsAt":1e400}',
    '{"__proto__":{"role":"admin"}}',
  ],
  ...[nested(32_000), '{"a":'.repeat(10_000), `{${'"a":1,'.repeat(9000)}"a":1}`, `"${long(60_000)}"`],
  // As many faults as fit into 64 KiB: a reply that lists them must still fit Lambda's limit.
  ...[
    `{"weekly":[${"{},".repeat(21_000)}{}],"fromDate":1,"toDate":1}`,
    `{"exceptDates":[${"0,".repeat(32_000)}0],"weekly":[]}`,
  ],
  `{${Array.from({ length: 6000 }, (_, i) => `"${i.toString(36)}":0`).join()}}`,
]
  .map((text) => Buffer.from(text))
  .concat([
    ...[
      Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
      Buffer.from('{"name":"\xff\xfe"}', "latin1"),
      Buffer.from('{"name":"x"}', "utf16le"),
    ],
    ...[Buffer.from([0x1f, 0x8b, 0x08, 0, 0]), Buffer.alloc(64 * 1024, 0x20), Buffer.alloc(64 * 1024 + 1, 0x20)],
  ]);

/** Well-formed headers that some servers let change the meaning of a request. */
export const headers: [string, string][] = [
  ...["text/plain", "application/x-www-form-urlencoded", "*/*", "", "application/json; charset=utf-16"].map(
    (type): [string, string] => ["Content-Type", type],
  ),
  ...["*", '"1"', 'W/"1"', '"1", "2"', '"999999999999999999999"', '"-1"', `"${"1".repeat(5000)}"`].map(
    (tag): [string, string] => ["If-Match", tag],
  ),
  ["X-HTTP-Method-Override", "DELETE"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-Request-Id", "mine"],
  ["Origin", "null"],
  ["Range", "bytes=0-0,-1"],
  ["Content-Encoding", "gzip"],
  ["If-None-Match", "*"],
  ["Cookie", "a=b; __proto__=c"],
  ["__proto__", "1"],
  ["constructor", "1"],
  ["X-Amzn-Trace-Id", "Root=1-\x80"],
];

export const methods = words("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND QUERY");

/** Changes of a whole path. Most results are no path of the contract. */
export const paths: ((path: string) => string)[] = [
  ...[(path: string) => `${path}/`, (path: string) => `/${path}`, (path: string) => path.toUpperCase()],
  (path) => path.replace(/(?<=.)\/([^/]*)$/, "%2f$1"),
  ...[(path: string) => `/x/..${path}`, (path: string) => `${path};a=b`, (path: string) => `${path}%00`],
  (path) => `${path}%0d%0aX-Injected:%201`,
  (path) => path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  ...[(path: string) => `http://evil.example${path}`, (path: string) => `${path}/${long(5000)}`],
  ...[() => "/docs/..%2f..%2fpackage.json", () => "/docs/../package.json", () => "/%", () => "/favicon.ico"],
];
