/** A person's doings, one call after the other, until the run is over; and when it is forgotten, the next one's. */
import { setTimeout as pause } from "node:timers/promises";
import { type OperationId, operations } from "../../shared/contract/operations.gen.ts";
import { actions } from "./actions.ts";
import type { Ask } from "./ask.ts";
import type { Request } from "./ledger.ts";
import type { Person } from "./person.ts";

/** Up to so long a person thinks between two calls: it bounds the load. */
const THINKING_MS = 60;

export async function act(newPerson: (life: number) => Person, ask: Ask, isOver: () => boolean) {
  let [life, person] = [0, newPerson(0)];
  while (!isOver()) {
    const { operationId, request } = choose(person);
    const answer = await ask({ operationId, as: person.as, person: person.userId, ...request });
    if (!answer) return;
    actions[operationId].learn?.(person, answer, request);
    if (person.isForgotten) person = newPerson(++life);
    await pause(person.random() * THINKING_MS);
  }
}

/** Draws by share until there is something to do. */
function choose(person: Person): { operationId: OperationId; request: Request } {
  const shareOf = (operationId: OperationId) => actions[operationId].share[person.role] ?? 0;
  let drawn = person.random() * operations.reduce((sum, { operationId }) => sum + shareOf(operationId), 0);
  for (const { operationId } of operations) {
    drawn -= shareOf(operationId);
    if (drawn >= 0) continue;
    const request = actions[operationId].request(person);
    return request ? { operationId, request } : choose(person);
  }
  return choose(person);
}
