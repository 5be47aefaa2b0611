/** Where a slot stands: `free` is nothing there, or something that lapsed. */
export type State = "free" | "reserved" | "confirmed" | "cancelled" | "blocked";

/**
 * Every step in the life of an appointment: the states it is allowed from, and where it leads. The conditions on the
 * writes are made from this, and the diagram in docs/lifecycle.md is tested against it. Time alone takes what is
 * reserved to free; a confirmed appointment stays what it is.
 */
export const transitions = {
  reserve: { from: ["free", "cancelled"], to: "reserved" },
  confirm: { from: ["reserved", "confirmed"], to: "confirmed" },
  cancel: { from: ["reserved", "confirmed"], to: "cancelled" },
  /** The slot an appointment is moved to; a hold there must be the client's own. */
  moveTo: { from: ["free", "cancelled"], to: "confirmed" },
  moveToOwnHold: { from: ["reserved"], to: "confirmed" },
  /** The slot an appointment is moved from: first it is decided where to, then it is left. */
  decide: { from: ["confirmed"], to: "confirmed" },
  moveFrom: { from: ["confirmed"], to: "cancelled" },
  /** The slot a move took in vain. */
  giveBack: { from: ["confirmed"], to: "cancelled" },
  /** What a provider takes back and gives again. */
  withdraw: { from: ["free", "cancelled"], to: "blocked" },
  lift: { from: ["blocked"], to: "free" },
} as const satisfies Record<string, { from: readonly State[]; to: State }>;

export type Transition = keyof typeof transitions;
