/** What each stored state means to each call, one row each. The tests write the states directly, without the calls. */
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { encodeAppointmentId } from "../shared/domain/appointment-id.ts";
import { dynamodb } from "../shared/store/dynamodb.ts";
import { claimKey, claimListing } from "../shared/store/keys.ts";
import {
  type Answer,
  cancel,
  client,
  confirm,
  contents,
  DAY,
  get,
  HOUR,
  iso,
  MINUTE,
  NOW,
  offering,
  reserve,
  startsOf,
  writesNothing,
} from "./harness.ts";

const OPENS = NOW - (NOW % DAY) + 3 * DAY + 8 * HOUR;
const HOLD = 30 * MINUTE;

/** The seconds from now to `expiresAt`; undefined for a confirmed claim and for an absent item. */
type Left = -1 | 0 | 1 | undefined;
type Stored = "absent" | "reserved" | "confirmed" | "cancelled" | "blocked" | "lifted";

/** The answers to: reserve by another, reserve by its client, confirm by its client, get by its client; is it listed? */
const table: [Stored, Left, string, string, string, string, boolean][] = [
  ["absent", undefined, "201", "201", "404 not-found", "404 not-found", true],
  ["reserved", 1, "409 slot-held", "200", "200", "200", false],
  ["reserved", 0, "201", "201", "410 reservation-expired", "410 reservation-expired", true],
  ["reserved", -1, "201", "201", "410 reservation-expired", "410 reservation-expired", true],
  ["confirmed", undefined, "409 slot-taken", "200", "200", "200", false],
  ["cancelled", 1, "201", "201", "410 cancelled", "200", true],
  ["cancelled", 0, "201", "201", "404 not-found", "404 not-found", true],
  ["cancelled", -1, "201", "201", "404 not-found", "404 not-found", true],
  ["blocked", 1, "404 slot-not-offered", "404 slot-not-offered", "404 not-found", "404 not-found", false],
  ["blocked", 0, "201", "201", "404 not-found", "404 not-found", true],
  ["blocked", -1, "201", "201", "404 not-found", "404 not-found", true],
  ["lifted", 1, "201", "201", "404 not-found", "404 not-found", true],
  ["lifted", 0, "201", "201", "404 not-found", "404 not-found", true],
  ["lifted", -1, "201", "201", "404 not-found", "404 not-found", true],
];

/** A slot in this state, and the id of the appointment that is or would be there. */
async function stored(state: Stored, left: Left) {
  const [ada, grace] = [await offering(OPENS, OPENS + 15 * MINUTE), client()];
  const expiresAt = NOW + (left ?? 0);
  const reservedAt = state === "reserved" ? expiresAt - HOLD : NOW - MINUTE;
  const slot = { providerId: ada.userId, startsAt: OPENS };
  const appointmentId = encodeAppointmentId({ ...slot, reservedAt }, Buffer.from("8 bytes."));
  const ofClient = { clientId: grace.userId, reservedAt };
  const attributes = {
    reserved: { ...ofClient, expiresAt },
    confirmed: { ...ofClient, confirmedAt: NOW - 1 },
    cancelled: { ...ofClient, cancelledAt: NOW - 1, cancelledBy: grace.userId, expiresAt },
    blocked: { expiresAt },
    lifted: { expiresAt },
  };
  if (state !== "absent")
    await dynamodb.send(
      new PutCommand({
        TableName: process.env.TABLE_NAME ?? "",
        Item: {
          ...claimKey({ providerId: ada.userId, startsAt: OPENS }),
          ...claimListing({ providerId: ada.userId, startsAt: OPENS }),
          ...attributes[state],
          status: state,
          appointmentId,
        },
      }),
    );
  return { ada, grace, appointmentId };
}

const textOf = ({ status, body }: Answer) =>
  body?.type === undefined ? `${status}` : `${status} ${body.type.replace("/problems/", "")}`;

/** Expects this answer, and that the call writes nothing unless `writes`. */
async function answers(expected: string, run: () => Promise<Answer>, writes: boolean) {
  expect(textOf(await (writes ? run() : writesNothing(run)))).toBe(expected);
}

it.each(table)(
  "a claim that is %s, with %s s left, answers another's reserve with %s, its client's with %s, confirm with %s and get with %s; listed: %s",
  async (state, left, byAnother, byOwner, confirmed, got, listed) => {
    const first = await stored(state, left);
    expect(await startsOf(first.ada, OPENS, OPENS + HOUR)).toEqual(listed ? [iso(OPENS)] : []);
    await answers(got, () => get(first.grace, first.appointmentId), false);
    await answers(byAnother, () => reserve(client(), first.ada, OPENS), byAnother === "201");
    const second = await stored(state, left);
    await answers(byOwner, () => reserve(second.grace, second.ada, OPENS), byOwner === "201");
    const third = await stored(state, left);
    const confirms = confirmed === "200" && state === "reserved";
    await answers(confirmed, () => confirm(third.grace, third.appointmentId), confirms);
  },
);

it("a late repeat of the write that reserved a slot does not revive the hold after it was cancelled", async () => {
  const [ada, grace] = [await offering(OPENS, OPENS + HOUR), client()];
  let body = "";
  dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === "PutItemCommand" || commandName === "PutCommand")
          body = new TextDecoder().decode((args.request as { body: Uint8Array }).body);
        return next(args);
      },
    { step: "finalizeRequest", priority: "low", name: "capture" },
  );
  const { appointmentId } = (await reserve(grace, ada, OPENS)).body;
  dynamodb.middlewareStack.remove("capture");
  expect(JSON.parse(body).Item.appointmentId).toEqual({ S: appointmentId });
  expect((await cancel(grace, appointmentId)).status).toBe(204);

  const before = await contents();
  const raw = new DynamoDBClient();
  await expect(raw.send(new PutItemCommand(JSON.parse(body)))).rejects.toThrow(ConditionalCheckFailedException);
  raw.destroy();
  expect(await contents()).toEqual(before);
});
