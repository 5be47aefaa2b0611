import { describe, expect, it } from "vitest";
import { hasAtMost, isName } from "./name.ts";

describe("Given a name", () => {
  it.each(["Ada", "Dr. Ada Lovelace", "O'Neil", "李", "محمد", "नमस्ते", "’t Hooft", "3M", "☃", "👩‍⚕️ Ada", "(retired)"])(
    "%j can be shown",
    (name) => {
      expect(isName(name)).toBe(true);
    },
  );

  it.each([
    ["nothing", ""],
    ["a space", " Ada"],
    ["a no-break space", "\u00a0Ada"],
    ["a zero-width space", "\u200bAda"],
    ["a byte order mark", "\ufeffAda"],
    ["a soft hyphen", "\u00ad"],
    ["a Hangul filler, which Unicode counts as a letter", "\u3164"],
    ["a half-width Hangul filler", "\uffa0"],
    ["a blank Braille pattern, which Unicode counts as a symbol", "\u2800"],
    ["a variation selector", "\ufe0f"],
    ["an accent on nothing", "\u0301a"],
    ["a private character", "\ue000"],
  ])("one that begins with %s cannot be shown", (_, name) => {
    expect(isName(name)).toBe(false);
  });

  it.each([
    ["a line break", "\n"],
    ["a tab", "\t"],
    ["a delete", "\u007f"],
    ["a next line", "\u0085"],
    ["a line separator", "\u2028"],
    ["a paragraph separator", "\u2029"],
    ["half of a surrogate pair", "\ud83d"],
  ])("one that contains %s cannot be shown", (_, character) => {
    for (const name of [`A${character}`, `A${character}B`, character]) expect(isName(name)).toBe(false);
  });
});

describe("Given a greatest length", () => {
  it("a character outside the basic plane counts once", () => {
    expect([hasAtMost(2)("👩👩"), hasAtMost(2)("ab"), hasAtMost(2)("👩👩👩"), hasAtMost(2)("abc")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
