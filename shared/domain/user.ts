/** A person's profile. */
export interface User {
  userId: string;
  role: "provider" | "client";
  name: string;
  email?: string | undefined;
  /** A provider's IANA time zone, which its local hours are in unless it names another. */
  timeZone?: string | undefined;
  /** Epoch seconds. */
  createdAt: number;
  /** Grows with each change; the profile's entity tag. */
  version: number;
}
