/** What a person can do with one operation. */
import type { Answer, Request } from "./ledger.ts";
import type { Person } from "./person.ts";

export interface Action {
  /** Its share of what each does, against the others'. */
  share: Partial<Record<Person["role"], number>>;
  /** Nothing where there is nothing to do it with just now. */
  request(person: Person): Request | undefined;
  learn?(person: Person, answer: Answer, request: Request): void;
}
