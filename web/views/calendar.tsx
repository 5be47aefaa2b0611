import { useState } from "preact/hooks";
import { type CalendarFeed, createCalendarFeed, revokeCalendarFeed } from "../../client/index.ts";
import { useAction, useSignedIn } from "../hooks.ts";
import { AskFirst } from "../parts/ask-first.tsx";
import { Copyable } from "../parts/copyable.tsx";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";
import { When } from "../parts/when.tsx";

/** Where one creates and revokes the address that a calendar subscribes to. */
export function CalendarView() {
  const { client, userId } = useSignedIn();
  const [feed, setFeed] = useState<CalendarFeed>();
  const [isStopped, setStopped] = useState(false);
  const path = { userId };
  const make = useAction(async () => {
    setFeed((await createCalendarFeed({ client, path, throwOnError: true })).data);
    setStopped(false);
  });
  const stop = useAction(async () => {
    await revokeCalendarFeed({ client, path, throwOnError: true });
    setFeed(undefined);
    setStopped(true);
  });
  return (
    <Page title="Keep my calendar up to date">
      <p>
        Make an address and give it to your calendar, where it says "Add a calendar by URL". Your calendar then follows
        your appointments by itself.
      </p>
      <p>
        Whoever has the address sees your appointments. It is shown only once. When you make a new one, the old one
        stops.
      </p>
      <div class="row">
        <button type="button" class="main" aria-busy={make.isRunning} onClick={() => make.run()}>
          Make an address
        </button>
        <AskFirst
          label="Stop it"
          question="Stop the address that your calendar follows?"
          yes="Yes, stop it"
          run={stop.run}
        />
      </div>
      <FailureNotice {...make} />
      <FailureNotice {...stop} />
      <div role="status">
        {feed && (
          <div class="notice">
            <p>Your calendar's address:</p>
            <Copyable key={feed.url} address={feed.url} />
            <p>
              It ends on <When at={feed.expiresAt} />.
            </p>
          </div>
        )}
        {isStopped && <p class="notice">Stopped. Your calendar gets no more changes from here.</p>}
      </div>
    </Page>
  );
}
