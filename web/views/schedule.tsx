import { getSchedule, pages, type ScheduledSlot } from "../../client/index.ts";
import { to } from "../address.ts";
import { useLoaded, useMe, useMyZone, useSignedIn } from "../hooks.ts";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Page } from "../parts/page.tsx";
import { ScheduledDay } from "../parts/scheduled-day.tsx";
import { WeekPicker } from "../parts/week-picker.tsx";
import { dayOf, placeName, weekOf, windowAround } from "../time.ts";

/** A provider's week: what is free, held, booked and withdrawn. */
export function ScheduleView({ date: asked }: { date: string | undefined }) {
  const { client, clock } = useSignedIn();
  const me = useMe();
  const zone = useMyZone();
  const date = asked ?? dayOf(zone, clock.now());
  const week = weekOf(date);
  const { value, ...loading } = useLoaded(async () => {
    const slots: ScheduledSlot[] = [];
    const path = { providerId: me.userId };
    const query = { ...windowAround(week), limit: 500 };
    for await (const page of pages(getSchedule, { client, path, query })) slots.push(...page.slots);
    return slots;
  }, [me.userId, week[0]]);
  const byDay = Map.groupBy(value ?? [], ({ startsAt }) => dayOf(zone, Date.parse(startsAt)));
  const slotsOf = (day: string) => byDay.get(day) ?? [];
  return (
    <Page title="My week">
      <p>Times are those of {placeName(zone)}.</p>
      <WeekPicker {...{ date, zone }} addressOf={to.schedule} summaryOf={(day) => summary(slotsOf(day))} />
      <FailureNotice {...loading} />
      {value &&
        week.map((day) => (
          <ScheduledDay key={day} date={day} zone={zone} slots={slotsOf(day)} isChosen={day === date} />
        ))}
      {value?.length === 0 && (
        <p>
          Nothing is offered in this week. <a href={to.hours()}>Publish hours</a>
        </p>
      )}
    </Page>
  );
}

function summary(slots: ScheduledSlot[]): string | undefined {
  const booked = slots.filter(({ status }) => status === "confirmed").length;
  const free = slots.filter(({ status }) => status === "open").length;
  return booked > 0 ? `${booked} booked` : free > 0 ? `${free} free` : undefined;
}
