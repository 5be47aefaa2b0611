/** Makes every view, in this tab and in others, read again when something may have changed. */
const channel = new BroadcastChannel("reservation-api");
const readers = new Set<() => void>();

/** Makes every view of this tab read again. */
export const readEverything = () => {
  for (const read of readers) read();
};
channel.onmessage = readEverything;
document.addEventListener("visibilitychange", () => document.hidden || readEverything());
addEventListener("online", readEverything);

export function announceChange() {
  channel.postMessage("changed");
  readEverything();
}

/** Calls `read` when something may have changed. Returns a function that ends this. */
export function onChange(read: () => void): () => void {
  readers.add(read);
  return () => void readers.delete(read);
}
