import { useState } from "preact/hooks";
import { type Availability, submitAvailability, type WeeklyHours } from "../../client/index.ts";
import { to } from "../address.ts";
import { draftOf } from "../draft.ts";
import { useAction, useMe, useMyZone, useSignedIn } from "../hooks.ts";
import { ExceptDates } from "../parts/except-dates.tsx";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { HoursPreview } from "../parts/hours-preview.tsx";
import { Offered } from "../parts/offered.tsx";
import { Page } from "../parts/page.tsx";
import { WeeklyWindowFields } from "../parts/weekly-window.tsx";
import { addDays, dayOf, placeName } from "../time.ts";

const WEEKS = 4;

/** Where a provider publishes weekly hours. */
export function Hours() {
  const { client, clock, zone: here } = useSignedIn();
  const me = useMe();
  const zone = me.timeZone ?? here;
  const tomorrow = addDays(dayOf(useMyZone(), clock.now()), 1);
  const stored = draftOf<WeeklyHours>(me.userId, "hours");
  const [hours, setHours] = useState<WeeklyHours>(
    stored.read() ?? {
      weekly: [{ days: ["MO", "TU", "WE", "TH", "FR"], from: "08:00", to: "15:00" }],
      fromDate: tomorrow,
      toDate: addDays(tomorrow, WEEKS * 7 - 1),
      exceptDates: [],
    },
  );
  const [offered, setOffered] = useState<Availability>();
  const submit = useAction(async () => {
    const path = { providerId: me.userId };
    setOffered(
      (await submitAvailability({ client, path, body: { ...hours, timeZone: zone }, throwOnError: true })).data,
    );
    stored.drop();
  });
  const { weekly, fromDate, toDate, exceptDates = [] } = hours;
  function change(changes: Partial<WeeklyHours>) {
    const changed = { ...hours, ...changes };
    setHours(changed);
    stored.keep(changed);
    setOffered(undefined);
  }
  return (
    <Page title="Publish hours">
      <p>
        Times are those of {placeName(zone)}, the zone of your {me.timeZone ? "profile" : "device"}.{" "}
        <a href={to.profile()}>Change it</a>
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit.run();
        }}
      >
        {weekly.map((window, index) => (
          <WeeklyWindowFields
            key={index}
            window={window}
            change={(changed) => change({ weekly: weekly.with(index, changed) })}
            remove={weekly.length > 1 ? () => change({ weekly: weekly.toSpliced(index, 1) }) : undefined}
          />
        ))}
        <button
          type="button"
          onClick={() => change({ weekly: [...weekly, { days: ["SA"], from: "09:00", to: "12:00" }] })}
        >
          Add more hours
        </button>
        <fieldset class="row">
          <legend>On the days</legend>
          <label>
            From
            <input
              type="date"
              required
              value={fromDate}
              onInput={({ currentTarget }) => change({ fromDate: currentTarget.value })}
            />
          </label>
          <label>
            To
            <input
              type="date"
              required
              value={toDate}
              min={fromDate}
              onInput={({ currentTarget }) => change({ toDate: currentTarget.value })}
            />
          </label>
        </fieldset>
        <ExceptDates
          dates={exceptDates}
          min={fromDate}
          max={toDate}
          change={(dates) => change({ exceptDates: dates })}
        />
        <HoursPreview hours={hours} />
        <button type="submit" class="main" aria-busy={submit.isRunning}>
          Publish
        </button>
      </form>
      <FailureNotice {...submit} />
      <Offered offered={offered} />
    </Page>
  );
}
