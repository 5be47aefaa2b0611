/** A schedule as the page shows it: adjacent free slots, or withdrawn ones, as one run; each hold and appointment by itself. */
import type { ScheduledSlot } from "../client/index.ts";

export interface Run {
  status: "open" | "withdrawn";
  slots: [ScheduledSlot, ...ScheduledSlot[]];
}

export type Entry = Run | (ScheduledSlot & { status: "reserved" | "confirmed" });

export const isRun = (entry: Entry): entry is Run => "slots" in entry;

export function entriesOf(slots: ScheduledSlot[]): Entry[] {
  const entries: Entry[] = [];
  for (const slot of slots) {
    const last = entries.at(-1);
    const { status } = slot;
    if (status === "reserved" || status === "confirmed") entries.push({ ...slot, status });
    else if (last && isRun(last) && last.status === status && last.slots.at(-1)?.endsAt === slot.startsAt)
      last.slots.push(slot);
    else entries.push({ status, slots: [slot] });
  }
  return entries;
}
