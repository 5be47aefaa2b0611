import * as z from "zod/mini";
import { listProviders } from "../shared/contract/listProviders.gen.ts";
import { isUserId } from "../shared/domain/user-id.ts";
import { ok, operation } from "../shared/operation.ts";
import { cursorsOf, firstOf } from "../shared/page.ts";
import { publicUserReply } from "../shared/replies.ts";
import { providersAfter } from "../shared/store/providers.ts";

const cursors = cursorsOf(z.string().check(z.refine(isUserId)));

export const handler = operation(listProviders, async ({ query: { limit, cursor } }) => {
  const after = cursor === undefined ? undefined : cursors.decode(cursor, {});
  const found = await firstOf(limit + 1, providersAfter(after, limit + 1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return ok({
    providers: page.map(publicUserReply),
    ...(found.length > limit && last && { nextCursor: cursors.encode({}, last.userId) }),
  });
});
