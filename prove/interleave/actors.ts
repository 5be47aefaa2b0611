/** Who does what to one slot. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Asked } from "../model/call.ts";
import type { Place } from "../model/slot.ts";
import {
  ann,
  type Beginning,
  beginningNames,
  dan,
  dansAppointment,
  first,
  initialId,
  near,
  pat,
  third,
  windowOf,
} from "../world/people.ts";

/** The appointment that an actor sees on the slot. */
interface Seen {
  appointmentId: string;
  clientId: string;
}

export type Asking = Asked & { as: Caller };

/** Someone who makes a given call, or one about the appointment that they see on the slot; or DynamoDB, which sweeps items. */
export type Actor = { name: string } & ({ asks: Asking } | { asksAbout(seen: Seen): Asking } | { sweeps: true });

const path = { providerId: first.providerId };
const [from, to] = windowOf(first, first);

const reserves = (as: Caller): Asking => ({
  ...{ operationId: "reserveAppointment", as },
  body: { providerId: first.providerId, startsAt: formatInstant(first.startsAt) },
});
const does = (operationId: OperationId, as: Caller, appointmentId = initialId(ann, first)): Asking => ({
  ...{ operationId, as },
  path: { appointmentId },
});
const moves = (as: Caller, appointmentId: string, { startsAt }: Place): Asking => ({
  ...does("rescheduleAppointment", as, appointmentId),
  body: { startsAt: formatInstant(startsAt) },
});

/** Every kind of actor. Strangers of different numbers are different people; two of any other kind are alike. */
const kinds: readonly ((number: number) => Actor)[] = [
  (number) => ({
    name: `stranger ${number} reserves`,
    asks: reserves({ role: "client", userId: `stranger-${number}` }),
  }),
  () => ({ name: "ann reserves", asks: reserves(ann) }),
  () => ({ name: "dan reserves", asks: reserves(dan) }),
  () => ({ name: "ann confirms", asks: does("confirmAppointment", ann) }),
  () => ({ name: "ann cancels", asks: does("cancelAppointment", ann) }),
  () => ({ name: "ann looks", asks: does("getAppointment", ann) }),
  () => ({
    name: "the provider cancels what it sees",
    asksAbout: ({ appointmentId }) => does("cancelAppointment", pat, appointmentId),
  }),
  () => ({
    name: "a client confirms what it sees of its own",
    asksAbout: ({ appointmentId, clientId }) =>
      does("confirmAppointment", { role: "client", userId: clientId }, appointmentId),
  }),
  () => ({ name: "ann moves away", asks: moves(ann, initialId(ann, first), third) }),
  () => ({ name: "ann moves further", asks: moves(ann, initialId(ann, first), near) }),
  () => ({ name: "dan moves here", asks: moves(dan, dansAppointment.claim.appointmentId, first) }),
  () => ({
    name: "the provider withdraws",
    asks: { operationId: "withdrawAvailability", as: pat, path, query: { from, to } },
  }),
  () => ({
    name: "the provider submits",
    asks: { operationId: "submitAvailability", as: pat, path, body: { startsAt: from, endsAt: to } },
  }),
  () => ({ name: "DynamoDB sweeps", sweeps: true }),
];

/** One case to explore. */
export interface Case {
  beginning: Beginning;
  actors: readonly Actor[];
  /** Each actor's clock, in seconds after the end of the hold that may be there when the case begins. */
  clocks: readonly number[];
}

/** Every combination of `size` actors, in which a kind may repeat. */
function* combinations(size: number, least = 0): Generator<Actor[]> {
  if (size === 0) return yield [];
  for (const [kind, actorOf] of [...kinds.entries()].slice(least))
    for (const rest of combinations(size - 1, kind)) yield [actorOf(size), ...rest];
}

/**
 * Every setting of the clocks: a second before the hold's expiry, at it, and a second after. For two who do the same, by
 * symmetry, one order of the clocks is enough.
 */
function clockSettings([actor, ...others]: readonly Actor[]): number[][] {
  if (!actor) return [[]];
  return clockSettings(others).flatMap((rest) =>
    ("sweeps" in actor ? [0] : [-1, 0, 1])
      .filter((clock) => actor.name !== others[0]?.name || clock <= (rest[0] ?? clock))
      .map((clock) => [clock, ...rest]),
  );
}

/** Every case of `size` actors, always in the same order. The clocks differ only where there is a hold that can expire. */
export const casesOf = (size: number): Case[] =>
  [...combinations(size)].flatMap((actors) =>
    beginningNames
      .filter((beginning) => beginning !== "soon")
      .flatMap((beginning) =>
        (beginning === "held" ? clockSettings(actors) : [actors.map(() => 0)]).map((clocks) => ({
          beginning,
          actors,
          clocks,
        })),
      ),
  );
