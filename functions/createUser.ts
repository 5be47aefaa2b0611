import { v7 as uuid } from "uuid";
import { createUser } from "../shared/contract/createUser.gen.ts";
import type { Caller } from "../shared/domain/access.ts";
import { created, ok, operation } from "../shared/http/operation.ts";
import { Problem } from "../shared/http/problem.ts";
import { tagged, userReply } from "../shared/http/replies.ts";
import { createProfile } from "../shared/store/users.ts";

export const handler = operation(createUser, async ({ body, caller, now }) => {
  const userId = newUserId(caller, body.role, body.userId);
  const wanted = { ...body, userId, createdAt: now, version: 1 };
  const { user, created: isNew } = await createProfile(wanted, now);
  if (isNew) return tagged(user, created(userReply(user), `/users/${encodeURIComponent(userId)}`));
  if (!isSame(user, wanted))
    throw new Problem("already-exists", "There is already a profile for this userId, with other data.");
  return tagged(user, ok(userReply(user)));
});

/** Whose profile a caller may create. */
function newUserId(caller: Caller, role: string, userId: string | undefined) {
  if (caller.role === "admin") return userId ?? uuid();
  if (userId !== undefined && userId !== caller.userId)
    throw new Problem("forbidden", "You create your own profile; only an admin names another userId.");
  if (role !== caller.role)
    throw new Problem("forbidden", `Your token makes you a ${caller.role}; you cannot create a ${role}'s profile.`);
  return caller.userId;
}

type Profile = Parameters<typeof createProfile>[0];
const isSame = (a: Profile, b: Profile) =>
  a.role === b.role && a.name === b.name && a.email === b.email && a.timeZone === b.timeZone;
