/** Bugs to plant: each a small edit of the product's source, which the checkers must catch. No file is changed. */
import type { Only } from "./interleavings/cases.ts";

export interface Plant {
  /** What is wrong then. */
  bug: string;
  file: string;
  edits: readonly (readonly [from: string, to: string])[];
  /** What finds it: so many simulated runs, or all interleavings of these actors. */
  foundBy: { runs: number } | Only;
  /** What it says then. */
  shows: string;
}

const FREE = '${NOTHING_THERE} OR (${allows("reserve")} AND appointmentId <> :mine)';
const CONFIRMABLE = 'appointmentId = :mine AND ${allows("confirm")}';

export const plants = {
  "confirm-without-expiry": {
    bug: "a hold is confirmed after its half hour",
    file: "shared/store/confirm.ts",
    edits: [[CONFIRMABLE, "appointmentId = :mine AND (#status = :reserved OR #status = :confirmed)"]],
    foundBy: { actors: ["ann confirms"], beginning: "held" },
    shows: "left over: confirmAppointment of ann",
  },
  "take-live-holds": {
    bug: "the write that reserves does not look at the expiry",
    file: "shared/store/take.ts",
    edits: [
      [FREE, "attribute_not_exists(pk) OR ((#status <> :cancelled OR expiresAt > :now) AND appointmentId <> :mine)"],
    ],
    foundBy: { runs: 100 },
    shows: "put an end to a live claim",
  },
  "strict-expiry": {
    bug: "at exactly its end a hold is neither live nor free",
    file: "shared/store/states.ts",
    edits: [['free: "expiresAt <= :now"', 'free: "expiresAt < :now"']],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "held" },
    shows: "is a 503 without a cause",
  },
  "late-expiry": {
    bug: "a hold is live for a second more",
    file: "shared/domain/claim.ts",
    edits: [["claim.expiresAt > now", "claim.expiresAt >= now"]],
    foundBy: { runs: 100 },
    shows: "free in 0 seconds",
  },
  "confirm-without-id": {
    bug: "an old id confirms whatever its client holds there now",
    file: "shared/store/confirm.ts",
    edits: [[CONFIRMABLE, '(appointmentId = :mine OR attribute_exists(pk)) AND ${allows("confirm")}']],
    foundBy: { actors: ["ann reserves", "ann confirms"], beginning: "cancelled" },
    shows: "left over: confirmAppointment of ann",
  },
  "confirm-without-status": {
    bug: "what was cancelled is confirmed",
    file: "shared/store/confirm.ts",
    edits: [
      [
        CONFIRMABLE,
        "appointmentId = :mine AND (#status = :confirmed OR expiresAt > :now AND (#status = :reserved OR attribute_exists(pk)))",
      ],
    ],
    foundBy: { runs: 100 },
    shows: "no order of the calls explains",
  },
  "cancel-by-expiry": {
    bug: "cancelling only sets the end to now: what is confirmed stays, and a slow clock revives a hold",
    file: "shared/store/cancel.ts",
    edits: [
      ["`SET ${CANCEL}, cancelledBy = :by`", "`SET cancelledBy = :by, expiresAt = :now`"],
      ['          ":cancelled": "cancelled",\n', ""],
      ['          ":ends": cancelledEnds(startsAt),\n', ""],
    ],
    foundBy: { runs: 100 },
    shows: "no order of the calls explains",
  },
  "revive-cancelled": {
    bug: "a repeated reservation revives what was cancelled meanwhile",
    file: "shared/store/take.ts",
    edits: [["AND appointmentId <> :mine)`;", "AND (appointmentId <> :mine OR #status = :cancelled))`;"]],
    foundBy: { actors: ["stranger 2 reserves", "the provider cancels what it sees"], beginning: "free" },
    shows: "cancelAppointment of pat is told 204",
  },
  "check-then-put": {
    bug: "the slot is read, and then written without a condition",
    file: "shared/store/take.ts",
    edits: [[FREE, `attribute_exists(pk) OR ${FREE}`]],
    foundBy: { runs: 100 },
    shows: "put an end to a live claim",
  },
  "lost-reply-is-conflict": {
    bug: "a reservation whose reply was lost is refused for its own hold",
    file: "shared/store/reserve.ts",
    edits: [
      ["const meanwhile = ownedBy(clientId, owner, now)", "const meanwhile = ownedBy(mine.appointmentId, owner, now)"],
    ],
    foundBy: { runs: 100 },
    shows: "reserveAppointment of",
  },
  "sweep-confirmed": {
    bug: "confirming keeps the expiry, so DynamoDB deletes the appointment",
    file: "shared/store/confirm.ts",
    edits: [[" REMOVE expiresAt", ""]],
    foundBy: { actors: ["ann confirms", "DynamoDB sweeps"], beginning: "held" },
    shows: "left over: the table in the end",
  },
  "shrink-sheet": {
    bug: "hours are withdrawn from the sheet, which a reservation has read already",
    file: "shared/store/withdraw.ts",
    edits: [
      ["|| (await block(slot, now))", "|| (await shrink(slot, now))"],
      [
        "/** Blocks a slot.",
        `import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { dayOf, quarterOf } from "../domain/time.ts";
import { dynamodb } from "./client.ts";
import { sheetKey } from "./keys.ts";
async function shrink(slot: ScheduledSlot, now: number): Promise<Claim> {
  const Key = sheetKey(slot.providerId, dayOf(slot.startsAt));
  const ExpressionAttributeValues = { ":quarters": new Set([quarterOf(slot.startsAt)]) };
  await dynamodb.send(
    new UpdateCommand({ TableName: tableName, Key, UpdateExpression: "DELETE offered :quarters", ExpressionAttributeValues }),
  );
  return { ...slot, status: "blocked", appointmentId: "", expiresAt: now };
}

/** Blocks a slot.`,
      ],
    ],
    foundBy: { runs: 100 },
    shows: "no order of the calls explains",
  },
  "lift-anything": {
    bug: "submitting hours again deletes whatever stands where a block stood",
    file: "shared/store/lift.ts",
    edits: [
      [
        '`appointmentId = :mine AND ${allows("lift")}`',
        "'attribute_exists(pk) OR (appointmentId = :mine AND #status = :blocked)'",
      ],
    ],
    foundBy: { actors: ["stranger 2 reserves", "the provider submits"], beginning: "withdrawn" },
    shows: "DeleteItem 2031-03-04T14:00Z : done, reply lost",
  },
  "release-anything": {
    bug: "a move gives up whatever stands on its old slot",
    file: "shared/store/move.ts",
    edits: [
      [
        '`appointmentId = :mine AND ${allows("moveFrom")} AND rescheduledTo = :to`',
        '`attribute_exists(pk) OR (appointmentId = :mine AND ${allows("moveFrom")} AND rescheduledTo = :to)`',
      ],
    ],
    foundBy: { actors: ["stranger 3 reserves", "ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "left over: the table in the end",
  },
  "stale-read": {
    bug: "a reservation or a move looks at its slots as they were a moment ago",
    file: "shared/store/claims.ts",
    edits: [
      ["[tableName]: { Keys: keys, ConsistentRead: true }", "[tableName]: { Keys: keys, ConsistentRead: false }"],
    ],
    foundBy: { runs: 100 },
    shows: "no order of the calls explains",
  },
  "stale-list": {
    bug: "a provider's list may be out of date",
    file: "shared/store/slots.ts",
    edits: [["ConsistentRead: true", "ConsistentRead: false"]],
    foundBy: { runs: 100 },
    shows: "listAvailableSlots of",
  },
  "strict-notice": {
    bug: "exactly 24 hours ahead is too soon",
    file: "shared/domain/obstacles.ts",
    edits: [["startsAt < earliestStart(now)", "startsAt <= earliestStart(now)"]],
    foundBy: { runs: 100 },
    shows: "reserveAppointment of",
  },
  "list-too-soon": {
    bug: "a list has slots that are too near to be reserved",
    file: "functions/listAvailableSlots.ts",
    edits: [["Math.max(from ?? earliest, earliest)", "from ?? earliest"]],
    foundBy: { runs: 100 },
    shows: "listAvailableSlots of",
  },
  "new-that-is-old": {
    bug: "a hold that was there already is said to be new",
    file: "shared/store/reserve.ts",
    edits: [
      [
        "if (owned && (await stands(owned, caller, now))) return { appointment: owned, created: false };",
        "if (owned && (await stands(owned, caller, now))) return { appointment: owned, created: true };",
      ],
    ],
    foundBy: { runs: 100 },
    shows: "reserveAppointment of",
  },
  unfair: {
    bug: "a client is in two places at once",
    file: "shared/store/reserve.ts",
    edits: [["  mustBeFair({ providerId, startsAt }, appointments);\n", ""]],
    foundBy: { runs: 100 },
    shows: "is served unfairly",
  },
  "keeps-both": {
    bug: "a move whose appointment was cancelled and taken over meanwhile keeps the new slot",
    file: "shared/store/reschedule.ts",
    edits: [["if (await keepOrGiveBack(mine, caller, now)) return mine;\n  const", "return mine;\n  const"]],
    foundBy: { actors: ["stranger 3 reserves", "ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "is not finished",
  },
  "leaves-both": {
    bug: "a move does not give the new slot back when the appointment is cancelled",
    file: "shared/store/reschedule.ts",
    edits: [["  if (mine) await giveBack(mine, caller, now);\n", ""]],
    foundBy: { actors: ["ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "and nobody was told",
  },
  "leaves-what-broke-off": {
    bug: "a repeat that finds the appointment cancelled leaves what an earlier try took",
    file: "shared/store/reschedule.ts",
    edits: [["return outcome(old, earlier,", "return outcome(old, undefined,"]],
    foundBy: { actors: ["ann cancels", "ann moves away", "ann moves away"], beginning: "confirmed" },
    shows: "and nobody was told",
  },
  "moves-what-has-begun": {
    bug: "an appointment that has begun is moved",
    file: "shared/store/reschedule.ts",
    edits: [["  if (!earlier) mustLieAhead(old, now);\n", ""]],
    foundBy: { runs: 100 },
    shows: "rescheduleAppointment of",
  },
  "settles-last": {
    bug: "a move gives the old slot up before the new one stands for good, which is left undone where it breaks off",
    file: "shared/store/move.ts",
    edits: [
      ['UpdateExpression: "REMOVE tentative"', 'UpdateExpression: "REMOVE nothing"'],
      [
        "  });\n}\n\n/**\n * Sees",
        '  });\n  await update({ ...locate(rescheduledTo), appointmentId: rescheduledTo }, { UpdateExpression: "REMOVE tentative", ConditionExpression: "appointmentId = :mine" });\n}\n\n/**\n * Sees',
      ],
    ],
    foundBy: { actors: ["stranger 3 reserves", "ann moves away", "ann moves away"], beginning: "confirmed" },
    shows: "is not finished",
  },
  "cancels-what-leaves": {
    bug: "an appointment is cancelled while a move of it is decided and not finished",
    file: "shared/store/cancel.ts",
    edits: [['${allows("cancel")} AND ${STAYS}`', '${allows("cancel")}`']],
    foundBy: { actors: ["ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "cancelAppointment of ann is told 204",
  },
  "leaves-it-undone": {
    bug: "who cancels what is being moved is told where to, and does not finish the move",
    file: "shared/store/cancel.ts",
    edits: [["  await finishIfLeaving(appointment, now);\n", ""]],
    foundBy: { actors: ["ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "left over: cancelAppointment of ann",
  },
  "tells-too-soon": {
    bug: "who confirms an appointment whose move is not finished is told 200, and it is given back",
    file: "shared/store/confirm.ts",
    edits: [[" AND ${SETTLED} AND", " AND"]],
    foundBy: {
      actors: ["a client confirms what it sees of its own", "dan moves here", "dan moves here"],
      beginning: "held",
    },
    shows: "is not finished",
  },
  "stands-while-it-leaves": {
    bug: "who confirms an appointment that is moved already is told that it stands",
    file: "shared/store/confirm.ts",
    edits: [["${SETTLED} AND ${STAYS}`", "${SETTLED}`"]],
    foundBy: { actors: ["ann confirms", "ann moves away"], beginning: "confirmed" },
    shows: "is not finished",
  },
  "keeps-what-leaves": {
    bug: "a slot whose appointment is moved already is refused to others",
    file: "shared/store/reserve.ts",
    edits: [["isLive(claim, now) && !(await finishIfLeaving(claim, now)))", "isLive(claim, now))"]],
    foundBy: { actors: ["stranger 2 reserves", "ann moves away"], beginning: "confirmed" },
    shows: "is not finished",
  },
  "keeps-it-from-its-provider": {
    bug: "a slot whose appointment is moved already is not withdrawn",
    file: "shared/store/withdraw.ts",
    edits: [["claim && !(await finishIfLeaving(claim, now)) && claim", "claim"]],
    foundBy: { actors: ["ann moves away", "the provider withdraws"], beginning: "confirmed" },
    shows: "is not finished",
  },
  "keeps-it-from-movers": {
    bug: "a slot whose appointment is moved already is refused to those who are moved there",
    file: "shared/store/reschedule.ts",
    edits: [["isLive(claim, now) && !(await finishIfLeaving(claim, now)))", "isLive(claim, now))"]],
    foundBy: { actors: ["ann moves away", "dan moves here"], beginning: "confirmed" },
    shows: "is not finished",
  },
  "decides-twice": {
    bug: "a move of an appointment takes the place of another that is decided",
    file: "shared/store/move.ts",
    edits: [['${allows("decide")} AND ${STAYS}`', '${allows("decide")}`']],
    foundBy: { actors: ["ann moves away", "ann moves further"], beginning: "confirmed" },
    shows: "left over: rescheduleAppointment of ann",
  },
  "gives-back-what-stands": {
    bug: "a move that cannot know any more who gave its old slot up gives the new one back, finished or not",
    file: "shared/store/move.ts",
    edits: [[" AND attribute_exists(tentative)`", "`"]],
    foundBy: { actors: ["stranger 3 reserves", "ann moves away", "ann moves away"], beginning: "confirmed" },
    shows: "left over: the table in the end",
  },
  "forgets-soon": {
    bug: "a cancelled appointment may be swept when it would have begun",
    file: "shared/domain/claim.ts",
    edits: [["startsAt + CANCELLED_SECONDS", "startsAt"]],
    foundBy: { runs: 100 },
    shows: "the table in the end",
  },
  "moves-to-the-mover": {
    bug: "an admin who moves an appointment becomes its client",
    file: "shared/store/reschedule.ts",
    edits: [
      [
        "await takeFor(old, target, startsAt, caller, now)",
        "await takeFor({ ...old, clientId: caller.userId }, target, startsAt, caller, now)",
      ],
    ],
    foundBy: { runs: 300 },
    shows: "rescheduleAppointment of ada",
  },
  "moved-with-an-end": {
    bug: "a claim that a move makes has an end, at which DynamoDB deletes the appointment",
    file: "shared/store/take.ts",
    edits: [
      ["Item: { ...key, ...attributes,", 'Item: { ...key, expiresAt: Number(values[":now"]) + 1800, ...attributes,'],
    ],
    foundBy: { runs: 100 },
    shows: "the table in the end",
  },
  "takes-any-hold": {
    bug: "a move takes a slot that someone else holds",
    file: "shared/store/take.ts",
    edits: [
      [
        "(appointmentId = :seen AND clientId = :client AND",
        "((appointmentId = :seen AND clientId = :client OR attribute_exists(pk)) AND",
      ],
    ],
    foundBy: { actors: ["stranger 2 reserves", "dan moves here"], beginning: "free" },
    shows: "left over: rescheduleAppointment of dan",
  },
  "takes-what-it-did-not-see": {
    bug: "a move's write that comes late takes the slot once more, where another call of the move came and went",
    file: "shared/store/take.ts",
    edits: [
      [
        '`(appointmentId = :seen AND ${allows("moveTo")})`',
        '`((appointmentId = :seen OR attribute_exists(pk)) AND ${allows("moveTo")})`',
      ],
    ],
    foundBy: { actors: ["ann cancels", "ann moves away", "ann moves away"], beginning: "confirmed" },
    shows: "and nobody was told",
  },
  "says-too-long": {
    bug: "who asks for a slot that is held is told to wait too long",
    file: "shared/domain/obstacles.ts",
    edits: [["const retryAfter = claim.expiresAt - now;", "const retryAfter = claim.expiresAt - now + 1;"]],
    foundBy: { runs: 100 },
    shows: "reserveAppointment of",
  },
  "half-a-batch": {
    bug: "what DynamoDB left out of a batch is taken for absent",
    file: "shared/store/claims.ts",
    edits: [["if (!reply.UnprocessedKeys?.[tableName]) return found;", "return found;"]],
    foundBy: { runs: 300 },
    shows: "no order of the calls explains",
  },
  "half-a-list": {
    bug: "a list ends where DynamoDB pauses",
    file: "shared/store/query.ts",
    edits: [["while (start);", "while (start && limit > MOST_ITEMS);"]],
    foundBy: { runs: 300 },
    shows: "listAvailableSlots of",
  },
  "lists-twice": {
    bug: "a list has its slots twice",
    file: "shared/store/slots.ts",
    edits: [["if (!claim) yield slot;", "if (!claim) yield* [slot, slot];"]],
    foundBy: { runs: 100 },
    shows: "gets a list out of order",
  },
  miscounts: {
    bug: "a withdrawal counts what others have",
    file: "shared/store/withdraw.ts",
    edits: [["withdrawn: owners.length - standing.length", "withdrawn: owners.length"]],
    foundBy: { runs: 100 },
    shows: "slots are withdrawn",
  },
  "fails-in-a-race": {
    bug: "who loses a race is told of a bug",
    file: "shared/store/reserve.ts",
    edits: [["unavailable() : inTheWay(owner, now);", "unavailable() : new Error(owner.status);"]],
    foundBy: { runs: 300 },
    shows: ": a 500",
  },
  "needless-503": {
    bug: "who loses a race is asked to repeat, and not told why",
    file: "shared/store/reserve.ts",
    edits: [
      [
        "!(await finishIfLeaving(claim, now))) throw inTheWay(claim, now);",
        "!(await finishIfLeaving(claim, now))) throw unavailable();",
      ],
    ],
    foundBy: { runs: 100 },
    shows: "is a 503 without a cause",
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof plants;
