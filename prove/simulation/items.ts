/** What the table holds, as the model has it. */
import { isDeepStrictEqual } from "node:util";
import { quarterOf } from "../../shared/domain/time.ts";
import type { Place } from "../model/effect.ts";
import type { Effect } from "../model/linearize.ts";
import type { Standing } from "../model/orphans.ts";
import { type Appointment, holds, keptUntil, type Slot } from "../model/slot.ts";
import { type Item, keyOf } from "./engine.ts";
import { ADMIN, claimKeyOf, placeInTable, sheetKeyOf } from "./scene.ts";

/** Whether a slot's item and its sheet are, to the letter, what the product stores where the model stands like this. */
function isStored(slot: Slot, item: Item | undefined, sheet: Item | undefined) {
  const [wanted] = claimItem(slot);
  return offers(sheet, slot) === slot.offered && isDeepStrictEqual(withoutMarks(item), withoutMarks(wanted));
}

/** Whether a sheet offers a slot. */
export const offers = (sheet: Item | undefined, { startsAt }: Place) =>
  sheet?.offered?.NS?.includes(`${quarterOf(startsAt)}`) ?? false;

/** What the table holds of a slot when all has happened. */
export const storedAt = (instant: number, place: Place, itemAt: (key: string) => Item | undefined): Effect => ({
  label: "the table in the end",
  from: instant,
  to: instant,
  apply: (slot) => holds(slot, isStored(slot, itemAt(claimKeyOf(place)), itemAt(sheetKeyOf(place)))),
});

/** The confirmed appointments among some items. */
export const standing = (items: readonly Item[], places: readonly Place[]): Standing[] =>
  items.flatMap((item) => {
    const place = places.find((one) => keyOf(item) === claimKeyOf(one));
    const { appointmentId, rescheduledFrom, status } = item;
    if (!place || !appointmentId?.S || status?.S !== "confirmed") return [];
    const [isTentative, isLeaving] = [item.tentative !== undefined, item.rescheduledTo !== undefined];
    const isLeft = items.some((one) => one.status?.S === "cancelled" && one.rescheduledTo?.S === appointmentId.S);
    const ids = { appointmentId: appointmentId.S, rescheduledFrom: rescheduledFrom?.S };
    return [{ ...place, ...ids, isTentative, isLeft, isLeaving }];
  });

/** The model knows neither a block's id nor what is decided and not done. */
function withoutMarks(item: Item | undefined) {
  if (item?.status?.S === "blocked") return { ...item, appointmentId: "any" };
  const { tentative: _, ...rest } = item ?? {};
  if (item?.status?.S !== "confirmed" || item.rescheduledTo === undefined) return item && rest;
  const { rescheduledTo: __, cancelledBy: ___, ...stands } = rest;
  return stands;
}

/**
 * What is in the table beside the claims of the slots there are, and is not as it was at first, but for offers, which grow.
 *
 * @param claims their keys
 */
export function strayed(items: Iterable<Item>, initial: readonly Item[], claims: readonly string[]): string[] {
  const others = [...items].filter((item) => !claims.includes(keyOf(item)));
  const quarters = ({ offered }: Item) => offered?.NS ?? [];
  const isAsBefore = (item: Item) => {
    const before = initial.find((one) => keyOf(one) === keyOf(item));
    return (
      before !== undefined &&
      quarters(before).every((quarter) => quarters(item).includes(quarter)) &&
      isDeepStrictEqual({ ...item, offered: undefined }, { ...before, offered: undefined })
    );
  };
  const gone = initial.filter((one) => one.status === undefined && !others.some((item) => keyOf(item) === keyOf(one)));
  return [...others.filter((item) => !isAsBefore(item)), ...gone].map(keyOf);
}

const BLOCK: { status: string; appointmentId: string } & Partial<Omit<Appointment, "status">> = {
  status: "blocked",
  appointmentId: "a block",
};

const text = (value: string | undefined) => (value === undefined ? undefined : { S: value });
const numeric = (value: number | undefined) => (value === undefined ? undefined : { N: `${value}` });

/** The item of what stands on a slot, as the product would have stored it. */
export function claimItem(slot: Slot): Item[] {
  const { providerId, claim } = slot;
  if (claim === undefined) return [];
  const { status, appointmentId, clientId, cancelledBy, rescheduledFrom, rescheduledTo, ...instants } =
    claim === "blocked" ? BLOCK : claim;
  const until = keptUntil(slot);
  const all = {
    ...placeInTable(slot),
    ...{ status: text(status), appointmentId: text(appointmentId), clientId: text(clientId) },
    ...{ rescheduledFrom: text(rescheduledFrom), rescheduledTo: text(rescheduledTo) },
    cancelledBy: text(cancelledBy && { client: clientId, provider: providerId, admin: ADMIN }[cancelledBy]),
    reservedAt: numeric(instants.reservedAt),
    confirmedAt: numeric(instants.confirmedAt),
    cancelledAt: numeric(instants.cancelledAt),
    expiresAt: numeric(Number.isFinite(until) ? until : undefined),
  };
  return [Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Item];
}
