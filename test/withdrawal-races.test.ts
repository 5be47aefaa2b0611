/** Hours that are withdrawn while clients reserve them: each slot ends on exactly one side. */
import { describe, expect, it } from "vitest";
import { call, client, DAY, HOUR, iso, MINUTE, NOW, offering, reserve, startsOf, submit, type Who } from "./harness.ts";
import { randomOf } from "./random.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
const CLOSES = OPENS + 7 * HOUR;
const SLOT = 15 * MINUTE;

/** Withdraws a provider's hours until `to`. */
const withdraw = (as: Who, to: number) =>
  call("withdrawAvailability", { as, path: { providerId: as.userId }, query: { from: iso(OPENS), to: iso(to) } });

const idOf = ({ appointmentId }: { appointmentId: string }) => appointmentId;

describe("Given a withdrawal among 100 reservations of 28 slots", () => {
  it.each(Array.from({ length: 3 }, (_, seed) => seed))(
    "each slot goes to exactly one side (seed %i)",
    async (seed) => {
      const ada = await offering(OPENS, CLOSES);
      const random = randomOf(seed);
      // Few enough reservations come before the withdrawal that each side wins some slots.
      const delay = Math.floor(random() * 15);
      const reserveOne = () => reserve(client(), ada, OPENS + Math.floor(random() * 28) * SLOT);
      const before = Array.from({ length: delay }, reserveOne);
      const withdrawing = withdraw(ada, CLOSES);
      const reserved = await Promise.all([...before, ...Array.from({ length: 100 - delay }, reserveOne)]);
      const withdrawn = await withdrawing;

      const booked = reserved.filter(({ status }) => status === 201).map(({ body }) => body);
      expect(withdrawn.status).toBe(200);
      expect(new Set(booked.map(({ startsAt }) => startsAt)).size).toBe(booked.length);
      expect(withdrawn.body.withdrawn + booked.length).toBe(28);
      expect(withdrawn.body.appointments.map(idOf).sort()).toEqual(booked.map(idOf).sort());
      expect(reserved.filter(({ status }) => ![201, 404, 409].includes(status))).toEqual([]);
      expect(await startsOf(ada, OPENS, CLOSES)).toEqual([]);
    },
  );
});

describe("Given a withdrawal, a submission and reservations of the same hours at once", () => {
  it.each([0, 1, 2])("no appointment and no slot is lost (seed %i)", async (seed) => {
    const ada = await offering(OPENS, CLOSES);
    const random = randomOf(seed);
    const reserveOne = () => reserve(client(), ada, OPENS + Math.floor(random() * 28) * SLOT);
    const calls = [
      ...Array.from({ length: 40 }, () => reserveOne),
      ...[() => withdraw(ada, CLOSES), () => withdraw(ada, OPENS + HOUR)],
      ...[() => submit(ada, OPENS, CLOSES), () => submit(ada, OPENS + HOUR, CLOSES)],
    ].sort(() => random() - 0.5);
    const answers = await Promise.all(calls.map((one) => one()));

    const reserved = answers.flatMap((one) => ("requests" in one && one.status === 201 ? one.body : []));
    const { slots } = (await call("getSchedule", { as: ada, path: { providerId: ada.userId }, query: { limit: 500 } }))
      .body;
    expect(slots).toHaveLength(28);
    const held = slots.flatMap((slot: { appointmentId?: string }) => slot.appointmentId ?? []);
    expect(held.sort()).toEqual(reserved.map(idOf).sort());
  });
});
