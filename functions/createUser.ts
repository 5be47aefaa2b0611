import { v7 as uuid } from "uuid";
import { createUser } from "../shared/contract/createUser.gen.ts";
import { isAdmin, mustBeAllowedToCreate } from "../shared/domain/access.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import type { User } from "../shared/domain/user.ts";
import { operation } from "../shared/http/operation.ts";
import { tagged, userReply } from "../shared/http/replies.ts";
import { created, ok } from "../shared/http/success.ts";
import { createProfile } from "../shared/store/users.ts";

export const handler = operation(createUser, async ({ body, caller, now }) => {
  const userId = body.userId ?? (isAdmin(caller) ? uuid() : caller.userId);
  mustBeAllowedToCreate(caller, userId, body.role);
  const wanted = { ...body, userId, createdAt: now, version: 1 };
  const { user, created: isNew } = await createProfile(wanted, now);
  if (isNew) return tagged(user, created(userReply(user), userId));
  if (!isSame(user, wanted)) throw new Refusal("already-exists", {});
  return tagged(user, ok(userReply(user)));
});

const isSame = (a: User, b: User) =>
  a.role === b.role && a.name === b.name && a.email === b.email && a.timeZone === b.timeZone;
