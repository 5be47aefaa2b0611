import type { ScheduledSlot } from "../../client/index.ts";
import { to } from "../address.ts";
import { useNow } from "../hooks.ts";
import { countdown, timeOf } from "../time.ts";

/** A client's hold or appointment in the provider's week. */
export function ScheduledAppointment({ slot, zone }: { slot: ScheduledSlot; zone: string }) {
  const { startsAt, status, appointmentId = "", clientId, clientName, expiresAt = "" } = slot;
  const left = Date.parse(expiresAt) - useNow();
  return (
    <a class={`card ${status}`} href={to.appointment(appointmentId)}>
      <strong>
        {timeOf(zone, Date.parse(startsAt))} {clientName ?? clientId}
      </strong>
      <small>{status === "confirmed" ? "booked" : left > 0 ? `holds it for ${countdown(left)}` : "free again"}</small>
    </a>
  );
}
