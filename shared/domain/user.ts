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
