import { getUser } from "../shared/contract/getUser.gen.ts";
import { seesWholeProfile } from "../shared/domain/access.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import { conditional } from "../shared/http/entity-tags.ts";
import { operation } from "../shared/http/operation.ts";
import { publicUserReply, tagged, userReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { findProfile } from "../shared/store/users.ts";

export const handler = operation(getUser, async ({ path, caller, tags }) => {
  const user = await findProfile(path.userId);
  if (user && seesWholeProfile(caller, user.userId)) return conditional(tagged(user, ok(userReply(user))), tags);
  if (user?.role === "provider") return ok(publicUserReply(user));
  throw new Refusal("not-found", { what: "user" });
});
