import { createCalendarFeed } from "../shared/contract/createCalendarFeed.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { operation } from "../shared/http/operation.ts";
import { created } from "../shared/http/success.ts";
import { createFeed } from "../shared/store/feeds.ts";

export const handler = operation(createCalendarFeed, async ({ path, caller, baseUrl, now }) => {
  mustBeSelfOrAdmin(caller, path.userId, "manage-own-feed");
  const { feedKey, expiresAt } = await createFeed(path.userId, now);
  return created({ feedKey, url: `${baseUrl}/calendar-feeds/${feedKey}`, expiresAt: formatInstant(expiresAt) });
});
