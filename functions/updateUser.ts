import { updateUser } from "../shared/contract/updateUser.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { tagged, userReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { changeProfile } from "../shared/store/users.ts";

export const handler = operation(updateUser, async ({ path, body, caller, versions }) => {
  mustBeSelfOrAdmin(caller, path.userId, "change-own-profile");
  if (Object.keys(body).length === 0)
    throw invalid({ path: "body", message: "must have at least one field to change" });
  const user = await changeProfile(path.userId, body, versions);
  return tagged(user, ok(userReply(user)));
});
