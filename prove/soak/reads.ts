/** Reconciles what was read on the way, after each restart too: no read may deny what was acknowledged before it. */
import type { Appointment, Slot } from "../../shared/contract/types.gen.ts";
import { doubled, type Finding, lost } from "./finding.ts";
import { type Answered, callsOf, type Entry, isAnswered, type Ledger } from "./ledger.ts";
import { type Ownership, ownerships, stoodThroughout } from "./ownership.ts";

export function reconcileReads(ledger: Ledger): Finding[] {
  const owned = ownerships(ledger);
  const all = [...owned.values()];
  const ofClient = Map.groupBy(all, ({ clientId }) => clientId);
  const onSlot = Map.groupBy(all, ({ providerId, startsAt }) => `${providerId} ${startsAt}`);
  const answered = (operationId: Entry["operationId"]) => callsOf(ledger, operationId).filter(isAnswered);
  const standing = (among: Ownership[] | undefined, { sentAt, reply }: Answered) =>
    (among ?? []).filter((one) => stoodThroughout(one, sentAt, reply.at));
  return [
    ...answered("getAppointment").flatMap((entry) =>
      standing([owned.get(`${entry.path?.appointmentId}`) ?? []].flat(), entry).flatMap((one) =>
        shows(entry, one, entry.reply.status === 200 ? entry.reply.body : undefined),
      ),
    ),
    ...answered("listClientAppointments").flatMap((entry) => {
      const listed: Appointment[] = entry.reply.body.appointments;
      return standing(ofClient.get(`${entry.path?.clientId}`), entry).flatMap((one) =>
        shows(
          entry,
          one,
          listed.find(({ appointmentId }) => appointmentId === one.appointmentId),
        ),
      );
    }),
    ...answered("listAvailableSlots").flatMap((entry) =>
      (entry.reply.body.slots as Slot[]).flatMap(({ providerId, startsAt }) =>
        standing(onSlot.get(`${providerId} ${startsAt}`), entry).map(({ appointmentId }) =>
          doubled(`slot of ${appointmentId}, listed as free at ${entry.reply.at}`),
        ),
      ),
    ),
  ];
}

function shows({ operationId, sentAt, reply }: Answered, one: Ownership, shown: Appointment | undefined): Finding[] {
  const statuses = one.confirmedAt < sentAt ? ["confirmed"] : ["reserved", "confirmed"];
  if (shown && statuses.includes(shown.status)) return [];
  return [lost(`${one.appointmentId} in ${operationId} at ${reply.at}: ${JSON.stringify(shown ?? reply.body)}`)];
}
