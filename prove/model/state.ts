/** What the table holds at one instant, read as slots and appointments. */
import { decodeAppointmentId } from "../../shared/domain/appointment-id.ts";
import { dayOf, quarterOf } from "../../shared/domain/time.ts";
import { claimKey, type Key, recordKey, sheetKey } from "../../shared/store/keys.ts";
import { type Claim, isKnown, type Place, type Slot } from "./slot.ts";

/** An item without the keys of its index entries. */
export interface Item extends Key {
  offered?: ReadonlySet<number>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the product stored
  [attribute: string]: any;
}

/** Items by their keys. */
export type State = ReadonlyMap<string, Item>;

const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;

const names = new Map<string, string>();
/** The name of a key, made once: the same keys are needed over and over. */
function nameOnce(what: string, place: Place, key: () => Key) {
  const asked = `${what} ${place.providerId} ${place.startsAt}`;
  const known = names.get(asked) ?? nameOf(key());
  names.set(asked, known);
  return known;
}
export const claimName = (place: Place) => nameOnce("claim", place, () => claimKey(place));
const sheetName = (place: Place) => nameOnce("sheet", place, () => sheetKey(place.providerId, dayOf(place.startsAt)));
export const recordName = (appointmentId: string) => nameOf(recordKey(appointmentId));

/** Only a claim and a record have a status. */
export const isClaim = (item: Item): item is Item & Claim => "status" in item;

/** The claim in an item. */
export function claimIn(item: Item | undefined): Claim | undefined {
  if (!item || !isClaim(item)) return undefined;
  const { pk: _, sk: __, ...claim } = item;
  return claim;
}

export function slotAt(state: State, { providerId, startsAt }: Place): Slot {
  const place = { providerId, startsAt };
  const offered = state.get(sheetName(place))?.offered?.has(quarterOf(startsAt)) ?? false;
  return { ...place, offered, claim: claimIn(state.get(claimName(place))) };
}

/** The appointment with an id: what stands on its slot, or what is remembered of it. */
export const appointmentIn = (state: State, appointmentId: string, now: number) =>
  appointmentsIn(state, appointmentId, now)[0];

/** Likewise, but both of them, as an index that lags may have. */
export function appointmentsIn(state: State, appointmentId: string, now: number): (Claim & Place)[] {
  const place = placeOf(appointmentId);
  if (!place) return [];
  return [state.get(claimName(place)), state.get(recordName(appointmentId))].flatMap((item) => {
    const claim = claimIn(item);
    return claim?.appointmentId === appointmentId && isKnown(claim, now) ? { ...claim, ...place } : [];
  });
}

/** The slot that an id names. */
export function placeOf(appointmentId: string): Place | undefined {
  const located = decodeAppointmentId(appointmentId);
  return located && { providerId: located.providerId, startsAt: located.startsAt };
}
