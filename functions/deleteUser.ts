import { deleteUser } from "../shared/contract/deleteUser.gen.ts";
import type { Caller } from "../shared/domain/access.ts";
import { noContent, operation } from "../shared/http/operation.ts";
import { Problem } from "../shared/http/problem.ts";
import { forget } from "../shared/store/forget.ts";

export const handler = operation(deleteUser, async ({ path, caller, now }) => {
  mayDelete(caller, path.userId);
  await forget(path.userId, caller, now);
  return noContent();
});

function mayDelete({ userId, role }: Caller, deleted: string) {
  if (role !== "admin" && userId !== deleted) throw new Problem("forbidden", "You delete yourself only.");
}
