/** Holds a history against the model, and against what no history may show. */
import type * as contract from "../../shared/contract/types.gen.ts";
import { formatInstant, quarterOf } from "../../shared/domain/time.ts";
import { type Call, kindOf, NEVER } from "../model/call.ts";
import { type Place, sweeping } from "../model/effect.ts";
import { effectsOn } from "../model/effects.ts";
import { type Effect, unexplained } from "../model/linearize.ts";
import { isOrphan, isUnfinished, toldTwice } from "../model/orphans.ts";
import type { Item } from "./engine.ts";
import { offers, standing, storedAt, strayed } from "./items.ts";
import { claimKeyOf, everyPlace, initialItems, initialSlot, isOfferedAtFirst, sheetKeyOf } from "./scene.ts";
import type { Change, History } from "./simulate.ts";

/** What is wrong with a history, or undefined. */
export function violation(history: History): string | undefined {
  for (const check of [
    failures,
    needlesslyBusy,
    overwritten,
    unexplainedSlots,
    spoiled,
    orphaned,
    unfinished,
    doubled,
    unfair,
    disorderly,
    miscounted,
  ]) {
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
  const needless = calls.find((one) => {
    const { answer, faults, from, to } = one;
    return (
      answer?.status === 503 &&
      faults.length === 0 &&
      !changes.some(({ instant, call }) => call !== one && instant >= from && instant <= to)
    );
  });
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
  for (const place of everyPlace) {
    const effects = effectsAt(place, history);
    const left = unexplained(initialSlot(place, history.beginning), effects);
    if (left)
      return `no order of the calls explains ${slotName(place)}; the first without a place in it: ${firstOf(left)}`;
  }
  return undefined;
}

const slotName = ({ providerId, startsAt }: Place) => `${providerId}'s slot at ${formatInstant(startsAt)}`;

/** What no order has a place for ended first, most likely, and the rest but follows. */
function firstOf(left: readonly Effect[]) {
  const [first] = left.toSorted((a, b) => a.to - b.to);
  return first && `${first.label}, from ${first.from} to ${first.to}`;
}

function effectsAt(place: Place, { calls, changes, table }: History): Effect[] {
  const key = claimKeyOf(place);
  const swept = changes.filter((change) => change.key === key && !change.call && !change.after);
  const end = (calls.at(-1)?.to ?? 0) + 1;
  return [
    ...calls.flatMap((call) => effectsOn(place, [key, sheetKeyOf(place)], call, calls)),
    ...swept.map(({ instant, clock }) => sweeping(instant, clock)),
    storedAt(end, place, (one) => table.get(one)),
  ];
}

/** Beside claims the table has what it had, and perhaps more offers. */
function spoiled({ table }: History) {
  const [key] = strayed(table.values(), initialItems, everyPlace.map(claimKeyOf));
  return key && `in the end the table has something else at ${key}`;
}

/** No move leaves an appointment of which nobody was told. */
function orphaned({ table, calls }: History) {
  const orphan = standing([...table.values()], everyPlace).find((one) => isOrphan(one, calls));
  return orphan && `in the end ${slotName(orphan)} is booked, and nobody was told`;
}

/** No move stays half done of which somebody was told that it is done. */
function unfinished({ table, calls }: History) {
  const half = standing([...table.values()], everyPlace).find((one) => isUnfinished(one, calls));
  return half && `in the end a move is not finished at ${slotName(half)}`;
}

/** What somebody was told was moved is nobody's where it was. */
function doubled({ calls }: History) {
  const twice = toldTwice(calls);
  return twice && `${twice.operationId} of ${twice.as.userId} is told to have what was moved`;
}

/** Who is told to be busy elsewhere is, and who is not told was not, as far as the index had to know. */
function unfair(history: History) {
  const unfairly = history.calls.find((call) => {
    const { operationId, answer } = call;
    if (operationId !== "reserveAppointment") return false;
    const elsewhere = elsewhereOf(history, call);
    if (kindOf(call) === "client-busy")
      return !elsewhere.some((one) => one.id === answer?.body.appointmentId && one.until >= call.from - one.lag);
    return answer?.status === 201 && elsewhere.some((one) => one.since < call.from - one.lag && one.until > call.to);
  });
  return unfairly && `${clientOf(unfairly)} is ${kindOf(unfairly) ?? "served"} unfairly`;
}

const clientOf = ({ as, body }: Call) => `${body?.clientId ?? as.userId}`;

/** What a client had at the time it asks for, with other providers: from when until when, and how far the index lagged. */
function elsewhereOf({ changes }: History, call: Call) {
  const { body, now, from, staleSince } = call;
  const own = placeOf(body);
  return changes.flatMap(({ key, instant, after }, i) => {
    const isLive =
      (after?.status?.S === "confirmed" && !after.rescheduledTo) ||
      (after?.status?.S === "reserved" && Number(after.expiresAt?.N) > now);
    const isElsewhere = everyPlace.some(
      (one) => claimKeyOf(one) === key && one.startsAt === own.startsAt && key !== claimKeyOf(own),
    );
    if (!isLive || !isElsewhere || after.clientId?.S !== clientOf(call)) return [];
    const until = changes.slice(i + 1).find((later) => later.key === key)?.instant ?? NEVER;
    const lag = from - Math.min(from, staleSince.get(key) ?? from);
    return [{ id: after.appointmentId?.S, since: instant, until, lag }];
  });
}

const placeOf = (body: Call["body"]): Place => ({
  providerId: `${body?.providerId}`,
  startsAt: Date.parse(`${body?.startsAt}`) / 1000,
});

/** A list has each slot once, in order, and none that nobody ever offered, but for the quarter-hour that nobody asks for. */
function disorderly({ calls }: History) {
  const wrong = calls.find(({ path, answer }) => {
    const all: Partial<contract.Slot>[] | undefined = answer?.body?.slots ?? answer?.body?.appointments;
    if (answer?.status !== 200 || !Array.isArray(all)) return false;
    const listed = all.map((one) => placeOf({ providerId: path?.providerId, ...one }));
    const isKnown = ({ providerId, startsAt }: Place) =>
      quarterOf(startsAt) === 0 || everyPlace.some((one) => one.providerId === providerId && one.startsAt === startsAt);
    // What a client has comes in order of time, slots by provider before that.
    const keys = listed.map((one) => (answer.body.slots ? claimKeyOf(one) : `${one.startsAt} ${one.providerId}`));
    return listed.some((one) => !isKnown(one)) || keys.some((key, i) => key <= (keys[i - 1] ?? ""));
  });
  return wrong && `${wrong.as.userId} gets a list out of order, or of what is none`;
}

/** A withdrawal counts every slot of its window that is offered and has no appointment. */
function miscounted({ calls, changes }: History) {
  const wrong = calls.find(({ operationId, path, query, answer, from, to }) => {
    if (operationId !== "withdrawAvailability" || answer?.status !== 200) return false;
    const [start, end] = [Date.parse(`${query?.from}`) / 1000, Date.parse(`${query?.to}`) / 1000];
    const within = everyPlace.filter(
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
  return sheet ? offers(sheet, place) : isOfferedAtFirst(place);
}
