import { type Address, to } from "../address.ts";
import { useMe } from "../hooks.ts";
import { Page } from "../parts/page.tsx";
import { isDay } from "../time.ts";
import { AppointmentView } from "./appointment.tsx";
import { Appointments } from "./appointments.tsx";
import { CalendarView } from "./calendar.tsx";
import { FirstFreeDay } from "./first-free-day.tsx";
import { Hours } from "./hours.tsx";
import { ProfileView } from "./profile.tsx";
import { Provider } from "./provider.tsx";
import { Providers } from "./providers.tsx";
import { ScheduleView } from "./schedule.tsx";

/** The view that an address names. It starts anew for another provider or appointment, but not for another day. */
export function View({ address: { view, rest, query } }: { address: Address }) {
  const { role } = useMe();
  const [id, date] = rest;
  const moving = query.get("move") ?? undefined;
  switch (view) {
    case "":
      return role === "provider" ? <ScheduleView date={undefined} /> : <Providers />;
    case "providers":
      if (!id) return <Providers />;
      if (!isDay(date)) return <FirstFreeDay key={id} providerId={id} moving={moving} />;
      return <Provider key={id} providerId={id} date={date} moving={moving} />;
    case "appointments":
      return id ? <AppointmentView key={id} appointmentId={id} /> : <Appointments />;
    case "schedule":
      return <ScheduleView date={isDay(id) ? id : undefined} />;
    case "hours":
      return <Hours />;
    case "calendar":
      return <CalendarView />;
    case "profile":
      return <ProfileView />;
    default:
      return (
        <Page title="Nothing here">
          <p>
            This page has no such address. <a href={to.start()}>Go to the start</a>
          </p>
        </Page>
      );
  }
}
