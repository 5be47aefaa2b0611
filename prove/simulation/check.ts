/** Holds a history against the model, and against what no history may show. */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { HOLD_SECONDS } from "../../shared/domain/rules.ts";
import { quarterOf } from "../../shared/domain/time.ts";
import { type Call, NEVER } from "../model/call.ts";
import type { Place } from "../model/effect.ts";
import { effectsOn } from "../model/effects.ts";
import { type Effect, unexplained } from "../model/linearize.ts";
import { appointmentOn, sweep } from "../model/slot.ts";
import type { Item } from "./engine.ts";
import { sameClaim } from "./items.ts";
import { claimKeyOf, initialSlot, places, sheetKeyOf } from "./scene.ts";
import type { Change, History } from "./simulate.ts";

/** What is wrong with a history, or undefined. */
export function violation(history: History): string | undefined {
  for (const check of [failures, needlesslyBusy, overwritten, unexplainedSlots, untrueBusy, miscounted]) {
    const found = check(history);
    if (found) return found;
  }
  return undefined;
}

/** Every call ends, without a bug of ours, and in a reply that the contract promises. */
function failures({ calls }: History) {
  const failed = calls.find(({ answer, to }) => answer?.status === 500 || answer?.fault !== undefined || to === NEVER);
  if (!failed) return undefined;
  const { operationId, as, answer } = failed;
  return `${operationId} of ${as.userId}: ${answer?.fault ?? (answer ? "a 500" : "never ends")}`;
}

/** Who is asked to come again is so because DynamoDB failed, or because others were faster. */
function needlesslyBusy({ calls, changes }: History) {
  const needless = calls.find(
    ({ answer, isDisturbed, from, to }) =>
      answer?.status === 503 && !isDisturbed && !changes.some(({ instant }) => instant >= from && instant <= to),
  );
  return needless && `${needless.operationId} of ${needless.as.userId} is a 503 without a cause`;
}

/** A live claim is only ever confirmed, cancelled, or left to lapse: nobody else's takes its place. */
function overwritten({ changes }: History) {
  const live = ({ status, expiresAt }: Item, now: number) =>
    status?.S === "confirmed" || (status?.S === "reserved" && Number(expiresAt?.N) > now);
  const lost = changes.find(
    ({ before, after, call }) =>
      before &&
      live(before, call?.now ?? Number.POSITIVE_INFINITY) &&
      (after?.appointmentId?.S !== before.appointmentId?.S ||
        (before.status?.S === "confirmed" && after?.status?.S === "reserved")) &&
      !(after && isOwnHoldMoved(before, after)),
  );
  if (!lost) return undefined;
  const by = lost.call ? `${lost.call.operationId} of ${lost.call.as.userId}` : "sweeping";
  return `${by} put an end to a live claim at ${lost.key}`;
}

/** A client may move an appointment onto its own hold. */
const isOwnHoldMoved = (before: Item, after: Item) =>
  before.status?.S === "reserved" && after.rescheduledFrom !== undefined && before.clientId?.S === after.clientId?.S;

function unexplainedSlots(history: History) {
  for (const place of places) {
    const effects = effectsAt(place, history);
    const left = unexplained(initialSlot(place), effects);
    if (left)
      return `no order of the calls explains ${place.providerId} at ${new Date(place.startsAt * 1000).toISOString()}; left over: ${left
        .map(({ label, from, to }) => `${label} [${from}, ${to}]`)
        .join("; ")}`;
  }
  return undefined;
}

function effectsAt(place: Place, { calls, changes }: History): Effect[] {
  const key = claimKeyOf(place);
  const swept = changes.filter((change) => change.key === key && !change.call);
  const end = (calls.at(-1)?.to ?? 0) + 1;
  const lastChange = changes.findLast((change) => change.key === key);
  return [
    ...calls.flatMap((call) => effectsOn(place, [key, sheetKeyOf(place)], call, calls)),
    ...swept.map(sweeping),
    {
      label: "the table in the end",
      ...{ from: end, to: end },
      apply: (slot) => (sameClaim(slot, lastChange?.after) ? [slot] : []),
    },
  ];
}

const sweeping = ({ instant, before }: Change): Effect => ({
  label: "DynamoDB sweeps",
  ...{ from: instant, to: instant },
  apply: (slot) => {
    const there = appointmentOn(slot);
    if (there?.appointmentId !== before?.appointmentId?.S) return [slot];
    return there?.status === "confirmed" ? [] : sweep(slot);
  },
});

/** Who is told to be busy elsewhere has an appointment there at some instant between the call and its answer. */
function untrueBusy({ calls, changes }: History) {
  const told = calls.filter(({ answer }) => answer?.body?.type === "/problems/client-busy");
  const untrue = told.find((call) => !wasBusy(call, changes));
  return untrue && `${untrue.as.userId} is told it is busy elsewhere, and was not`;
}

function wasBusy({ answer, now, to }: Call, changes: readonly Change[]) {
  const id: string = answer?.body.appointmentId;
  const reservedAt = decodeAppointmentId(id)?.reservedAt ?? 0;
  return changes.some(
    ({ after, instant }) =>
      instant <= to &&
      after?.appointmentId?.S === id &&
      (after.status?.S === "confirmed" || (after.status?.S === "reserved" && reservedAt + HOLD_SECONDS > now)),
  );
}

/** A withdrawal counts every slot of its window that is offered and has no appointment. */
function miscounted({ calls, changes }: History) {
  const wrong = calls.find(({ operationId, path, query, answer, from, to }) => {
    if (operationId !== "withdrawAvailability" || answer?.status !== 200) return false;
    const [start, end] = [Date.parse(`${query?.from}`) / 1000, Date.parse(`${query?.to}`) / 1000];
    const within = places.filter(
      ({ providerId, startsAt }) => providerId === path?.providerId && startsAt >= start && startsAt < end,
    );
    const standing: number = answer.body.appointments.length;
    const [least, most] = [from, to].map(
      (instant) => within.filter((place) => isOfferedAt(place, instant, changes)).length - standing,
    ) as [number, number];
    return answer.body.withdrawn < least || answer.body.withdrawn > most;
  });
  return wrong && `${wrong.as.userId} is told that ${wrong.answer?.body.withdrawn} slots are withdrawn`;
}

function isOfferedAt(place: Place, instant: number, changes: readonly Change[]) {
  const sheet = changes.findLast((change) => change.key === sheetKeyOf(place) && change.instant <= instant)?.after;
  return sheet ? sheet.offered?.NS?.includes(`${quarterOf(place.startsAt)}`) : initialSlot(place).offered;
}
