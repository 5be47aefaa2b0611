/** A call as its caller sees it. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";
import type { State } from "./state.ts";

export interface Asked {
  operationId: OperationId;
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, string>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every shape, held against the contract where they arrive
  body: any;
  /** What the contract does not allow in it. */
  fault?: string | undefined;
}

export interface Call extends Asked {
  as: Caller;
  /** Its server's clock, epoch seconds. */
  now: number;
  /** Makes its ids differ from those of other calls. */
  number: number;
}

/** What happened from the beginning of a call to its answer. */
export interface Window {
  /** What the table held. */
  table: Iterable<State>;
  /** What its indexes held. */
  index: Iterable<State>;
  /** Whether a fault hit the call, or another call wrote meanwhile. */
  disturbed: boolean;
}

/** The last part of a problem's type. */
export const kindOf = ({ body }: Answer): string | undefined => body?.type?.replace("/problems/", "");

export const seconds = (text: unknown) => Date.parse(`${text}`) / 1000;

/** The client for whom a call reserves. */
export const clientOf = ({ as, body }: Call) => body?.clientId ?? as.userId;

export const idOf = ({ path }: Call) => path?.appointmentId ?? "";
