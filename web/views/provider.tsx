import {
  getUser,
  listAvailableSlots,
  pages,
  rescheduleAppointment,
  reserveAppointment,
  type Slot,
} from "../../client/index.ts";
import { goTo, to } from "../address.ts";
import type { Failure } from "../failure.ts";
import { useAction, useLoaded, useMe, useSignedIn } from "../hooks.ts";
import { AppointmentToMove } from "../parts/appointment-to-move.tsx";
import { FailureNotice } from "../parts/failure-notice.tsx";
import { Nearby } from "../parts/nearby.tsx";
import { Page } from "../parts/page.tsx";
import { Slots } from "../parts/slots.tsx";
import { WeekPicker } from "../parts/week-picker.tsx";
import { clockChange, dayOf, isKnown, longDay, placeName, weekOf, windowAround } from "../time.ts";

/** The failures after which another slot may be free. */
const SLOT_FAILURES: string[] = [
  "/problems/slot-held",
  "/problems/slot-taken",
  "/problems/slot-not-offered",
  "/problems/client-busy",
  "/problems/too-soon",
] satisfies Failure["type"][];

interface Props {
  providerId: string;
  /** The day whose slots are shown. */
  date: string;
  /** The id of an appointment to move to one of the slots. */
  moving: string | undefined;
}

/** A provider's free slots, by week and day, to reserve one or to move an appointment to it. */
export function Provider({ providerId, date, moving }: Props) {
  const { client, clock, zone } = useSignedIn();
  const me = useMe();
  const week = weekOf(date);
  const { value: provider, ...naming } = useLoaded(
    async () => (await getUser({ client, path: { userId: providerId }, throwOnError: true })).data,
    [providerId],
  );
  const { value: free, ...listing } = useLoaded(async () => {
    const slots: Slot[] = [];
    const query = { providerId, ...windowAround(week), limit: 500 };
    for await (const page of pages(listAvailableSlots, { client, query })) slots.push(...page.slots);
    return slots;
  }, [providerId, week[0]]);
  const book = useAction(async (startsAt: string) => {
    const { data } = moving
      ? await rescheduleAppointment({ client, path: { appointmentId: moving }, body: { startsAt }, throwOnError: true })
      : await reserveAppointment({ client, body: { providerId, startsAt, clientId: me.userId }, throwOnError: true });
    goTo(to.appointment(data.appointmentId));
  });

  const byDay = Map.groupBy(free ?? [], ({ startsAt }) => dayOf(zone, Date.parse(startsAt)));
  const slots = byDay.get(date) ?? [];
  const there = provider?.timeZone;
  const isElsewhere = there !== undefined && there !== zone && isKnown(there);
  const changes = isElsewhere ? changesAmong(slots, there, date) : [];
  if (naming.failure?.type === "/problems/not-found")
    return (
      <Page title="Provider">
        <FailureNotice {...naming} />
      </Page>
    );
  return (
    <Page title={moving ? "Move your appointment" : (provider?.name ?? "Provider")}>
      {moving && <AppointmentToMove appointmentId={moving} />}
      <FailureNotice {...naming} />
      <FailureNotice {...listing} />
      <WeekPicker
        {...{ date, zone }}
        earliest={dayOf(zone, clock.now())}
        addressOf={(day) => to.provider(providerId, day, moving)}
        summaryOf={(day) => (byDay.has(day) ? `${byDay.get(day)?.length} free` : undefined)}
      />
      <h2>{longDay(date)}</h2>
      <p>
        Times are those of {placeName(zone)}
        {isElsewhere && `, with those of ${placeName(there)}, where ${provider?.name} is, below them`}.
      </p>
      {changes.map((sentence) => (
        <p key={sentence} class="notice">
          {sentence}
        </p>
      ))}
      <FailureNotice {...book} />
      {book.failure && SLOT_FAILURES.includes(book.failure.type) && book.lastArgs && free && (
        <Nearby slots={free} wanted={book.lastArgs[0]} choose={book.run} />
      )}
      {free && <Slots slots={slots} elsewhere={there} isMove={moving !== undefined} choose={book.run} />}
      {free && slots.length === 0 && <p>Nothing is free on this day. Please choose another.</p>}
    </Page>
  );
}

/** The changes of a provider's clocks on the days of these slots, which for the provider may be other days than the viewer's. */
function changesAmong(slots: Slot[], zone: string, shown: string): string[] {
  const days = new Set(slots.map(({ startsAt }) => dayOf(zone, Date.parse(startsAt))));
  return [...days].map((day) => clockChange(zone, day, shown)).filter((sentence) => sentence !== undefined);
}
