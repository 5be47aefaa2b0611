/** What must be true where all is over. */
import { formatInstant, quarterOf } from "../../shared/domain/time.ts";
import { remembering } from "../memory.ts";
import { type Call, kindOf, type Write } from "../model/call.ts";
import { sweeping } from "../model/effect.ts";
import { effectsOn } from "../model/effects.ts";
import { type Effect, unexplained } from "../model/linearize.ts";
import { isOrphan, isUnfinished, toldTwice } from "../model/orphans.ts";
import type { Slot } from "../model/slot.ts";
import { claimItem, standing, storedAt, strayed } from "../simulation/items.ts";
import { claimKeyOf, initialItems } from "../simulation/scene.ts";
import { answerOf, askedOf } from "../simulation/story.ts";
import {
  type Actor,
  type Beginning,
  before,
  beginnings,
  dans,
  elsewhere,
  further,
  LAST_CLOCK,
  slot,
} from "./actors.ts";
import type { Node } from "./caller.ts";
import type { Table } from "./table.ts";

/** What happened, one thing after the other. */
export type Path = readonly {
  actor: number;
  what: string;
  /** Its call is yet to come. */
  isBefore?: true;
  /** What was written. */
  write?: Write | undefined;
  /** Nobody waited for it. */
  isLate?: true;
}[];

/** The slots at first; all of them are offered. */
export const slotsOf = (beginning: Beginning): readonly Slot[] => [
  { ...slot, offered: true, claim: beginnings[beginning], past: [], told: [] },
  { ...elsewhere, offered: true, claim: undefined, past: [], told: [] },
  { ...further, offered: true, claim: undefined, past: [], told: [] },
  { ...before, offered: true, claim: dans, past: [], told: [] },
];

/** What the table holds then. */
export function itemsOf(slots: readonly Slot[]) {
  const offered = { NS: slots.map(({ startsAt }) => `${quarterOf(startsAt)}`) };
  const items = initialItems.filter(({ pk }) => pk?.S?.endsWith(slot.providerId));
  return [...items.map((item) => ("offered" in item ? { ...item, offered } : item)), ...slots.flatMap(claimItem)];
}

/** Tells of an end of a case what is wrong there, if anything. */
export function judging(slots: readonly Slot[], actors: readonly Actor[], table: Table) {
  const initial = itemsOf(slots);
  const seen = remembering(
    (state: number) => ({
      stray: strayed(table.itemsOf(state), initial, slots.map(claimKeyOf)),
      stand: standing(table.itemsOf(state), slots),
    }),
    (state) => state,
  );
  return (state: number, nodes: readonly (Node | undefined)[], path: Path) => {
    const {
      stray: [spoiled],
      stand,
    } = seen(state);
    const calls = nodes.flatMap((node, actor) => (node ? callOf(node, actor, path) : []));
    const sweepings = path.flatMap(({ actor }, instant) => (nodes[actor] ? [] : sweeping(instant, LAST_CLOCK)));
    const story = (what: string) => storyOf(what, slots, actors, calls, path);

    const fault = calls.find(({ answer }) => answer?.fault)?.answer?.fault;
    if (fault) return story(fault);
    const needless = calls.find((call) => isNeedlesslyBusy(call, calls, sweepings));
    if (needless) return story(`${needless.operationId} of ${needless.as.userId} is a 503 without a cause`);
    if (spoiled) return story(`in the end the table has something else at ${spoiled}`);
    const orphan = stand.find((one) => isOrphan(one, calls));
    if (orphan) return story(`in the end ${orphan.appointmentId} is confirmed, and nobody was told`);
    const unfinished = stand.find((one) => isUnfinished(one, calls));
    if (unfinished) return story(`in the end the move of ${unfinished.appointmentId} is not finished`);
    const twice = toldTwice(calls);
    if (twice) return story(`${twice.operationId} of ${twice.as.userId} is told to have what was moved`);
    const busy = calls.find((call) => ["client-busy", "too-many-holds"].includes(`${kindOf(call)}`));
    if (busy) return story(`${busy.as.userId} is said to be busy elsewhere, and there is no elsewhere`);
    for (const one of slots) {
      const end = storedAt(path.length, one, (at) => table.itemOf(state, at));
      const effects = calls.flatMap((call) => effectsOn(one, [], call, calls));
      const left = unexplained(one, [...effects, ...(one.startsAt === slot.startsAt ? sweepings : []), end]);
      if (left)
        return story(
          `no order of the calls explains the slot; left over: ${left.map(({ label }) => label).join("; ")}`,
        );
    }
    return undefined;
  };
}

/** A 503 has a lost reply of its own behind it, or something that others wrote meanwhile. */
function isNeedlesslyBusy({ answer, faults, from, to }: Call, calls: readonly Call[], sweepings: Effect[]) {
  if (answer?.status !== 503 || faults.length > 0) return false;
  const writers = calls.filter(({ writes }) => writes.length > 0);
  const overlapping = writers.filter((one) => one.from <= to && Math.max(one.to, one.actsUntil) >= from);
  return overlapping.every((one) => one.answer === answer) && sweepings.every((one) => one.from < from || one.to > to);
}

function callOf(node: Node, actor: number, path: Path): Call {
  const { asks, now } = node.part;
  const isIts = (one: Path[number]) => one.actor === actor && !one.isBefore;
  const from = path.findIndex(isIts);
  const to = path.findLastIndex((one) => isIts(one) && !one.isLate);
  const { answer, faults } = node;
  const writes = path.flatMap(({ actor: whose, write }) => (whose === actor && write ? [write] : []));
  return {
    ...{ ...asks, now, answer, faults, to, from, actsUntil: path.findLastIndex(isIts) },
    ...{ writes, staleSince: new Map() },
  };
}

/** For a person. */
export const storyOf = (
  what: string,
  slots: readonly Slot[],
  actors: readonly Actor[],
  calls: readonly Call[],
  path: Path,
) =>
  [
    what,
    ...slots.map(({ startsAt, claim }) => `  at first ${formatInstant(startsAt)} ${claimText(claim)}`),
    ...calls.map((call) => `  ${call.as.userId} asks ${askedOf(call)}`),
    ...path.map(({ actor, what }, i) => `  ${i} (${actor + 1}) ${actors[actor]?.name}: ${what}`),
    ...calls.map((call) => `  ${call.operationId} of ${call.as.userId} is told ${answerOf(call.answer)}`),
  ].join("\n");

const claimText = (claim: Slot["claim"]) =>
  typeof claim === "object" ? `${claim.status} ${claim.appointmentId}` : (claim ?? "free");
