/** Draws a caller's next call at random. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Asked } from "../model/call.ts";
import { type Claim, type Place, SLOT_SECONDS } from "../model/slot.ts";
import { clients, usedPlaces, wholeTime, windowOf } from "./people.ts";

/** Draws a number below `bound`. */
export type Draw = (bound: number) => number;

/** An appointment that a reply had. */
export interface Known {
  appointmentId: string;
  clientId: string;
  providerId: string;
  status: Claim["status"];
}

export const pick = <T>(draw: Draw, items: readonly T[]) => items[draw(items.length)] as T;

/** Draws an item of the menu. An item of twice the weight comes twice as often. */
export function choose<T>(draw: Draw, menu: readonly (readonly [weight: number, item: T])[]): T {
  let at = draw(menu.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, item] of menu) {
    if (at < weight) return item;
    at -= weight;
  }
  throw new Error("There is nothing to choose.");
}

/** Mostly an appointment of the caller's own, and of these mostly the latest. */
function known(draw: Draw, { role, userId }: Caller, all: readonly Known[]): Known | undefined {
  const own = all.filter((one) => role === "admin" || one.clientId === userId || one.providerId === userId);
  const among = draw(8) < 7 ? own : all;
  return among.length === 0 || draw(4) < 3 ? among.at(-1) : pick(draw, among);
}

const reserve = ({ providerId, startsAt }: Place, clientId?: string): Asked => ({
  operationId: "reserveAppointment",
  body: { providerId, startsAt: formatInstant(startsAt), ...(clientId && { clientId }) },
});

/**
 * What a caller asks next.
 *
 * @param all the appointments that replies had
 * @param places the slots that callers use
 */
export function nextAsk(draw: Draw, caller: Caller, all: readonly Known[], places: readonly Place[]): Asked {
  const { role, userId } = caller;
  const reserveAny = () => reserve(pick(draw, places), role === "client" ? undefined : pick(draw, clients).userId);
  const about =
    (operationId: OperationId, among = all) =>
    () => {
      const appointmentId = known(draw, caller, among)?.appointmentId;
      return appointmentId === undefined ? reserveAny() : { operationId, path: { appointmentId } };
    };
  const move = () => {
    const confirmed = all.filter(({ status }) => status === "confirmed");
    const one = known(draw, caller, draw(8) < 7 ? confirmed : all);
    if (!one) return reserveAny();
    const targets = usedPlaces.filter(({ providerId }) => providerId === one.providerId);
    return {
      operationId: "rescheduleAppointment" as const,
      path: { appointmentId: one.appointmentId },
      body: { startsAt: formatInstant(pick(draw, targets).startsAt) },
    };
  };
  const list = (query: object) => () => ({
    operationId: "listAvailableSlots" as const,
    query: { ...wholeTime, ...query },
  });
  const window = () => {
    const own = places.filter(({ providerId }) => providerId === userId);
    const from = pick(draw, own.length > 0 ? own : usedPlaces.filter(({ providerId }) => providerId === userId));
    const next = own.find(({ startsAt }) => startsAt === from.startsAt + SLOT_SECONDS);
    return windowOf(from, draw(2) === 1 && next ? next : from);
  };
  const path = { providerId: userId };
  const menus: Record<Caller["role"], (readonly [number, () => Asked])[]> = {
    client: [
      [5, reserveAny],
      [8, about("confirmAppointment")],
      [5, about("cancelAppointment")],
      [8, move],
      [2, about("getAppointment")],
      [1, about("getAppointmentCalendar")],
      [1, () => list({ providerId: pick(draw, places).providerId })()],
      [1, list({})],
      [1, () => ({ operationId: "listClientAppointments", path: { clientId: userId } })],
    ],
    provider: [
      [
        4,
        () => (([from, to]) => ({ operationId: "withdrawAvailability" as const, path, query: { from, to } }))(window()),
      ],
      [
        3,
        () =>
          (([startsAt, endsAt]) => ({ operationId: "submitAvailability" as const, path, body: { startsAt, endsAt } }))(
            window(),
          ),
      ],
      [1, () => ({ operationId: "getSchedule", path, query: wholeTime })],
      [2, about("cancelAppointment")],
    ],
    admin: [
      [2, reserveAny],
      [3, about("confirmAppointment")],
      [2, about("cancelAppointment")],
      [3, move],
    ],
  };
  const asked = choose(draw, menus[role])();
  // A provider reserves nothing.
  return role === "provider" && asked.operationId === "reserveAppointment"
    ? { operationId: "getSchedule", path, query: wholeTime }
    : asked;
}
