import { submitAvailability } from "../shared/contract/submitAvailability.gen.ts";
import { mustBeSelfOrAdmin } from "../shared/domain/access.ts";
import {
  type LocalDay,
  latestEnd,
  latestLocalEnd,
  type Offer,
  offerBetween,
  offerInZone,
  type WeeklyHours,
  wallWindows,
} from "../shared/domain/hours.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import { quartersByDay } from "../shared/domain/schedule.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { intervalFault } from "../shared/domain/window.ts";
import { hoursFaults } from "../shared/http/hours-faults.ts";
import { operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { profileZone } from "../shared/http/profile-zone.ts";
import { adjustmentReply } from "../shared/http/replies.ts";
import { created } from "../shared/http/success.ts";
import { liftBlocks } from "../shared/store/lift-blocks.ts";
import { offer } from "../shared/store/sheets.ts";
import { findProfile } from "../shared/store/users.ts";

const contract = { ...submitAvailability, bodyFaults: hoursFaults };

export const handler = operation(contract, async ({ path: { providerId }, body, caller, now }) => {
  mustBeSelfOrAdmin(caller, providerId, "manage-own-hours");
  const profile = await findProfile(providerId);
  if (profile?.role !== "provider") throw new Refusal("not-found", { what: "provider" });
  const { intervals, days, adjustments, timeZone } =
    "startsAt" in body
      ? instants(body, now)
      : localTimes(body, body.timeZone ?? profileZone("body.timeZone", profile), now);
  const hours = quartersByDay(intervals);
  // Offer first: if a withdrawal comes in between, it blocks all of these hours, and `liftBlocks` then finds every block.
  await offer(providerId, hours);
  await liftBlocks(providerId, hours);
  return created({
    providerId,
    ...(timeZone !== undefined && { timeZone }),
    days,
    slots: [...hours.values()].reduce((sum, { size }) => sum + size, 0),
    startsAt: formatInstant(Math.min(...intervals.map(({ from }) => from))),
    endsAt: formatInstant(Math.max(...intervals.map(({ to }) => to))),
    adjustments: adjustments.map(adjustmentReply),
  });
});

const PASSED = "has passed: all of these hours are in the past";
const noSlot = () => invalid({ path: "body", message: "has no whole slot on the 15-minute grid from now on" });

type Offered = Offer & { timeZone?: string };

function instants({ startsAt, endsAt }: { startsAt: number; endsAt: number }, now: number): Offered {
  const fault = intervalFault(startsAt, endsAt);
  if (fault) throw invalid({ path: "body.endsAt", message: fault });
  if (endsAt <= now) throw invalid({ path: "body.endsAt", message: PASSED });
  const offered = offerBetween({ from: startsAt, to: endsAt }, now);
  if (offered.intervals.length === 0) throw noSlot();
  mustEndBy(latestEnd(now), offered, "body.endsAt");
  return offered;
}

function localTimes(hours: LocalDay | WeeklyHours, timeZone: string, now: number): Offered {
  const path = "date" in hours ? "body.date" : "body.toDate";
  const windows = wallWindows(hours);
  const offered = offerInZone(windows, timeZone, now);
  if (offered.intervals.length > 0) {
    mustEndBy(latestLocalEnd(now), offered, path);
    return { ...offered, timeZone };
  }
  if (offerInZone(windows, timeZone, Number.NEGATIVE_INFINITY).intervals.length === 0) throw noSlot();
  throw invalid({ path, message: PASSED });
}

function mustEndBy(latest: number, { intervals }: Offer, path: string) {
  if (intervals.some(({ to }) => to > latest))
    throw invalid({ path, message: `is too far ahead: hours must end by ${formatInstant(latest)}` });
}
