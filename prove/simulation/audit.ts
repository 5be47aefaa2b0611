/** What is asked in the end, when all is calm, and once more when every hold has lapsed. */
import { HOLD_SECONDS } from "../../shared/domain/rules.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import type { Asked } from "./asks.ts";
import { type Agent, places, wholeTime } from "./scene.ts";

const provider: Agent = { name: "pat", caller: { role: "provider", userId: "pat" } };
const stranger: Agent = { name: "a stranger", caller: { role: "client", userId: "zoe" } };
const [first = { providerId: "", startsAt: 0 }] = places;

export const auditing: readonly { agent: Agent; asked: Asked; later: number }[] = [
  { agent: stranger, asked: { operationId: "listAvailableSlots", query: wholeTime }, later: 0 },
  { agent: provider, asked: { operationId: "getSchedule", path: { providerId: "pat" }, query: wholeTime }, later: 0 },
  {
    agent: stranger,
    asked: {
      operationId: "reserveAppointment",
      body: { providerId: first.providerId, startsAt: formatInstant(first.startsAt) },
    },
    later: HOLD_SECONDS + 5,
  },
  {
    agent: stranger,
    asked: { operationId: "listAvailableSlots", query: { ...wholeTime, providerId: "pat" } },
    later: 0,
  },
];
