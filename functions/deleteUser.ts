import { deleteUser } from "../shared/contract/deleteUser.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { operation } from "../shared/http/operation.ts";
import { noContent } from "../shared/http/success.ts";
import { deletePerson } from "../shared/store/delete-person.ts";

export const handler = operation(deleteUser, async ({ path, caller, now, versions }) => {
  mustBeSelfOrAdmin(caller, path.userId, "delete-own-profile");
  await deletePerson(path.userId, caller, versions, now);
  return noContent();
});
