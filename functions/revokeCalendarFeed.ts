import { revokeCalendarFeed } from "../shared/contract/revokeCalendarFeed.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { operation } from "../shared/http/operation.ts";
import { noContent } from "../shared/http/success.ts";
import { revokeFeed } from "../shared/store/feeds.ts";

export const handler = operation(revokeCalendarFeed, async ({ path, caller, now }) => {
  mustBeSelfOrAdmin(caller, path.userId, "manage-own-feed");
  await revokeFeed(path.userId, now);
  return noContent();
});
