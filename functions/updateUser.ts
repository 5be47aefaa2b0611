import { updateUser } from "../shared/contract/updateUser.gen.ts";
import type { Caller } from "../shared/domain/access.ts";
import { ok, operation } from "../shared/http/operation.ts";
import { invalid, Problem } from "../shared/http/problem.ts";
import { tagged, userReply } from "../shared/http/replies.ts";
import { changeProfile } from "../shared/store/change-profile.ts";

export const handler = operation(updateUser, async ({ path, body, caller, ifMatch }) => {
  mayChange(caller, path.userId);
  if (Object.keys(body).length === 0) throw invalid({ path: "body", message: "must name something to change" });
  const user = await changeProfile(path.userId, body, ifMatch);
  return tagged(user, ok(userReply(user)));
});

function mayChange({ userId, role }: Caller, changed: string) {
  if (role !== "admin" && userId !== changed) throw new Problem("forbidden", "You change your own profile only.");
}
