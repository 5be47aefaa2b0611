/** Calls that race each other over one appointment: the outcome is always allowed, and every reply is true. */
import { describe, expect, it } from "vitest";
import {
  type Answer,
  booked,
  call,
  cancel,
  client,
  confirm,
  DAY,
  get,
  MINUTE,
  NOW,
  offering,
  owned,
  reschedule,
  reserve,
  slotsFrom,
  type Who,
} from "./harness.ts";
import { randomOf } from "./random.ts";

const SEEDS = Array.from({ length: 6 }, (_, seed) => seed);
const OPENS = NOW - (NOW % DAY) + 3 * DAY;
const ada = await offering(OPENS, OPENS + 5 * DAY);
const slot = slotsFrom(OPENS);

/** The order of a seed: each call waits for a random number of turns of the event loop before it starts. */
function race<T>(seed: number, ...calls: (() => Promise<T>)[]): Promise<T[]> {
  const random = randomOf(seed);
  return Promise.all(
    calls.map(async (run) => {
      for (let turns = Math.floor(random() * 12); turns > 0; turns--) await new Promise(setImmediate);
      return run();
    }),
  );
}

const statuses = (answers: Answer[]) => answers.map(({ status }) => status);

/** Asks for a slot until it is free, but not for ever. */
async function reserveOnceFree(who: Who, startsAt: number) {
  let tried = await reserve(who, ada, startsAt);
  for (let tries = 0; tried.status !== 201 && tries < 20; tries++) tried = await reserve(who, ada, startsAt);
  return tried;
}

describe.each(SEEDS)("Given calls that race each other in the order of seed %i", (seed) => {
  it.each([-1, 1])(
    "a hold that is cancelled while it is confirmed stays cancelled, with clocks %i s apart around the expiry",
    async (apart) => {
      const [grace, startsAt] = [client(), slot()];
      const { appointmentId } = (await reserve(grace, ada, startsAt)).body;
      const at = NOW + 30 * MINUTE - 1;
      const [cancelled, confirmed] = (await race<Answer>(
        seed,
        () => cancel(ada, appointmentId, at + Math.min(apart, 0)),
        () => confirm(grace, appointmentId, at + Math.max(apart, 0) - 1),
      )) as [Answer, Answer];
      expect(cancelled.status).toBe(204);
      expect([200, 410]).toContain(confirmed.status);
      expect((await get(grace, appointmentId)).body.status).toBe("cancelled");
      expect((await reserve(client(), ada, startsAt)).status).toBe(201);
    },
  );

  it("two cancellations are both 204, and the appointment names one of the two callers", async () => {
    const [grace, startsAt] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    const answers = await race<Answer>(
      seed,
      () => cancel(grace, appointmentId),
      () => cancel(ada, appointmentId),
    );
    expect(statuses(answers)).toEqual([204, 204]);
    expect((await get(grace, appointmentId)).body.cancelledBy).toMatch(/client|provider/);
  });

  it("a stranger gets the slot of an appointment only once it is cancelled", async () => {
    const [grace, stranger, startsAt] = [client(), client(), slot()];
    const { appointmentId } = await booked(grace, ada, startsAt);
    const [cancelled, reserved] = (await race<Answer>(
      seed,
      () => cancel(grace, appointmentId),
      () => reserve(stranger, ada, startsAt),
    )) as [Answer, Answer];
    expect(cancelled.status).toBe(204);
    expect([201, 409]).toContain(reserved.status);
    if (reserved.status === 201) expect((await confirm(stranger, reserved.body.appointmentId)).status).toBe(200);
  });

  it("either a move or a stranger's reservation gets the slot, and nothing is lost", async () => {
    const [grace, stranger, from, to] = [client(), client(), slot(), slot()];
    const { appointmentId } = await booked(grace, ada, from);
    const [moved, reserved] = (await race<Answer>(
      seed,
      () => reschedule(grace, appointmentId, to),
      () => reserve(stranger, ada, to),
    )) as [Answer, Answer];
    expect([
      [200, 409],
      [409, 201],
    ]).toContainEqual([moved.status, reserved.status]);
    expect(await owned(grace)).toEqual([moved.status === 200 ? moved.body.appointmentId : appointmentId]);
  });

  it("one of two moves onto one slot gets it, and the other client keeps the old appointment", async () => {
    const [grace, alan, to] = [client(), client(), slot()];
    const [hers, his] = [await booked(grace, ada, slot()), await booked(alan, ada, slot())];
    const [first, second] = (await race<Answer>(
      seed,
      () => reschedule(grace, hers.appointmentId, to),
      () => reschedule(alan, his.appointmentId, to),
    )) as [Answer, Answer];
    expect(statuses([first, second]).toSorted()).toEqual([200, 409]);
    expect(await owned(grace)).toEqual([first.status === 200 ? first.body.appointmentId : hers.appointmentId]);
    expect(await owned(alan)).toEqual([second.status === 200 ? second.body.appointmentId : his.appointmentId]);
  });

  it("an appointment that is moved to two slots ends at one, the other move is told which, and a stranger takes the freed slot", async () => {
    const [grace, stranger, from] = [client(), client(), slot()];
    const { appointmentId } = await booked(grace, ada, from);
    const [one, other, reserved] = (await race<Answer>(
      seed,
      () => reschedule(grace, appointmentId, slot()),
      () => reschedule(grace, appointmentId, slot()),
      () => reserveOnceFree(stranger, from),
    )) as [Answer, Answer, Answer];
    const [won, lost] = one.status === 200 ? [one, other] : [other, one];
    expect(won.status).toBe(200);
    expect(lost).toMatchObject({ status: 409, body: { rescheduledTo: won.body.appointmentId } });
    expect(await owned(grace)).toEqual([won.body.appointmentId]);
    if (reserved.status === 201) expect((await confirm(stranger, reserved.body.appointmentId)).status).toBe(200);
  });

  it("equal moves make one appointment, which every 200 names", async () => {
    const [grace, to] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, slot());
    const again = () => reschedule(grace, appointmentId, to);
    const answers = await race<Answer>(seed, again, again, again);
    const { body } = await again();
    expect(await owned(grace)).toEqual([body.appointmentId]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body });
  });

  it("an appointment that is moved and cancelled ends as one of the two, also if a stranger takes the freed slot", async () => {
    const [grace, stranger, from, to] = [client(), client(), slot(), slot()];
    const { appointmentId } = await booked(grace, ada, from);
    const [moved, again, cancelled] = (await race<Answer>(
      seed,
      () => reschedule(grace, appointmentId, to),
      () => reschedule(grace, appointmentId, to),
      () => cancel(ada, appointmentId),
      () => reserveOnceFree(stranger, from),
    )) as [Answer, Answer, Answer, Answer];
    const isMoved = cancelled.status !== 204;
    expect(statuses([moved, again, cancelled])).toEqual(isMoved ? [200, 200, 409] : [410, 410, 204]);
    const there = await reschedule(grace, appointmentId, to);
    expect(await owned(grace)).toEqual(isMoved ? [there.body.appointmentId] : []);
  });

  it("an appointment that is moved and cancelled ends as one of the two, and the move's reply names it", async () => {
    const [grace, to] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, slot());
    const [moved, cancelled] = (await race<Answer>(
      seed,
      () => reschedule(grace, appointmentId, to),
      () => cancel(ada, appointmentId),
    )) as [Answer, Answer];
    expect([
      [200, 409],
      [410, 204],
    ]).toContainEqual([moved.status, cancelled.status]);
    expect(await owned(grace)).toEqual(moved.status === 200 ? [moved.body.appointmentId] : []);
  });

  it("a client who moves onto their own hold and confirms it ends with that appointment, and with both if the move is refused", async () => {
    const [grace, to] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, slot());
    const held = (await reserve(grace, ada, to)).body.appointmentId;
    const [moved, confirmed] = (await race<Answer>(
      seed,
      () => reschedule(grace, appointmentId, to),
      () => confirm(grace, held),
    )) as [Answer, Answer];
    expect([
      [200, 200],
      [409, 200],
    ]).toContainEqual([moved.status, confirmed.status]);
    expect((await owned(grace)).toSorted()).toEqual((moved.status === 200 ? [held] : [held, appointmentId]).toSorted());
  });

  it("a client who moves onto their own hold and cancels it ends with that hold confirmed, with a new appointment there, or without a move", async () => {
    const [grace, to] = [client(), slot()];
    const { appointmentId } = await booked(grace, ada, slot());
    const held = (await reserve(grace, ada, to)).body.appointmentId;
    const [moved, cancelled] = (await race<Answer>(
      seed,
      () => reschedule(grace, appointmentId, to),
      () => cancel(grace, held),
    )) as [Answer, Answer];
    expect(cancelled.status).toBe(204);
    expect([200, 503]).toContain(moved.status);
    const there = moved.status === 503 ? [appointmentId] : [moved.body.appointmentId].filter((id) => id !== held);
    expect(await owned(grace)).toEqual(there);
    expect((await get(grace, held)).body.status).toBe("cancelled");
    if (moved.status === 200)
      expect((await get(grace, appointmentId)).body.rescheduledTo).toBe(moved.body.appointmentId);
  });

  it("a client's deletion misses at most a hold that is made meanwhile, which a second deletion cancels", async () => {
    const [grace, startsAt] = [client(), slot()];
    const remove = () => call("deleteUser", { as: grace, path: { userId: grace.userId } });
    const [deleted, reserved] = (await race<Answer>(seed, remove, () => reserve(grace, ada, startsAt))) as [
      Answer,
      Answer,
    ];
    expect(deleted.status).toBe(204);
    expect([201, 403]).toContain(reserved.status);
    expect((await remove()).status).toBe(204);
    expect((await reserve(client(), ada, startsAt)).status).toBe(201);
  });
});
