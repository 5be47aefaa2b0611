/** What a caller asks for next, drawn at random. */
import type { OperationId } from "../../shared/contract/operations.gen.ts";
import { SLOT_SECONDS } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Request } from "../model/call.ts";
import type { Place } from "../model/effect.ts";
import type { Draw } from "./draw.ts";
import { type Agent, clients, places as offeredEver, wholeTime, windowOf } from "./scene.ts";

export interface Asked extends Request {
  operationId: OperationId;
}

/** An appointment that somebody was told of. */
export interface Known {
  appointmentId: string;
  clientId: string;
  providerId: string;
  /** When it was told. */
  status: string;
}

const pick = <T>(draw: Draw, items: readonly T[]) => items[draw(items.length)] as T;

/** Mostly one of one's own, and of these mostly the latest. */
function known(draw: Draw, { caller: { role, userId } }: Agent, all: readonly Known[]): string | undefined {
  const isOwn = ({ clientId, providerId }: Known) => role === "admin" || clientId === userId || providerId === userId;
  const own = all.filter(isOwn);
  const among = draw(8) < 7 ? own : all;
  if (among.length === 0) return undefined;
  return (draw(3) < 2 ? among.at(-1) : pick(draw, among))?.appointmentId;
}

const reserve = ({ providerId, startsAt }: Place, clientId?: string): Asked => ({
  operationId: "reserveAppointment",
  body: { providerId, startsAt: formatInstant(startsAt), ...(clientId && { clientId }) },
});

const of =
  (operationId: OperationId) =>
  (appointmentId: string): Asked => ({ operationId, path: { appointmentId } });

const move = (appointmentId: string, { startsAt }: Place): Asked => ({
  ...of("rescheduleAppointment")(appointmentId),
  body: { startsAt: formatInstant(startsAt) },
});

const list = (query: Record<string, string>): Asked => ({
  operationId: "listAvailableSlots",
  query: { ...wholeTime, ...query },
});

const confirm = of("confirmAppointment");
const cancel = of("cancelAppointment");
const get = of("getAppointment");

type Menu = readonly (readonly [weight: number, ask: () => Asked | undefined])[];

function choose(draw: Draw, menu: Menu): Asked | undefined {
  const at = draw(menu.reduce((sum, [weight]) => sum + weight, 0));
  let passed = 0;
  for (const [weight, ask] of menu) {
    passed += weight;
    if (at < passed) return ask();
  }
  return undefined;
}

const ofClients = (draw: Draw, agent: Agent, all: readonly Known[], places: readonly Place[]): Menu => {
  const { userId } = agent.caller;
  return [
    [5, () => reserve(pick(draw, places))],
    [9, about(draw, agent, all, confirm)],
    [5, about(draw, agent, all, cancel)],
    [8, moving(draw, agent, all)],
    [1, about(draw, agent, all, get)],
    [1, () => list({ providerId: pick(draw, places).providerId })],
    [1, () => list({})],
    [1, () => ({ operationId: "listClientAppointments", path: { clientId: userId } })],
  ];
};

const ofProviders = (draw: Draw, agent: Agent, all: readonly Known[], places: readonly Place[]): Menu => {
  const path = { providerId: agent.caller.userId };
  const window = () => {
    const own = (all: readonly Place[]) => all.filter(({ providerId }) => providerId === path.providerId);
    const [spoken, any] = [own(places), own(offeredEver)];
    const first = pick(draw, spoken.length > 0 ? spoken : any);
    const next = spoken.find(({ startsAt }) => startsAt === first.startsAt + SLOT_SECONDS);
    return windowOf(first, draw(2) === 1 && next ? next : first);
  };
  return [
    [4, () => withdrawal(path, window())],
    [3, () => submission(path, window())],
    [1, () => schedule(path)],
    [2, about(draw, agent, all, cancel)],
  ];
};

const ofAdmins = (draw: Draw, agent: Agent, all: readonly Known[], places: readonly Place[]): Menu => [
  [2, () => reserve(pick(draw, places), pick(draw, clients))],
  [3, about(draw, agent, all, confirm)],
  [2, about(draw, agent, all, cancel)],
  [3, moving(draw, agent, all)],
];

/** Mostly what was confirmed, and to any slot of its provider. */
const moving = (draw: Draw, agent: Agent, all: readonly Known[]) => () => {
  const confirmed = all.filter(({ status }) => status === "confirmed");
  const id = known(draw, agent, draw(8) < 7 ? confirmed : all);
  const providerId = all.find(({ appointmentId }) => appointmentId === id)?.providerId;
  const targets = offeredEver.filter((place) => place.providerId === providerId);
  return id === undefined ? undefined : move(id, pick(draw, targets));
};

const about = (draw: Draw, agent: Agent, all: readonly Known[], ask: (id: string) => Asked) => () => {
  const id = known(draw, agent, all);
  return id === undefined ? undefined : ask(id);
};

const schedule = (path: { providerId: string }): Asked => ({ operationId: "getSchedule", path, query: wholeTime });

const withdrawal = (path: { providerId: string }, [from, to]: readonly [string, string]): Asked => ({
  operationId: "withdrawAvailability",
  path,
  query: { from, to },
});

const submission = (path: { providerId: string }, [startsAt, endsAt]: readonly [string, string]): Asked => ({
  operationId: "submitAvailability",
  path,
  body: { startsAt, endsAt },
});

const menus = { client: ofClients, provider: ofProviders, admin: ofAdmins };

/**
 * What an agent asks next. Where it has no appointment to speak of, it wants one.
 *
 * @param all the appointments somebody was told of
 * @param places the slots they care for
 */
export function nextAsk(draw: Draw, agent: Agent, all: readonly Known[], places: readonly Place[]): Asked {
  const { role, userId } = agent.caller;
  const fallback = {
    client: () => reserve(pick(draw, places)),
    provider: () => schedule({ providerId: userId }),
    admin: () => reserve(pick(draw, places), pick(draw, clients)),
  };
  return choose(draw, menus[role](draw, agent, all, places)) ?? fallback[role]();
}
