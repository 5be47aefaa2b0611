import type { Caller } from "../shared/caller.ts";
import { deleteUser } from "../shared/contract/deleteUser.gen.ts";
import { noContent, operation } from "../shared/operation.ts";
import { Problem } from "../shared/problem.ts";
import { forget } from "../shared/store/forget.ts";

export const handler = operation(deleteUser, async ({ path, caller, now }) => {
  mayDelete(caller, path.userId);
  await forget(path.userId, caller, now);
  return noContent();
});

function mayDelete({ userId, role }: Caller, deleted: string) {
  if (role !== "admin" && userId !== deleted) throw new Problem("forbidden", "You delete yourself only.");
}
