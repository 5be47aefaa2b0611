/** Tells every view, in this tab and the others, that something may have changed and should be read again. */
const channel = new BroadcastChannel("reservation-api");
const readers = new Set<() => void>();

const tellReaders = () => {
  for (const read of readers) read();
};
channel.onmessage = tellReaders;
document.addEventListener("visibilitychange", () => document.hidden || tellReaders());

export function announceChange() {
  channel.postMessage("changed");
  tellReaders();
}

/** Returns what ends it. */
export function onChange(read: () => void): () => void {
  readers.add(read);
  return () => void readers.delete(read);
}
