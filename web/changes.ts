/** Tells every view, in this tab and in others, to read again, because something may have changed. */
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

/** Calls `read` when something may have changed. Returns a function that ends this. */
export function onChange(read: () => void): () => void {
  readers.add(read);
  return () => void readers.delete(read);
}
