/** What nobody sends by mistake alone: the hostile values, one list for each place they go to. */

const long = (length: number) => "A".repeat(length);

/** Names that mean something to JavaScript, and so might reach more than a field. */
export const prototypeNames = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "toJSON"];

/** For any text: a parameter, a header, a field. */
export const texts = [
  ...prototypeNames,
  ...["", " ", ".", "..", "../../etc/passwd", "%", "%00", "%zz", "%2e%2e%2f", "%u0041", "%c0%af", "%ed%a0%80"],
  ...[
    "\0",
    "a\0b",
    "\r\nX-Injected: 1",
    "a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "\u2028",
    "\ufeff",
    "\u202e",
    "\x7f",
    "\x1b[31m",
  ],
  ...[
    "\ud800",
    "\udc00",
    "\ud83d\ude00",
    "e\u0301",
    "ﬀ",
    "İ",
    "ß",
    "\u{10ffff}",
    "＜script＞",
    "<script>alert(1)</script>",
  ],
  ...[
    "' OR '1'='1",
    "{{7*7}}",
    "$" + "{7*7}",
    "#",
    "PROVIDER#",
    "USER#a",
    "a#b",
    "a|b",
    "|",
    "\\",
    '"',
    ";",
    "a/b",
    "~",
  ],
  ...["null", "undefined", "true", "NaN", "[object Object]", "-", "--", "*", "0", "-0"],
  ...[
    long(255),
    long(256),
    long(400),
    long(401),
    long(2000),
    long(2001),
    long(10_000),
    "é".repeat(64),
    "😀".repeat(33),
  ],
];

export const numbers = [
  ...[
    "0",
    "-0",
    "-1",
    "1.5",
    "1e2",
    "1e400",
    "-1e400",
    "1E-400",
    "0x10",
    "0b1",
    "+5",
    " 5",
    "5 ",
    "05",
    "5_0",
    "5,0",
    "٥",
  ],
  ...["2147483648", "4294967297", "9007199254740993", "9223372036854775808", "-9223372036854775809"],
  ...[`1${"0".repeat(400)}`, "Infinity", "-Infinity", "NaN", "500", "501", "1", "999999999", "9999999999"],
];

/** Instants and days at the ends of time and between the clocks. */
export const times = [
  ...["0000-01-01T00:00:00Z", "0000-01-01T00:00:00+14:00", "0000-01-01T00:00:00-23:59", "0001-01-01T00:00:00Z"],
  ...[
    "9998-12-31T23:59:59Z",
    "9998-12-31T23:45:00Z",
    "9998-12-31T23:59:59-23:59",
    "9999-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ],
  ...[
    "-000001-01-01T00:00:00Z",
    "+010000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:00:00Z",
  ],
  ...[
    "2027-02-29T08:00:00Z",
    "2027-02-30T08:00:00Z",
    "2027-13-01T08:00:00Z",
    "2027-08-13T24:00:00Z",
    "2027-08-13T08:60:00Z",
  ],
  ...[
    "2016-12-31T23:59:60Z",
    "2027-08-13T08:00:00.000000000000000001Z",
    "2027-08-13T08:00:00.9999999999Z",
    "2027-08-13T08:00:00,5Z",
  ],
  ...[
    "2027-08-13T08:00:00",
    "2027-08-13 08:00:00Z",
    "2027-08-13t08:00:00z",
    "2027-08-13T08:00Z",
    "20270813T080000Z",
    "2027-W32-5",
  ],
  ...[
    "2027-08-13T08:00:00+24:00",
    "2027-08-13T08:00:00+02",
    "2027-08-13T08:00:00-00:00",
    "2027-08-13T08:00:00 02:00",
    "1786608000",
  ],
  ...[
    "0000-01-01",
    "0001-01-01",
    "9997-12-31",
    "9998-01-01",
    "9999-12-31",
    "2027-02-29",
    "2028-02-29",
    "2027-8-13",
    "0000-00-00",
  ],
  ...["2011-12-30", "1994-12-31", "1847-12-01", "24:00", "23:59", "00:00", "25:00", "8:00", "08:00:00", "12:07"],
];

export const timeZones = [
  ...[
    "UTC",
    "GMT",
    "Etc/GMT+12",
    "Etc/GMT-14",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Africa/Monrovia",
    "Europe/Dublin",
  ],
  ...[
    "Australia/Lord_Howe",
    "America/Argentina/ComodRivadavia",
    "Antarctica/Troll",
    "Africa/El_Aaiun",
    "EST5EDT",
    "Factory",
  ],
  ...[
    "europe/london",
    "+01:00",
    "Z",
    "Europe/Atlantis",
    "Europe/../UTC",
    "utc",
    "localtime",
    "posixrules",
    "Etc/Unknown",
  ],
];

/** JSON texts that no schema of ours takes where they come, or that JSON does not know at all. */
export const fragments = [
  ...[
    "null",
    "true",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udfff\\ud800"',
    '"\\u0041"',
    '{"__proto__":{}}',
  ],
  ...[
    "undefined",
    "NaN",
    "Infinity",
    "'x'",
    "01",
    "+1",
    ".5",
    "1.",
    "0x1",
    "//",
    "/**/1",
    '"\t"',
    '"\\x41"',
    '"\\u12"',
    "tru",
    ",",
  ],
  ...[`[${"1,".repeat(20_000)}1]`, `{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}`],
  ...[
    `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
    `${'{"a":'.repeat(9000)}1${"}".repeat(9000)}`,
    "[".repeat(30_000),
    `"${long(60_000)}"`,
  ],
  ...[
    `{"toString":1,"valueOf":null,"then":"x","toJSON":"x","length":-1}`,
    `[{},{},{},{},{}]`,
    `[${"{},".repeat(20_000)}{}]`,
  ],
  ...numbers,
];

/** Whole bodies, beside those that follow a schema. */
export const bodies: Buffer[] = [
  asMuchAsThereMayBe(),
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
    "--x\r\n\r\n",
  ],
  ...[`${"[".repeat(32_000)}${"]".repeat(32_000)}`, `${'{"a":'.repeat(10_000)}`, `{${'"a":1,'.repeat(9000)}"a":1}`],
  // As many faults as 64 KiB can hold: the reply must still be one that Lambda can give.
  ...[
    `{"weekly":[${"{},".repeat(21_000)}{}],"fromDate":1,"toDate":1}`,
    `{"exceptDates":[${"0,".repeat(32_000)}0],"weekly":[]}`,
  ],
  `{${Array.from({ length: 6000 }, (_, i) => `"${i.toString(36)}":0`).join()}}`,
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
    Buffer.from('{"name":"\xff\xfe"}', "latin1"),
    Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from('{"role":"client","name":"x"}', "utf16le"),
    Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0, 0x43, 0xbf, 0xa6, 0xa3, 2, 0, 0, 0]),
    Buffer.alloc(64 * 1024, 0x20),
    Buffer.alloc(64 * 1024 + 1, 0x20),
    Buffer.alloc(200_000, 0x5b),
  ]);

/** A year of days and nights, in as many windows as there may be. */
function asMuchAsThereMayBe() {
  const day = (ahead: number) => new Date(Date.now() + ahead * 864e5).toISOString().slice(0, 10);
  const days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
  const weekly = Array.from({ length: 50 }, () => ({ days, from: "00:00", to: "24:00" }));
  return JSON.stringify({ weekly, fromDate: day(2), toDate: day(367), timeZone: "Africa/Monrovia" });
}

/** More than the gateway takes; rare, for it takes its time. */
export const hugeBody = Buffer.alloc(10 * 1024 * 1024 + 1, 0x20);

/** Headers that change what a request means to some server, all of them well-formed. */
export const headers: [string, string][] = [
  ...[
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "*/*",
    "",
  ].map((type): [string, string] => ["Content-Type", type]),
  ["Content-Type", "application/json; charset=utf-16"],
  ["Content-Type", "application/json; charset=\xff"],
  ["Content-Encoding", "gzip"],
  ["X-HTTP-Method-Override", "DELETE"],
  ["X-Forwarded-For", "127.0.0.1"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-Amzn-Trace-Id", "Root=1-\x80"],
  ["X-Request-Id", "mine"],
  ["X-Original-URL", "/users"],
  ["Origin", "null"],
  ["Origin", `https://${long(2000)}.example`],
  ["Accept", "text/html;q=x"],
  ["Accept-Encoding", "gzip, br;q=\x80"],
  ["Range", "bytes=0-0,-1"],
  ["If-Match", "*"],
  ["If-Match", '"1"'],
  ["If-Match", 'W/"1"'],
  ["If-Match", '"1", "2"'],
  ["If-Match", '"999999999999999999999"'],
  ["If-Match", '"-1"'],
  ["If-Match", `"${"1".repeat(10_000)}"`],
  ["If-None-Match", "*"],
  ["Authorization", "Basic YTpi"],
  ["Authorization", ""],
  ["authorization", "Bearer"],
  ["Cookie", "a=b; __proto__=c"],
  ...prototypeNames.map((name): [string, string] => [name, "1"]),
];

export const methods = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PROPFIND",
  "QUERY",
  "PURGE",
];

/** What becomes of a path: the server must know it as another, or as none. */
export const paths: ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.toUpperCase(),
  (path) => path.replace(/(?<=.)\/([^/]*)$/, "%2f$1"),
  (path) => path.replace(/\/([^/]*)$/, "//$1"),
  (path) => `/.${path}`,
  (path) => `/x/..${path}`,
  (path) => `${path}/..`,
  (path) => `${path};a=b`,
  (path) => `${path}%00`,
  (path) => `${path}%0d%0aX-Injected:%201`,
  (path) => path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => `http://evil.example${path}`,
  (path) => `${path}/${long(10_000)}`,
  () => "/docs/..%2f..%2fpackage.json",
  () => "/docs/../package.json",
  () => "/docs/package.json",
  () => `/docs/${"a".repeat(5000)}.css`,
  () => "/docs/.html",
  () => "/openapi.yaml?x",
  () => "/%",
  () => "/favicon.ico",
];
