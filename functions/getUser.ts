import { getUser } from "../shared/contract/getUser.gen.ts";
import { seesWholeProfile } from "../shared/domain/access.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import { isExcluded, isExpected } from "../shared/domain/version.ts";
import { operation } from "../shared/http/operation.ts";
import { publicUserReply, tagged, userReply } from "../shared/http/replies.ts";
import { notModified, ok } from "../shared/http/success.ts";
import { findProfile } from "../shared/store/users.ts";

export const handler = operation(getUser, async ({ path, caller, versions }) => {
  const user = await findProfile(path.userId);
  if (user && seesWholeProfile(caller, user.userId)) {
    if (!isExpected(versions, user.version)) throw new Refusal("version-mismatch", { version: user.version });
    return tagged(user, isExcluded(versions, user.version) ? notModified() : ok(userReply(user)));
  }
  if (user?.role === "provider") return ok(publicUserReply(user));
  throw new Refusal("not-found", { what: "user" });
});
