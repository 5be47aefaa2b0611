// Generated from openapi.yaml by `npm run generate`.

import type { AlreadyExists, AlreadyStarted, Cancelled, ClientBusy, Forbidden, HasAppointments, Internal, Invalid, MethodNotAllowed, NotConfirmed, NotFound, PartlyStored, PayloadTooLarge, Rescheduled, ReservationExpired, SlotHeld, SlotNotOffered, SlotTaken, Throttled, TooManyHolds, TooSoon, Unauthenticated, Unavailable, VersionMismatch } from "./types.gen.ts";

export const problems = {
  "invalid-request": { status: 400, title: "Invalid request" },
  "unauthenticated": { status: 401, title: "Unauthenticated" },
  "forbidden": { status: 403, title: "Forbidden" },
  "not-found": { status: 404, title: "Not found" },
  "slot-not-offered": { status: 404, title: "Slot not offered" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  "slot-held": { status: 409, title: "Slot held" },
  "slot-taken": { status: 409, title: "Slot taken" },
  "not-confirmed": { status: 409, title: "Not confirmed" },
  "rescheduled": { status: 409, title: "Rescheduled" },
  "already-started": { status: 409, title: "Already started" },
  "too-many-holds": { status: 409, title: "Too many holds" },
  "client-busy": { status: 409, title: "Client busy" },
  "has-appointments": { status: 409, title: "Has appointments" },
  "already-exists": { status: 409, title: "Already exists" },
  "reservation-expired": { status: 410, title: "Reservation expired" },
  "cancelled": { status: 410, title: "Cancelled" },
  "version-mismatch": { status: 412, title: "Version mismatch" },
  "payload-too-large": { status: 413, title: "Payload too large" },
  "too-soon": { status: 422, title: "Too soon" },
  "throttled": { status: 429, title: "Throttled" },
  "internal": { status: 500, title: "Internal error" },
  "unavailable": { status: 503, title: "Unavailable" },
  "partly-stored": { status: 503, title: "Partly stored" },
} as const;

/** A problem's body, by the last part of its type. */
export type ProblemBodies = {
  "invalid-request": Invalid;
  "unauthenticated": Unauthenticated;
  "forbidden": Forbidden;
  "not-found": NotFound;
  "slot-not-offered": SlotNotOffered;
  "method-not-allowed": MethodNotAllowed;
  "slot-held": SlotHeld;
  "slot-taken": SlotTaken;
  "not-confirmed": NotConfirmed;
  "rescheduled": Rescheduled;
  "already-started": AlreadyStarted;
  "too-many-holds": TooManyHolds;
  "client-busy": ClientBusy;
  "has-appointments": HasAppointments;
  "already-exists": AlreadyExists;
  "reservation-expired": ReservationExpired;
  "cancelled": Cancelled;
  "version-mismatch": VersionMismatch;
  "payload-too-large": PayloadTooLarge;
  "too-soon": TooSoon;
  "throttled": Throttled;
  "internal": Internal;
  "unavailable": Unavailable;
  "partly-stored": PartlyStored;
};
