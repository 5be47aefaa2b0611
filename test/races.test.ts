import { describe, expect } from "vitest";
import { it as base, OPENS } from "./fixtures.ts";
import { type Answer, client, confirm, get, HOUR, iso, MINUTE, NOW, offering, reserve, startsOf } from "./harness.ts";

const it = base.extend("hours", [OPENS, OPENS + HOUR]);
const HOLD = 30 * MINUTE;

const counted = (answers: Answer[]) =>
  Object.fromEntries(
    [...Map.groupBy(answers, ({ status, body }) => `${status} ${body.type ?? ""}`)].map(([kind, all]) => [
      kind,
      all.length,
    ]),
  );

describe("Given many clients and one slot", () => {
  it.for([50, 200])(
    "of %i in parallel exactly one gets it, and only that one can confirm it",
    async (many, { ada }) => {
      const clients = Array.from({ length: many }, () => client());
      const answers = await Promise.all(clients.map((one) => reserve(one, ada, OPENS)));
      expect(counted(answers)).toEqual({ "201 ": 1, "409 /problems/slot-held": many - 1 });

      const { appointmentId, clientId } = answers.find(({ status }) => status === 201)?.body ?? {};
      const confirmations = await Promise.all(clients.slice(0, 50).map((one) => confirm(one, appointmentId)));
      const winners = clients.slice(0, 50).filter(({ userId }) => userId === clientId).length;
      expect(confirmations.filter(({ status }) => status === 200)).toHaveLength(winners);
      expect((await confirm(client(clientId), appointmentId)).status).toBe(200);
    },
  );

  it("the same client in parallel gets one 201 and the rest 200, all with the same id", async ({ ada, grace }) => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => reserve(grace, ada, OPENS)));
    expect(counted(answers)).toEqual({ "201 ": 1, "200 ": 49 });
    expect(new Set(answers.map(({ body }) => body.appointmentId)).size).toBe(1);
  });

  it("a lapsed hold, still in the table, is taken over by exactly one", async ({ ada }) => {
    await reserve(client(), ada, OPENS);
    const answers = await Promise.all(Array.from({ length: 50 }, () => reserve(client(), ada, OPENS, NOW + HOLD)));
    expect(counted(answers)).toEqual({ "201 ": 1, "409 /problems/slot-held": 49 });
  });
});

describe("Given two servers whose clocks are two seconds apart, around an expiry", () => {
  /** When the holder confirms and the stranger reserves, each by its own server's clock, in seconds after the expiry. */
  const moments = [-3, -2, -1, 0, 1, 2].flatMap((slow) => [-2, 2].map((apart) => [slow, slow + apart] as const));

  it.each(moments)(
    "the holder who confirms at %i s or the stranger who reserves at %i s wins, or neither if each caller's server decides for the other",
    async (confirmsAt, reservesAt) => {
      for (let seed = 0; seed < 4; seed++) {
        const ada = await offering(OPENS, OPENS + HOUR);
        const [grace, next] = [client(), client()];
        const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
        const race = [
          () => confirm(grace, appointmentId, NOW + HOLD + confirmsAt),
          () => reserve(next, ada, OPENS, NOW + HOLD + reservesAt),
        ];
        const order = seed % 2 === 0 ? race : race.toReversed();
        const [one, two] = await Promise.all(order.map((each) => each()));
        const [confirmed, reserved] = seed % 2 === 0 ? [one, two] : [two, one];
        const wins = Number(confirmed?.status === 200) + Number(reserved?.status === 201);
        // Nobody gets the slot only if the holder's clock is past the expiry and the stranger's is not.
        expect(wins).toBe(confirmsAt >= 0 && reservesAt < 0 ? 0 : 1);
        expect([200, confirmsAt < 0 ? 404 : 410]).toContain(confirmed?.status);
        expect([201, 409]).toContain(reserved?.status);
        // Whoever got a success has the slot, on either server.
        if (confirmed?.status === 200) expect((await get(grace, appointmentId)).body.status).toBe("confirmed");
        if (reserved?.status === 201)
          expect((await confirm(next, reserved.body.appointmentId, NOW + HOLD + 3)).status).toBe(200);
      }
    },
  );

  // By a clock before the end of the half hour the id is unknown, and after it the reservation is expired.
  it.each([
    [-2, "not-found"],
    [2, "reservation-expired"],
  ] as const)(
    "once one server has given away the slot of an expired hold, another, %i s off, does not revive the hold, and answers %s",
    async (apart, problem) => {
      const ada = await offering(OPENS, OPENS + HOUR);
      const [grace, next] = [client(), client()];
      const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
      const fast = NOW + HOLD + Math.max(apart, 0);
      const slow = fast - 2;
      const { status, body } = await reserve(next, ada, OPENS, fast);
      expect(status).toBe(201);
      expect((await confirm(grace, appointmentId, slow)).body.type).toBe(`/problems/${problem}`);
      expect((await reserve(grace, ada, OPENS, slow)).body.type).toBe("/problems/slot-held");
      expect((await confirm(next, body.appointmentId, slow)).status).toBe(200);
      expect(await startsOf(ada, OPENS, OPENS + HOUR, slow)).not.toContain(iso(OPENS));
    },
  );
});
