/**
 * Bugs to plant: each is a small edit of the product's source as it is loaded, not on disk, and the proof must find it.
 * `npm run prove -- --plant NAME` plants one and shows how it is found.
 */
import type { Run } from "../simulate/run.ts";
import type { Beginning } from "../world/people.ts";

export interface Plant {
  /** What the edits break. */
  bug: string;
  file: string;
  edits: readonly (readonly [from: string, to: string])[];
  /**
   * What finds it: so many simulated or fuzzed histories, with settings and a seed that find it soon, or all interleavings of
   * these actors.
   */
  foundBy:
    | { runs: number; settings?: Partial<Run>; seed?: number }
    | { fuzzed: number; seed?: number }
    | { actors: readonly string[]; beginning: Beginning };
  /** A part of the fault's message. */
  shows: string;
}

/** Enough runs for what happens often. */
const runs = { runs: 200 };
const fuzzed = { fuzzed: 100 };

export const plants = {
  // Without each of these rules of the design, an appointment is lost, revived, doubled or falsely reported.
  "confirm-without-status": {
    bug: "confirming looks at the time alone, so a slow clock revives what a fast clock cancelled",
    file: "shared/store/conditions.ts",
    edits: [['all(ifStatus("reserved"), { expression: "expiresAt > :now"', 'all({ expression: "expiresAt > :now"']],
    foundBy: { actors: ["ann confirms", "ann cancels"], beginning: "held" },
    shows: "of ann may not write",
  },
  "move-without-old": {
    bug: "a move gives up whatever stands on its old slot",
    file: "shared/store/move.ts",
    edits: [["all(ifId(old.appointmentId), ifConfirmed)", '{ expression: "attribute_exists(pk)" }']],
    foundBy: { actors: ["ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not write",
  },
  "takeover-unseen": {
    bug: "taking over a slot does not check that its claim is the one that was read, so it records another appointment",
    file: "shared/store/conditions.ts",
    edits: [["all(ifId(appointmentId), ifStatus(status))", "ifStatus(status)"]],
    foundBy: {
      actors: ["stranger 3 reserves", "stranger 2 reserves", "the provider cancels what it sees"],
      beginning: "cancelled",
    },
    shows: "reserveAppointment of stranger",
  },
  "no-record": {
    bug: "a cancelled appointment is forgotten when its slot is taken",
    file: "shared/store/claim-slot.ts",
    edits: [["isCancelled(seen) ? [{ Put: putOf(recordItemOf(seen)) }] : []", "[]"]],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "cancelled" },
    shows: "reserveAppointment of stranger",
  },
  "torn-second-look": {
    bug: "the second look is two plain reads, between which a takeover can hide an appointment",
    file: "shared/store/read.ts",
    edits: [
      [
        "const { Responses = [] } = await dynamodb.send(",
        "const Responses = await Promise.all([claimKey(slot), recordKey(appointmentId)].map(async (key) => ({ Item: await get(key) })));\n  void String(",
      ],
    ],
    foundBy: { actors: ["stranger 2 reserves", "ann looks"], beginning: "cancelled" },
    shows: "getAppointment of ann may not be told 410 reservation-expired",
  },
  "no-second-look": {
    bug: "if the slot is empty by now, the record is not looked for",
    file: "shared/store/appointments.ts",
    edits: [
      [
        "  const second = await readClaimAndRecord",
        "  if (!item) return undefined;\n  const second = await readClaimAndRecord",
      ],
    ],
    foundBy: { actors: ["ann looks"], beginning: "past" },
    shows: "getAppointment of ann may not be told 410 reservation-expired",
  },
  "delete-blocks": {
    bug: "submitting hours again deletes the block, so a late write can make it again",
    file: "shared/store/lift-blocks.ts",
    edits: [
      [
        "const lift = (block: Blocked) =>\n  update(",
        `import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { dynamodb } from "./dynamodb.ts";
const lift = (block: Blocked) => dynamodb.send(new DeleteCommand({ TableName: tableName, Key: claimKey(block) }));
const liftAsItIs = (block: Blocked) =>
  update(`,
      ],
    ],
    foundBy: { actors: ["the provider submits"], beginning: "withdrawn" },
    shows: "submitAvailability of pat may not write",
  },
  "retry-over-cancelled": {
    bug: "a refused write is tried again over an appointment that is cancelled by then, perhaps its own",
    file: "shared/store/claim-slot.ts",
    edits: [
      [
        "  return refused && { existing:",
        "  const existing = refused?.existing === undefined ? undefined : parseClaim(refused.existing);\n  if (isCancelled(existing)) return claimSlot(claim, existing, now);\n  return refused && { existing:",
      ],
    ],
    foundBy: { actors: ["stranger 2 reserves", "the provider cancels what it sees"], beginning: "free" },
    shows: "reserveAppointment of stranger-2 may not",
  },
  "new-id-for-own-hold": {
    bug: "a move onto the client's own hold replaces the hold, and the hold's id is lost",
    file: "shared/store/move.ts",
    edits: [
      ["arrivalOf(old, held ?? newHold(", "arrivalOf(old, newHold("],
      [
        "{ Update: confirmInPlace(held, arrived, now) }",
        "{ Put: putOf(claimItemOf(arrived), all(ifId(held.appointmentId), ifLiveHold(now))) }",
      ],
      [
        "import { type FailedCondition, transact,",
        'import { claimItemOf } from "./items.ts";\nimport { putOf, type FailedCondition, transact,',
      ],
    ],
    foundBy: { actors: ["dan reserves", "dan moves here"], beginning: "free" },
    shows: "rescheduleAppointment of dan may not write",
  },

  // Conflicts and repeats.
  "conflict-is-a-bug": {
    bug: "a write that meets a transaction under way gets a 500",
    file: "shared/store/dynamodb.ts",
    edits: [["if (mayBeRetried(error)) Object.assign(error, { $retryable: {} });", ""]],
    foundBy: { actors: ["ann cancels", "ann moves away"], beginning: "confirmed" },
    shows: "may not be told 500",
  },
  "conflict-is-success": {
    bug: "a transaction that met another counts as done",
    file: "shared/store/write.ts",
    edits: [
      [
        "if (!(error instanceof TransactionCanceledException)) throw error;",
        "if (!(error instanceof TransactionCanceledException)) return undefined;",
      ],
    ],
    foundBy: { actors: ["ann moves away", "ann moves further"], beginning: "confirmed" },
    shows: "may not be told 200",
  },
  "relies-on-the-token": {
    bug: "a move that took effect is refused when the SDK sends it again, as if DynamoDB always recognized it by its token",
    file: "shared/store/move.ts",
    edits: [
      [
        "arrivedHere(target, request);\n  if (done) return done;\n  if (oldFailure)",
        "arrivedHere(target, request);\n  if (oldFailure)",
      ],
    ],
    foundBy: { actors: ["ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not be told 409 rescheduled",
  },
  "refuses-a-repeat": {
    bug: "a finished move is refused when it is repeated",
    file: "shared/store/move.ts",
    edits: [
      ["  if (repeated) return repeated;\n", ""],
      ["arrivedHere(claim, request);\n  if (done) return done;\n", "arrivedHere(claim, request);\n"],
    ],
    foundBy: { actors: ["ann moves away", "ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not be told 409 rescheduled",
  },
  "looks-once": {
    bug: "a move that an equal call finishes between two reads of a batch is refused instead of returning the appointment",
    file: "shared/store/move.ts",
    edits: [
      [
        'if (!found || found.status === "cancelled") return outcomeOfEnded(',
        'if (found?.status === "cancelled") throw whyEnded(found);\n  if (!found) return outcomeOfEnded(',
      ],
    ],
    foundBy: { actors: ["ann moves away", "ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not be told 409 rescheduled",
  },
  "half-a-move": {
    bug: "a move is two writes",
    file: "shared/store/move.ts",
    edits: [
      [
        "(await transact([take, giveUp, ...recordPuts(target)])) ?? []",
        "(await transact([take, ...recordPuts(target)])) ?? (await transact([giveUp])) ?? []",
      ],
    ],
    foundBy: { actors: ["ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not write",
  },
  "lost-reply-is-conflict": {
    bug: "a reservation whose reply was lost is refused for its own hold",
    file: "shared/store/reserve.ts",
    edits: [["ownedBy(clientId, refused.existing, now)", "ownedBy(mine.appointmentId, refused.existing, now)"]],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "free" },
    shows: "reserveAppointment of stranger-1 may not be told 409",
  },

  // Weaker conditions.
  "confirm-without-expiry": {
    bug: "a hold is confirmed after its half hour",
    file: "shared/store/conditions.ts",
    edits: [["either(ifLiveHold(now), ifConfirmed)", 'either(ifStatus("reserved"), ifConfirmed)']],
    foundBy: { actors: ["ann confirms"], beginning: "held" },
    shows: "confirmAppointment of ann may not write",
  },
  "confirm-without-id": {
    bug: "an old id confirms whatever its client holds there now",
    file: "shared/store/confirm.ts",
    edits: [["all(ifId(appointmentId), ifHeldOrConfirmed(now)", "all(ifHeldOrConfirmed(now)"]],
    foundBy: { actors: ["ann reserves", "ann confirms"], beginning: "cancelled" },
    shows: "confirmAppointment of ann may not write",
  },
  "cancel-without-id": {
    bug: "an old id cancels whatever stands there now",
    file: "shared/store/cancel.ts",
    edits: [["all(ifId(appointmentId), ifHeldOrConfirmed(now)", "all(ifHeldOrConfirmed(now)"]],
    foundBy: { actors: ["ann reserves", "ann cancels"], beginning: "cancelled" },
    shows: "cancelAppointment of ann may not write",
  },
  "take-live-holds": {
    bug: "the write that takes a slot does not look at the expiry",
    file: "shared/store/conditions.ts",
    edits: [['all(ifExpired(now), ifStatus("reserved", "blocked"))', 'ifStatus("reserved", "blocked")']],
    foundBy: { actors: ["stranger 2 reserves", "stranger 1 reserves"], beginning: "free" },
    shows: "reserveAppointment of stranger",
  },
  "check-then-put": {
    bug: "the slot is read, and then written without a condition",
    file: "shared/store/claim-slot.ts",
    edits: [["Put: putOf(claimItemOf(claim), ", "Put: putOf(claimItemOf(claim)) || putOf(claimItemOf(claim), "]],
    foundBy: { actors: ["stranger 2 reserves", "stranger 1 reserves"], beginning: "free" },
    shows: "reserveAppointment of stranger",
  },
  "strict-expiry": {
    bug: "at exactly its expiry a hold is neither live nor free",
    file: "shared/store/conditions.ts",
    edits: [["expiresAt <= :now", "expiresAt < :now"]],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "held" },
    shows: "is a 503 without a cause",
  },
  "late-expiry": {
    bug: "a hold is live for a second more",
    file: "shared/domain/claim.ts",
    edits: [["claim.expiresAt > now", "claim.expiresAt >= now"]],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "held" },
    shows: "free in 0 seconds",
  },
  "lift-anything": {
    bug: "submitting hours again lifts whatever stands where a block stood",
    file: "shared/store/lift-blocks.ts",
    edits: [["all(ifId(block.appointmentId), ifBlocked)", '{ expression: "attribute_exists(pk)" }']],
    foundBy: { actors: ["stranger 2 reserves", "the provider submits"], beginning: "withdrawn" },
    shows: "submitAvailability of pat may not write",
  },
  "takes-any-hold": {
    bug: "a move takes a slot that someone else holds",
    file: "shared/store/move.ts",
    edits: [['claim?.status === "reserved" && claim.clientId === clientId &&', 'claim?.status === "reserved" &&']],
    foundBy: { actors: ["stranger 2 reserves", "dan moves here"], beginning: "free" },
    shows: "rescheduleAppointment of dan may not",
  },

  // What is written.
  "sweep-confirmed": {
    bug: "confirming keeps the expiry, so DynamoDB deletes the appointment",
    file: "shared/store/status-changes.ts",
    edits: [[" REMOVE expiresAt", ""]],
    foundBy: { actors: ["ann confirms"], beginning: "held" },
    shows: "confirmAppointment of ann may not write",
  },
  "moved-with-an-end": {
    bug: "a move keeps the hold's expiry, so DynamoDB deletes the appointment",
    file: "shared/domain/claim.ts",
    edits: [["{ expiresAt: _, ...hold }: Reserved", "hold: Reserved"]],
    foundBy: { actors: ["ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not write",
  },
  "moves-to-the-mover": {
    bug: "an admin who moves an appointment becomes its client",
    file: "shared/store/move.ts",
    edits: [["newClaimId(to, now), old.clientId, now)", "newClaimId(to, now), caller.userId, now)"]],
    foundBy: { runs: 200, settings: { beginning: "confirmed", slots: 1, faultPercent: 0 }, seed: 2 },
    shows: "rescheduleAppointment of ada may not write",
  },
  "begins-a-new-event": {
    bug: "a move makes a new calendar event",
    file: "shared/domain/claim.ts",
    edits: [["eventUid: uidOf(old)", "eventUid: hold.appointmentId"]],
    foundBy: { actors: ["ann moves away"], beginning: "confirmed" },
    shows: "rescheduleAppointment of ann may not write",
  },
  "forgets-soon": {
    bug: "a cancelled appointment may be swept when it would have begun",
    file: "shared/domain/rules.ts",
    edits: [["REMEMBERED_SECONDS = 30 * DAY_SECONDS", "REMEMBERED_SECONDS = 0 * DAY_SECONDS"]],
    foundBy: { actors: ["ann cancels"], beginning: "confirmed" },
    shows: "cancelAppointment of ann may not write",
  },
  "shrink-sheet": {
    bug: "hours are withdrawn from the sheet, which a reservation may have read already",
    file: "shared/store/withdraw.ts",
    edits: [
      ["slot.owner ?? (await block(slot, now))", "slot.owner ?? (await shrink(slot, now))"],
      [
        "/** Blocks a slot.",
        `import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableName } from "../config.ts";
import { dayOf, quarterOf } from "../domain/time.ts";
import { dynamodb } from "./dynamodb.ts";
import { sheetKey } from "./keys.ts";
async function shrink(slot: ScheduledSlot, now: number): Promise<Claim> {
  const Key = sheetKey(slot.providerId, dayOf(slot.startsAt));
  const ExpressionAttributeValues = { ":quarters": new Set([quarterOf(slot.startsAt)]) };
  await dynamodb.send(
    new UpdateCommand({ TableName: tableName, Key, UpdateExpression: "DELETE offered :quarters", ExpressionAttributeValues }),
  );
  return newBlock(slot, "");
}

/** Blocks a slot.`,
      ],
    ],
    foundBy: { actors: ["the provider withdraws"], beginning: "free" },
    shows: "withdrawAvailability of pat may not write",
  },

  // What is read and answered.
  "stale-read": {
    bug: "a reservation or a move looks at its slots as they were a moment ago",
    file: "shared/store/read.ts",
    edits: [["{ Keys: distinct, ConsistentRead: true }", "{ Keys: distinct, ConsistentRead: false }"]],
    foundBy: { runs: 200, settings: { slots: 1, faultPercent: 0 } },
    shows: "may not be told",
  },
  "stale-list": {
    bug: "a provider's list may be out of date",
    file: "shared/store/query.ts",
    edits: [["ConsistentRead: true", "ConsistentRead: false"]],
    foundBy: runs,
    shows: "may not be told 200",
  },
  "strict-notice": {
    bug: "exactly 24 hours ahead is too soon",
    file: "shared/domain/obstacles.ts",
    edits: [["startsAt < earliest)", "startsAt <= earliest)"]],
    foundBy: { runs: 400, settings: { clockSkew: 0, faultPercent: 0, slots: 5 }, seed: 1 },
    shows: "may not be told 422 too-soon",
  },
  "list-too-soon": {
    bug: "a list has slots that are too near to be reserved",
    file: "functions/listAvailableSlots.ts",
    edits: [["Math.max(from ?? earliest, earliest)", "from ?? earliest"]],
    foundBy: runs,
    shows: "listAvailableSlots of",
  },
  "new-that-is-old": {
    bug: "an existing hold is reported as new",
    file: "shared/store/reserve.ts",
    edits: [
      [
        "if (owned) return { appointment: owned, created: false };",
        "if (owned) return { appointment: owned, created: true };",
      ],
    ],
    foundBy: { actors: ["ann reserves"], beginning: "held" },
    shows: "reserveAppointment of ann may not be told 201",
  },
  unfair: {
    bug: "a client gets appointments with two providers at one time",
    file: "shared/store/reserve.ts",
    edits: [["  mustBeFair(slot, appointments);\n", ""]],
    foundBy: { runs: 200, settings: { beginning: "confirmed", slots: 5, faultPercent: 0 }, seed: 16 },
    shows: "may not be told 201",
  },
  "moves-what-has-begun": {
    bug: "an appointment that has begun is moved",
    file: "shared/store/move.ts",
    edits: [["  mustNotHaveStarted(old, now);\n", ""]],
    foundBy: { runs: 200, settings: { beginning: "soon", slots: 1, faultPercent: 0 }, seed: 1 },
    shows: "rescheduleAppointment of",
  },
  "says-too-long": {
    bug: "whoever asks for a held slot is told to wait too long",
    file: "shared/domain/obstacles.ts",
    edits: [["claim.expiresAt - now }", "claim.expiresAt - now + 1 }"]],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "held" },
    shows: "reserveAppointment of",
  },
  "half-a-batch": {
    bug: "items that DynamoDB left out of a batch count as absent",
    file: "shared/store/read.ts",
    edits: [["if (!reply.UnprocessedKeys?.[tableName]) return", "return"]],
    foundBy: { runs: 200, settings: { faultPercent: 50, faults: ["partly"] } },
    shows: "may not be told",
  },
  "half-a-list": {
    bug: "a list ends where DynamoDB pauses",
    file: "shared/store/query.ts",
    edits: [["start = page.LastEvaluatedKey;", "start = undefined;"]],
    foundBy: { runs: 200, settings: { faultPercent: 50, faults: ["partly"] }, seed: 2 },
    shows: "may not be told",
  },
  "lists-twice": {
    bug: "a list has its slots twice",
    file: "shared/store/slots.ts",
    edits: [["if (!owner) yield {", "if (!owner) for (const _ of [1, 2]) yield {"]],
    foundBy: runs,
    shows: "listAvailableSlots of",
  },
  "schedules-more": {
    bug: "a schedule has a slot that nobody offered",
    file: "functions/getSchedule.ts",
    edits: [["yield slot;", "yield* [slot, { ...slot, startsAt: slot.startsAt + 3600 }];"]],
    foundBy: runs,
    shows: "getSchedule of",
  },
  "offers-less-than-it-says": {
    bug: "the reply to submitted hours counts a slot too many",
    file: "functions/submitAvailability.ts",
    edits: [["sum + size, 0)", "sum + size, 1)"]],
    foundBy: { actors: ["the provider submits"], beginning: "withdrawn" },
    shows: "submitAvailability of pat may not be told 201",
  },
  "tells-twins": {
    bug: "a client's list has an appointment twice while the index lags",
    file: "shared/store/client-appointments.ts",
    edits: [["if (appointment.appointmentId !== previousId) yield appointment;", "yield appointment;"]],
    foundBy: { runs: 400, settings: { beginning: "confirmed", slots: 1, faultPercent: 0 }, seed: 4 },
    shows: "listClientAppointments of",
  },
  miscounts: {
    bug: "a withdrawal counts slots that others own",
    file: "shared/store/withdraw.ts",
    edits: [["withdrawn: owners.length - appointments.length", "withdrawn: owners.length"]],
    foundBy: { actors: ["the provider withdraws"], beginning: "confirmed" },
    shows: "withdrawAvailability of pat may not be told 200",
  },
  "fails-in-a-race": {
    bug: "whoever loses a race gets a 500",
    file: "shared/domain/obstacles.ts",
    edits: [
      [
        "if (!claim || !isLive(claim, now)) return unavailable();",
        "if (!claim || !isLive(claim, now)) return new Error();",
      ],
    ],
    foundBy: { actors: ["stranger 2 reserves", "the provider cancels what it sees"], beginning: "free" },
    shows: "may not be told 500",
  },
  "needless-503": {
    bug: "whoever finds a slot taken gets a 503 instead of the reason",
    file: "shared/store/reserve.ts",
    edits: [
      [
        "if (claim && isLive(claim, now)) throw whyNotFree(claim, now);",
        "if (claim && isLive(claim, now)) throw whyNotFree(undefined, now);",
      ],
    ],
    foundBy: { actors: ["stranger 1 reserves"], beginning: "confirmed" },
    shows: "is a 503 without a cause",
  },

  // Events.
  "tells-no-expiry": {
    bug: "no event says that a hold expired",
    file: "shared/domain/lifecycle-event.ts",
    edits: [['  claim.status === "reserved" ? [{', '  claim.status === "lifted" ? [{']],
    foundBy: runs,
    shows: "is not published",
  },
  "tells-moves-twice": {
    bug: "a move is also published as a cancellation",
    file: "shared/domain/lifecycle-event.ts",
    edits: [["appointment.rescheduledTo === undefined", "appointment.cancelledBy !== undefined"]],
    foundBy: runs,
    shows: "appointment.cancelled is published, but did not happen",
  },
  "tells-of-what-is-over": {
    bug: "every claim that leaves its slot is published as expired, cancelled appointments too",
    file: "shared/domain/lifecycle-event.ts",
    edits: [['  claim.status === "reserved" ? [{', '  claim.status !== "lifted" ? [{']],
    foundBy: runs,
    shows: "appointment.expired is published, but did not happen",
  },
  "forgets-refused-events": {
    bug: "events that the bus refused are not sent again",
    file: "events/publishEvents.ts",
    edits: [["failed === undefined ? []", "failed !== undefined ? []"]],
    foundBy: runs,
    shows: "is not published",
  },
  "overtakes-refused-events": {
    bug: "an event is sent in one batch with an earlier one of its slot, which may be refused",
    file: "events/bus.ts",
    edits: [
      [
        "batch.length === MAX_ENTRIES || batch.some((one) => slotOf(one) === slotOf(message))",
        "batch.length === MAX_ENTRIES",
      ],
    ],
    foundBy: { ...runs, seed: 1 },
    shows: "published in this order",
  },
  "tells-another-time": {
    bug: "an event has the time at which it is published",
    file: "shared/http/replies.ts",
    edits: [["    time: formatInstant(time),", "    time: formatInstant(Math.floor(Date.now() / 1000)),"]],
    foundBy: runs,
    shows: "is not",
  },

  // What a hostile request finds.
  "fails-on-no-json": {
    bug: "a body that is not JSON gets a 500",
    file: "shared/http/request.ts",
    edits: [
      [
        '  } catch {\n    faults.push({ path: "body", message: "must be JSON in UTF-8" });',
        "  } catch (error) {\n    throw error;",
      ],
    ],
    foundBy: { ...fuzzed, seed: 28 },
    shows: "isNoFailure: 500",
  },
  "forgets-a-header": {
    bug: "a reply has no request id",
    file: "shared/http/reply-headers.ts",
    edits: [['"X-Request-Id": event.requestContext.requestId,', ""]],
    foundBy: fuzzed,
    shows: "X-Request-Id is missing",
  },
  "accepts-it-twice": {
    bug: "a parameter may be given twice",
    file: "shared/http/request.ts",
    edits: [["if (values.length > 1)", "if (values.length > 2)"]],
    foundBy: { ...fuzzed, seed: 6 },
    shows: "acceptsNothingElse: 200",
  },
  "asks-no-role": {
    bug: "every role may call every operation",
    file: "shared/http/authenticate.ts",
    edits: [["if (!contract.roles.includes(caller.role)) throw", "if (!contract) throw"]],
    foundBy: fuzzed,
    shows: "knowsItsCaller",
  },
  "cancels-for-anyone": {
    bug: "a stranger cancels an appointment",
    file: "shared/domain/access.ts",
    edits: [
      [
        "actsForProvider(caller, providerId) ? undefined : caller.userId;",
        "actsForProvider(caller, providerId) ? undefined : undefined;",
      ],
    ],
    foundBy: fuzzed,
    shows: "writesItsOwn: 204",
  },
  "shows-any-profile": {
    bug: "everyone sees a client's name and email",
    file: "shared/domain/access.ts",
    edits: [["seesWholeProfile = isSelfOrAdmin;", 'seesWholeProfile = (_: Caller, owner: string) => owner !== "";']],
    foundBy: fuzzed,
    shows: "revealsNothing: 200",
  },
  "shows-any-appointment": {
    bug: "everyone may see an appointment",
    file: "functions/getAppointment.ts",
    edits: [
      [
        "findAppointment(path.appointmentId, caller, now)",
        'findAppointment(path.appointmentId, { ...caller, role: "admin" }, now)',
      ],
    ],
    foundBy: fuzzed,
    shows: "revealsNothing: 200",
  },
  "tells-existence": {
    bug: "a stranger gets another answer for what exists than for what does not",
    file: "shared/store/appointments.ts",
    edits: [
      [
        "?? throwMissing(located, now)",
        "?? throwMissing(found ? { ...located, reservedAt: now - 1800 } : located, now)",
      ],
    ],
    foundBy: fuzzed,
    shows: "tellsNoExistence",
  },
  "logs-bodies": {
    bug: "a request's body is logged",
    file: "shared/http/measure.ts",
    edits: [["operation: operationId,\n", "operation: operationId,\n      sent: event.body,\n"]],
    foundBy: fuzzed,
    shows: "logsNoSecret",
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof plants;
export const isPlantName = (name: string): name is PlantName => Object.hasOwn(plants, name);
