export interface User {
  userId: string;
  role: "provider" | "client";
  name: string;
  email?: string;
  timeZone?: string;
  /** Epoch seconds. */
  createdAt: number;
  /** Grows with each change. */
  version: number;
}

/** The profiles of some users, by userId. */
export type Profiles = ReadonlyMap<string, User>;

/** A provider's name, which everyone may know; undefined for any other profile. */
export const publicName = (profile: User | undefined) => (profile?.role === "provider" ? profile.name : undefined);
