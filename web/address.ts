/** The addresses inside the page. They are in the URL's hash, so that any static host can serve the page. */
import { useEffect, useState } from "preact/hooks";

export interface Address {
  view: string;
  /** The parts after the view's name, such as `ada` and `2031-03-03` in `#/providers/ada/2031-03-03`. */
  rest: string[];
  query: URLSearchParams;
}

function parseAddress(hash: string): Address {
  const [path = "", query] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...rest] = path.split("/").map(decoded);
  return { view, rest, query: new URLSearchParams(query) };
}

/** Decodes a part; leaves it as it is if someone mistyped it. */
function decoded(part: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const to = {
  start: () => "#/",
  providers: () => "#/providers",
  /** A provider's free slots. `moving` is the id of an appointment to move to one of them. */
  provider: (providerId: string, date?: string, moving?: string) =>
    `#/providers/${encodeURIComponent(providerId)}${date ? `/${date}` : ""}${moving ? `?move=${moving}` : ""}`,
  appointments: () => "#/appointments",
  appointment: (appointmentId: string) => `#/appointments/${appointmentId}`,
  schedule: (date?: string) => `#/schedule${date ? `/${date}` : ""}`,
  hours: () => "#/hours",
  calendar: () => "#/calendar",
  profile: () => "#/profile",
};

export const goTo = (address: string) => {
  location.hash = address;
};

/** Goes to an address, and drops the present one from the history because it only redirects. */
export const replaceBy = (address: string) => location.replace(address);

export function useAddress(): Address {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return parseAddress(hash);
}
