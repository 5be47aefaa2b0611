/** What a reconciliation finds: an acknowledged write that is not there, or one that is there once too often. */
export interface Finding {
  kind: "lost" | "doubled";
  what: string;
}

export const lost = (what: string): Finding => ({ kind: "lost", what });
export const doubled = (what: string): Finding => ({ kind: "doubled", what });
