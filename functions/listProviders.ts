import { listProviders } from "../shared/contract/listProviders.gen.ts";
import { pageOf, userCursors } from "../shared/http/cursor.ts";
import { operation } from "../shared/http/operation.ts";
import { publicUserReply } from "../shared/http/replies.ts";
import { ok } from "../shared/http/success.ts";
import { providersAfter } from "../shared/store/providers.ts";

export const handler = operation(listProviders, async ({ query: { limit, cursor } }) => {
  const after = cursor === undefined ? undefined : userCursors.decode(cursor, {});
  const { page, next } = await pageOf(limit, providersAfter(after, limit + 1), (last) =>
    userCursors.encode({}, last.userId),
  );
  return ok({ providers: page.map(publicUserReply), ...next });
});
