import { createContext } from "preact";
import type { Client, User } from "../client/index.ts";
import type { Clock } from "./clock.ts";

/** What every view needs once someone is signed in. */
export interface SignedIn {
  client: Client;
  clock: Clock;
  userId: string;
  /** The time zone of the viewer's device. */
  zone: string;
  signIn(): void;
}

export const SignedInContext = createContext<SignedIn | undefined>(undefined);

/** The profile of the person who is signed in. */
export const ProfileContext = createContext<User | undefined>(undefined);
