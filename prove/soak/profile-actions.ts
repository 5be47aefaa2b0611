/** What people do with profiles. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Action } from "./action.ts";
import type { Answer, Request } from "./ledger.ts";
import { newName, oneIn, type Person, pick } from "./person.ts";

const itself = ({ userId }: Person) => ({ path: { userId } });
const actsForOthers = ({ as, userId }: Person) => as.userId !== userId;

const learnTag = (person: Person, { status, headers }: Answer, { path }: Request) => {
  const isOwn = (path?.userId ?? person.userId) === person.userId;
  if (status < 300 && isOwn) person.etag = headers.etag;
};

export const profileActions = {
  getHealth: { share: { client: 1, provider: 1 }, request: () => ({}) },
  createUser: {
    share: { client: 20, provider: 40 },
    request: (person) =>
      person.etag
        ? undefined
        : {
            body: {
              ...{ role: person.role, name: newName(person), timeZone: "Europe/London" },
              ...(actsForOthers(person) && { userId: person.userId }),
            },
          },
    learn: learnTag,
  },
  getUser: {
    share: { client: 3, provider: 3 },
    request: (person) => ({ path: { userId: (oneIn(2, person) && pick(person, person.providers)) || person.userId } }),
    learn: learnTag,
  },
  updateUser: {
    share: { client: 4, provider: 6 },
    request: (person) => {
      const other = actsForOthers(person) && pick(person, person.providers);
      if (other) return { path: { userId: other }, body: { name: newName(person) } };
      const ifMatch = person.etag && oneIn(2, person) && { headers: { "If-Match": person.etag } };
      return person.etag ? { ...itself(person), body: { name: newName(person) }, ...ifMatch } : undefined;
    },
    learn: learnTag,
  },
  deleteUser: {
    share: { client: 0.2, provider: 0.5 },
    request: (person) => {
      person.isLeaving ||= person.role === "provider";
      return itself(person);
    },
    learn: (person, { status }) => {
      person.isForgotten = status === 204;
    },
  },
  createCalendarFeed: {
    share: { client: 1, provider: 1 },
    request: itself,
    learn: (person, { status, body }) => {
      if (status === 201) person.feedKey = body.feedKey;
    },
  },
  revokeCalendarFeed: { share: { client: 0.2, provider: 0.2 }, request: itself },
  getCalendarFeed: {
    share: { client: 2, provider: 2 },
    request: ({ feedKey }) => (feedKey === undefined ? undefined : { path: { feedKey } }),
  },
  listProviders: {
    share: { client: 3, provider: 1 },
    request: () => ({ query: { limit: 100 } }),
    learn: (person, { body }) => {
      person.providers = body.providers.map(({ userId }: { userId: string }) => userId);
    },
  },
} satisfies Partial<Record<OperationId, Action>>;
