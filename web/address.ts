/** The addresses inside the page. They are hashes, so that any static host serves it. */
import { useEffect, useState } from "preact/hooks";

export interface Address {
  view: string;
  /** What stands behind the view's name, as in `#/providers/ada/2031-03-03`. */
  rest: string[];
  query: URLSearchParams;
}

function parseAddress(hash: string): Address {
  const [path = "", query] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...rest] = path.split("/").map(decoded);
  return { view, rest, query: new URLSearchParams(query) };
}

/** As it stands where it was mistyped. */
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
  /** A provider's free slots; `moving` is the appointment that is to be moved to one of them. */
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

/** Goes there without a step back to here: for an address that only leads on. */
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
