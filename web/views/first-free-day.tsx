import { useEffect } from "preact/hooks";
import { listAvailableSlots, pages } from "../../client/index.ts";
import { replaceBy, to } from "../address.ts";
import { useLoaded, useSignedIn } from "../hooks.ts";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";
import { addDays, dayOf } from "../time.ts";

/** How many days ahead it looks: about as far as one list of the API can reach. */
const DAYS = 30;

/** Goes on to the first day on which a provider has a free slot, or else to today. */
export function FirstFreeDay({ providerId, moving }: { providerId: string; moving: string | undefined }) {
  const { client, clock, zone } = useSignedIn();
  const { value: date, ...looking } = useLoaded(async () => {
    const today = dayOf(zone, clock.now());
    const query = { providerId, to: `${addDays(today, DAYS)}T00:00:00Z`, limit: 1 };
    for await (const { slots } of pages(listAvailableSlots, { client, query }))
      if (slots[0]) return dayOf(zone, Date.parse(slots[0].startsAt));
    return today;
  }, [providerId]);
  useEffect(() => {
    if (date) replaceBy(to.provider(providerId, date, moving));
  }, [date, providerId, moving]);
  return (
    <Page title="Provider">
      <FailureNotice {...looking} />
    </Page>
  );
}
