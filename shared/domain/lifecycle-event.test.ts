import { describe, expect, it } from "vitest";
import {
  arrivalOf,
  type Cancelled,
  type Claim,
  type Confirmed,
  type Lifted,
  newBlock,
  newHold,
  type Reserved,
} from "./claim.ts";
import { eventsOf } from "./lifecycle-event.ts";

const NOW = Date.parse("2031-03-03T10:07:30Z") / 1000;
const slot = { providerId: "ada", startsAt: Date.parse("2031-03-07T08:15:00Z") / 1000 };
const elsewhere = { ...slot, startsAt: slot.startsAt + 900 };

const hold = newHold(slot, "one", "grace", NOW);
const confirmed = ({ expiresAt: _, ...held }: Reserved): Confirmed => ({
  ...held,
  status: "confirmed",
  confirmedAt: NOW + 10,
});
const cancelled = (claim: Reserved | Confirmed): Cancelled => ({
  expiresAt: NOW + 5000,
  ...claim,
  status: "cancelled",
  cancelledAt: NOW + 20,
  cancelledBy: "grace",
});
const appointment = confirmed(hold);
const arrived = arrivalOf(confirmed(newHold(elsewhere, "before", "grace", NOW)), hold, NOW + 30);
const left: Cancelled = { ...cancelled(appointment), rescheduledTo: "after" };
const others = newHold(slot, "another", "edsger", NOW + 3000);
const block = newBlock(slot, "block");
const lifted: Lifted = { ...block, status: "lifted" };

const told = (before: Claim | undefined, after: Claim | undefined) =>
  eventsOf(before, after).map(({ type, time, appointment }) => [type, time, appointment]);

describe("Given a change of one slot's claim", () => {
  it.each<[string, Claim | undefined, Claim, ...unknown[]]>([
    ["a hold of a free slot", undefined, hold, "reserved", NOW],
    ["a hold that replaces a lifted block", lifted, hold, "reserved", NOW],
    ["a hold that replaces a cancelled appointment", cancelled(confirmed(others)), hold, "reserved", NOW],
    ["a hold that replaces a moved appointment", { ...left, appointmentId: "x" }, hold, "reserved", NOW],
    ["a hold that is confirmed", hold, appointment, "confirmed", NOW + 10],
    ["a hold that is cancelled", hold, cancelled(hold), "cancelled", NOW + 20],
    ["an appointment that is cancelled", appointment, cancelled(appointment), "cancelled", NOW + 20],
    ["a move to a free slot", undefined, arrived, "rescheduled", NOW + 30],
    ["a move to the client's own hold", hold, arrived, "rescheduled", NOW + 30],
    ["an arrived appointment that is cancelled", arrived, cancelled(arrived), "cancelled", NOW + 20],
  ])("%s causes one event, with its time", (_, before, after, type, time) => {
    expect(told(before, after)).toEqual([[type, time, after]]);
  });

  it.each<[string, Claim | undefined]>([
    ["is swept", undefined],
    ["is replaced by a block", block],
  ])("a lapsed hold that %s causes `expired`, timed at the end of its half hour", (_, after) => {
    expect(told(hold, after)).toEqual([["expired", NOW + 1800, hold]]);
  });

  it.each<[string, Claim, string, number]>([
    ["another hold", others, "reserved", NOW + 3000],
    ["the same client's next hold", newHold(slot, "next", "grace", NOW + 1800), "reserved", NOW + 1800],
    ["a move", { ...arrived, appointmentId: "next" }, "rescheduled", NOW + 30],
  ])("a lapsed hold that is replaced by %s causes `expired` first", (_, after, type, time) => {
    expect(told(hold, after)).toEqual([
      ["expired", NOW + 1800, hold],
      [type, time, after],
    ]);
  });

  it.each<[string, Claim | undefined, Claim | undefined]>([
    ["an appointment that is moved away (its new claim does)", appointment, left],
    ["an arrived appointment that is moved on", arrived, { ...cancelled(arrived), rescheduledTo: "after" }],
    ["a cancelled appointment that is swept", cancelled(appointment), undefined],
    ["a cancelled hold that is swept", cancelled(hold), undefined],
    ["a moved appointment that is swept", left, undefined],
    ["a cancelled appointment that a block replaces", cancelled(appointment), block],
    ["a block of a free slot", undefined, block],
    ["a block that is lifted", block, lifted],
    ["a block that is blocked again", lifted, newBlock(slot, "block again")],
    ["a block that is swept", block, undefined],
    ["an appointment that stays as it is", appointment, appointment],
    ["a hold that stays as it is", hold, hold],
    ["an arrived appointment that stays as it is", arrived, arrived],
    ["a cancelled hold that stays as it is", cancelled(hold), cancelled(hold)],
    ["no claim at all", undefined, undefined],
  ])("no event is caused by %s", (_, before, after) => {
    expect(told(before, after)).toEqual([]);
  });
});
