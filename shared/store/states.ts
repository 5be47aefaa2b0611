import { type State, type Transition, transitions } from "../domain/transitions.ts";

/** How DynamoDB tells the state of a claim that is there. AND binds before OR, and it refuses brackets in brackets. */
const isIn = {
  free: "expiresAt <= :now",
  reserved: "#status = :reserved AND expiresAt > :now",
  confirmed: "#status = :confirmed",
  cancelled: "#status = :cancelled",
  blocked: "#status = :blocked",
} satisfies Record<State, string>;

/** How a claim becomes cancelled; who did it comes beside it. */
export const CANCEL = "#status = :cancelled, cancelledAt = :now, expiresAt = :ends";

/** What a client does to its own; who else may does it to anyone's. */
export const BY_ITS_CLIENT = "clientId = :client AND ";

/** It is not on its way to another slot. */
export const STAYS = "attribute_not_exists(rescheduledTo)";

/** It was not moved here, or that is finished. */
export const SETTLED = "attribute_not_exists(tentative)";

/** The claim on a slot is in a state that allows this. Status and time both count, each is wrong without the other. */
export const allows = (transition: Transition) =>
  `(${transitions[transition].from.map((state) => isIn[state]).join(" OR ")})`;
