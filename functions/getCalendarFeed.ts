import { getCalendarFeed } from "../shared/contract/getCalendarFeed.gen.ts";
import { calendarEventOf } from "../shared/domain/calendar-event.ts";
import { counterpart } from "../shared/domain/claim.ts";
import { feedOf } from "../shared/domain/icalendar.ts";
import { FEED_REFRESH_SECONDS } from "../shared/domain/rules.ts";
import { conditional } from "../shared/http/entity-tags.ts";
import { publicOperation } from "../shared/http/public-operation.ts";
import { taggedCalendar } from "../shared/http/success.ts";
import { confirmedNear } from "../shared/store/confirmed-near.ts";
import { personOf } from "../shared/store/feeds.ts";
import { findProfiles } from "../shared/store/users.ts";

export const handler = publicOperation(getCalendarFeed, async ({ path, tags, now }) => {
  const userId = await personOf(path.feedKey, now);
  const appointments = await confirmedNear(userId, now);
  const profiles = await findProfiles(appointments.map((one) => counterpart(userId, one)));
  const events = appointments.map((one) => calendarEventOf(one, userId, profiles));
  return conditional(taggedCalendar(feedOf("Appointments", events, FEED_REFRESH_SECONDS)), tags);
});
