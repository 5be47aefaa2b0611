/**
 * A name begins with a visible letter, digit, punctuation mark or symbol. Unicode counts some invisible fillers as letters and
 * symbols.
 */
const BEGINS = /^[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]/v;

/** What breaks a line or a text: control characters, line and paragraph separators, half of a surrogate pair. */
const FORBIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Whether a text can be shown as a person's name, on one line. */
export const isName = (text: string) => BEGINS.test(text) && !FORBIDDEN.test(text);

/** Counts characters as JSON Schema does: one outside the basic plane, such as an emoji, counts as one, not two. */
export const hasAtMost = (characters: number) => (text: string) => [...text].length <= characters;
