import { getUser } from "../shared/contract/getUser.gen.ts";
import { ok, operation } from "../shared/http/operation.ts";
import { Problem } from "../shared/http/problem.ts";
import { publicUserReply, tagged, userReply } from "../shared/http/replies.ts";
import { findProfile } from "../shared/store/users.ts";

export const handler = operation(getUser, async ({ path, caller }) => {
  const user = await findProfile(path.userId);
  if (user && (caller.role === "admin" || caller.userId === user.userId)) return tagged(user, ok(userReply(user)));
  if (user?.role === "provider") return ok(publicUserReply(user));
  throw new Problem("not-found", "There is no such user.");
});
