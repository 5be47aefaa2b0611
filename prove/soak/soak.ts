/** Makes calls while the server and the database are killed in the middle of them and started again. */
import { setTimeout as pause } from "node:timers/promises";
import { signToken } from "../../build/development-issuer.ts";
import { operations } from "../../shared/contract/operations.gen.ts";
import type { Caller } from "../../shared/domain/access.ts";
import { formatInstant } from "../../shared/domain/time.ts";
import { contractFault } from "../../test/contract.ts";
import { randomOf } from "../../test/random.ts";
import { answerOf, askedOf } from "../judge/story.ts";
import { type Answer, type Asked, kindOf } from "../model/call.ts";
import { type Draw, type Known, nextAsk, pick } from "../world/asks.ts";
import { contentsOf, stateOf } from "../world/contents.ts";
import {
  BEGINS,
  beginningNames,
  beginnings,
  callers,
  dansAppointment,
  initialItems,
  usedPlaces,
} from "../world/people.ts";
import { wrongCall } from "./judge.ts";
import { FAULTS, startSubject } from "./subject.ts";

/** A round is short, because later every slot is taken or starts too soon. */
const CALLS_A_ROUND = 60;
/** One call in so many meets a fault. */
const CALLS_A_FAULT = 12;
/** How long after a call was sent the fault comes, at most. */
const FAULT_WITHIN_MS = 25;
/** How far the clock goes on while the server is down, in seconds: one of these. */
const DOWNTIMES = [0, 0, 60, 1800];

export interface Soaked {
  /** How often each thing happened. */
  counts: Map<string, number>;
  found?: string;
}

/** Soaks for so many minutes, or until it finds a violation. */
export async function soak(minutes: number, seed: number, progress: (so: Soaked["counts"]) => void): Promise<Soaked> {
  const random = randomOf(seed);
  const draw: Draw = (bound) => Math.floor(random() * bound);
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const subject = await startSubject();
  const ends = performance.now() + minutes * 60_000;

  /** Plays a round. Returns what is wrong. */
  async function round(): Promise<string | undefined> {
    const beginning = pick(draw, beginningNames);
    const story = [`at first: ${beginning}`];
    const known: Known[] = [];
    const last = new Map<Caller, Asked>();
    await subject.startAt(BEGINS);
    await subject.setItems(contentsOf(initialItems([...beginnings[beginning], dansAppointment])).items);
    let before = stateOf(await subject.items());
    for (let calls = 0; calls < CALLS_A_ROUND && performance.now() < ends; calls++) {
      const as = pick(draw, callers);
      const repeated = draw(3) === 0 ? last.get(as) : undefined;
      const asked = repeated ?? nextAsk(draw, as, known, usedPlaces);
      last.set(as, asked);
      const call = { ...asked, as };
      const from = subject.clock();
      const answering = ask(subject.url(), call).catch(() => undefined);
      const fault = draw(CALLS_A_FAULT) === 0 ? pick(draw, FAULTS) : undefined;
      if (fault) {
        await pause(draw(FAULT_WITHIN_MS));
        subject.kill(fault);
        count(`fault ${fault}`);
      }
      const answer = await answering;
      const until = subject.clock();
      if (fault) await subject.startAt(until + pick(draw, DOWNTIMES));
      const after = stateOf(await subject.items());
      count(`call ${call.operationId} ${answer ? (kindOf(answer) ?? answer.status) : "unanswered"}`);
      story.push(`${as.userId} asks ${askedOf({ ...call, now: Math.floor(from), number: 0 })}`);
      if (fault) story.push(`  ${fault}; started again at ${formatInstant(Math.floor(subject.clock()))}`);
      story.push(`  ${answer ? answerOf(answer) : "no answer"}`);
      const wrong = wrongCall({ call, from, until, before, after, answer, disturbed: fault !== undefined });
      if (wrong) return `${wrong}\n\n${story.join("\n")}`;
      for (const told of [answer?.body, answer?.body?.appointments].flat()) if (told?.clientId) known.push(told);
      before = after;
    }
    return undefined;
  }

  try {
    while (performance.now() < ends) {
      const found = await round();
      if (found) return { counts, found };
      progress(counts);
    }
    return { counts };
  } finally {
    await subject.end();
  }
}

async function ask(url: string, { operationId, as, path = {}, query, body }: Asked & { as: Caller }): Promise<Answer> {
  const operation = operations.find((one) => one.operationId === operationId);
  const filled = `${operation?.path}`.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ""));
  const response = await fetch(`${url}${filled}?${new URLSearchParams(query)}`, {
    method: `${operation?.method}`,
    headers: {
      Authorization: `Bearer ${await signToken(as.role, as.userId, BEGINS)}`,
      ...(body && { "Content-Type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.endsWith("json");
  const reply = {
    ...{ status: response.status, headers: Object.fromEntries(response.headers) },
    body: text === "" ? undefined : isJson ? JSON.parse(text) : text,
  };
  return { ...reply, fault: contractFault(operationId, reply) };
}
