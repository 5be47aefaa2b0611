/** A call as it was seen from outside, and what it sent to be written. Its instants count events, not seconds. */

import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";

export type { Caller };

export interface Request {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape, held against the contract where they arrive
  body: any;
  /** What of it is not as the contract promises. */
  fault?: string | undefined;
}

/** A write that a call sent. */
export interface Write {
  /** `take` claims a slot, `decide` says where an appointment is moved to, `release` gives a slot up. */
  kind: "take" | "decide" | "release" | "other";
  /** Of the claim that is written. */
  appointmentId: string | undefined;
  clientId: string | undefined;
  /** Of the appointment a released one was moved to. */
  rescheduledTo: string | undefined;
}

/** After all that happens. */
export const NEVER = Number.POSITIVE_INFINITY;

export interface Call extends Request {
  operationId: OperationId;
  as: Caller;
  /** Its server's clock, epoch seconds. */
  now: number;
  /** When it was made, and when its answer came or it was given up. */
  from: number;
  to: number;
  /** When the last of what it sent can have acted. */
  actsUntil: number;
  /** None came where its server was killed. */
  answer: Answer | undefined;
  /** Each of its writes that acted, as often as it did. */
  writes: readonly Write[];
  /** What faults met of what it sent: a write, or a read. */
  faults: readonly (Write | "read")[];
  /** Since when what it read of an item in an index may have been out of date, by the item's key. */
  staleSince: Map<string, number>;
}

/** Whether its caller cannot know what became of it. */
export const isUnsure = ({ answer }: Call) => answer === undefined || answer.status === 503;

/** The last part of a problem's type. */
export const kindOf = ({ answer }: Call): string | undefined => answer?.body?.type?.replace("/problems/", "");
