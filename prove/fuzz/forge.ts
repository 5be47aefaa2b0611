/** Forges ids and cursors that the server never gave out, from ones that it did. */
import { SLOT_SECONDS } from "../model/slot.ts";

/** By name. `at`, in [0, 1), says where the text is changed. */
export const forgeries: Record<string, (text: string, at: number) => string> = {
  flipBit: (text, at) => bytes(text, (all) => xor(all, Math.floor(at * all.length), 1 << Math.floor((at * 1000) % 8))),
  truncate: (text, at) => text.slice(0, Math.floor(at * text.length)) || "A",
  extend: (text) => `${text}AAAA`,
  twice: (text) => text + text,
  // Other spellings of the same bytes, as a lenient decoder reads them.
  padded: (text) => `${text}=`,
  standardAlphabet: (text) => text.replaceAll("-", "+").replaceAll("_", "/"),
  upperCase: (text) => text.toUpperCase(),
  // Changes of an id's fields: 8 random bytes, 4 for the slot, 5 for the second of the reservation, then the provider.
  neverGiven: (text) => neverGiven(text),
  nextSlot: (text) => fields(text, (all) => add(all, 8, 4, 1)),
  endOfTime: (text) => fields(text, (all) => all.fill(0xff, 8, 12)),
  reservedEarlier: (text) => fields(text, (all) => add(all, 12, 5, -2 * SLOT_SECONDS)),
  otherProvider: (text, at) => fields(text, (all) => all.fill(`${at}`, 17)),
  noProvider: (text) => fields(text, (all) => all.subarray(0, 17)),
  // Changes of a cursor's JSON.
  cursorOfNothing: () => encoded({}),
  cursorWithoutPlace: (text) => json(text, ({ query }) => ({ query })),
  cursorOfNoQuery: (text) => json(text, ({ place }) => ({ place, query: "{}" })),
  cursorOfAnyone: (text) => json(text, ({ query }) => ({ query, place: "someone" })),
  cursorAtTheEnd: (text) => json(text, ({ query, place }) => ({ query, place: moved(place, 253_370_763_900) })),
  cursorBeyondTime: (text) => json(text, ({ query, place }) => ({ query, place: moved(place, 8.64e12 + 900) })),
  cursorOffGrid: (text) => json(text, ({ query, place }) => ({ query, place: moved(place, -1.5) })),
};

/** An id of the same slot, second and provider that was given to nobody. */
export const neverGiven = (appointmentId: string) =>
  bytes(appointmentId, (all) => {
    for (let i = 0; i < Math.min(8, all.length); i++) xor(all, i, 0xff);
    return all;
  });

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const bytes = (text: string, change: (all: Buffer) => Buffer) =>
  change(Buffer.from(text, "base64url")).toString("base64url") || "A";
/** Like `bytes`, but leaves a text alone that is too short to be an id. */
const fields = (text: string, change: (all: Buffer) => Buffer) =>
  bytes(text, (all) => (all.length > 17 ? change(all) : all));

function xor(all: Buffer, at: number, bits: number) {
  all[at] = (all[at] ?? 0) ^ bits;
  return all;
}

function add(all: Buffer, at: number, length: number, amount: number) {
  const limit = 2 ** (8 * length);
  all.writeUIntBE((all.readUIntBE(at, length) + amount + limit) % limit, at, length);
  return all;
}

function json(text: string, change: (cursor: { query?: unknown; place?: unknown }) => object) {
  try {
    return encoded(change(JSON.parse(Buffer.from(text, "base64url").toString())));
  } catch {
    return encoded({});
  }
}

/** A cursor's place with every number in it replaced. */
function moved(place: unknown, to: number): unknown {
  if (typeof place === "number") return to;
  if (typeof place !== "object" || place === null) return place;
  return Object.fromEntries(Object.entries(place).map(([key, value]) => [key, moved(value, to)]));
}
