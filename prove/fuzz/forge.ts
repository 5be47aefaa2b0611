/** Ids and cursors that were never given out, each made of one that was. */
import { DAY_SECONDS, SLOT_SECONDS } from "../../shared/domain/rules.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** `at` is a number in [0, 1) that says where. */
export const forgeries: Record<string, (text: string, at: number) => string> = {
  flipBit: (text, at) => bytes(text, (all) => flip(all, Math.floor(at * all.length), 1 << Math.floor((at * 1000) % 8))),
  anotherLetter: (text, at) => {
    const i = Math.floor(at * text.length);
    return text.slice(0, i) + ALPHABET[(ALPHABET.indexOf(text[i] ?? "A") + 1) % 64] + text.slice(i + 1);
  },
  truncate: (text, at) => text.slice(0, Math.floor(at * text.length)) || "A",
  extend: (text, at) => text + ALPHABET[Math.floor(at * 64)],
  extendByBytes: (text) => `${text}AAAA`,
  twice: (text) => text + text,
  reverse: (text) => [...text].reverse().join(""),
  // Other spellings of the same bytes, as a lenient decoder reads them.
  unusedBits: (text) => text.slice(0, -1) + ALPHABET[ALPHABET.indexOf(text.at(-1) ?? "A") ^ 1],
  padded: (text) => `${text}=`,
  standardAlphabet: (text) => text.replaceAll("-", "+").replaceAll("_", "/"),
  spaced: (text, at) => `${text.slice(0, Math.floor(at * text.length))} ${text.slice(Math.floor(at * text.length))}`,
  upperCase: (text) => text.toUpperCase(),
  // An id's own fields: 8 random bytes, the slot in 4, the second of reserving in 5, the provider.
  otherRandom: (text) => neverGiven(text),
  nextSlot: (text) => fields(text, (all) => add(all, 8, 4, 1)),
  endOfTime: (text) => fields(text, (all) => all.fill(0xff, 8, 12)),
  beginningOfTime: (text) => fields(text, (all) => all.fill(0, 8, 12)),
  reservedEarlier: (text) => fields(text, (all) => add(all, 12, 5, -2 * SLOT_SECONDS)),
  reservedLater: (text) => fields(text, (all) => add(all, 12, 5, DAY_SECONDS)),
  otherProvider: (text, at) => fields(text, (all) => all.fill(`${at}`, 17)),
  binaryProvider: (text) => fields(text, (all) => all.fill(0xe9, 17)),
  noProvider: (text) => fields(text, (all) => all.subarray(0, 17)),
  // A cursor's own JSON.
  cursorOfNothing: () => encoded("{}"),
  cursorOfArray: () => encoded("[]"),
  cursorWithoutPlace: (text) => json(text, (cursor) => ({ ...cursor, place: undefined })),
  cursorWithPrototype: (text) => encoded(decoded(text).replace("{", '{"__proto__":{"query":"{}"},')),
  cursorAtTheEnd: (text) => json(text, (cursor) => ({ ...cursor, place: moved(cursor.place, 253_370_763_900) })),
  cursorAtTheBeginning: (text) => json(text, (cursor) => ({ ...cursor, place: moved(cursor.place, 0) })),
  cursorBeyondTime: (text) => json(text, (cursor) => ({ ...cursor, place: moved(cursor.place, 8.64e12 + 900) })),
  cursorAtNoTime: (text) => json(text, (cursor) => ({ ...cursor, place: moved(cursor.place, -900) })),
  cursorOffGrid: (text) => json(text, (cursor) => ({ ...cursor, place: moved(cursor.place, 1.5) })),
  cursorOfAnyone: (text) => json(text, (cursor) => ({ ...cursor, place: "someone" })),
  cursorOfNoQuery: (text) => json(text, (cursor) => ({ ...cursor, query: "{}" })),
  cursorWithMore: (text) => json(text, (cursor) => ({ ...cursor, more: "x".repeat(300) })),
};

/** An id of the same slot, second and provider that nobody was given. */
export const neverGiven = (appointmentId: string) =>
  bytes(appointmentId, (all) => {
    for (let i = 0; i < Math.min(8, all.length); i++) flip(all, i, 0xff);
    return all;
  });

const decoded = (text: string) => Buffer.from(text, "base64url").toString();
const encoded = (text: string) => Buffer.from(text).toString("base64url");

function bytes(text: string, change: (all: Buffer) => Buffer) {
  return change(Buffer.from(text, "base64url")).toString("base64url") || "A";
}

/** Likewise, of what has all the fields of an id. */
const fields = (text: string, change: (all: Buffer) => Buffer) =>
  bytes(text, (all) => (all.length > 17 ? change(all) : all));

function flip(all: Buffer, at: number, bits: number) {
  if (at < all.length) all[at] = (all[at] ?? 0) ^ bits;
  return all;
}

function add(all: Buffer, at: number, length: number, amount: number) {
  const limit = 2 ** (8 * length);
  all.writeUIntBE((all.readUIntBE(at, length) + amount + limit) % limit, at, length);
  return all;
}

type Cursor = { query?: unknown; place?: unknown };

function json(text: string, change: (cursor: Cursor) => object) {
  try {
    return encoded(JSON.stringify(change(JSON.parse(decoded(text)))));
  } catch {
    return encoded("{}");
  }
}

/** A place in a list with every number of it, be it its slot or where the list ends, another. */
function moved(place: unknown, to: number): unknown {
  if (typeof place === "number") return to;
  if (typeof place !== "object" || place === null) return place;
  return Object.fromEntries(Object.entries(place).map(([key, value]) => [key, moved(value, to)]));
}
