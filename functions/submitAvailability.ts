import { submitAvailability } from "../shared/contract/submitAvailability.gen.ts";
import { mayManageHours } from "../shared/domain/access.ts";
import { type LocalDay, offerBetween, offerInZone, type WeeklyHours, wallWindows } from "../shared/domain/hours.ts";
import { Refusal } from "../shared/domain/refusal.ts";
import { quartersByDay } from "../shared/domain/slots.ts";
import { formatInstant } from "../shared/domain/time.ts";
import { intervalFault } from "../shared/domain/window.ts";
import { hoursFaults } from "../shared/http/hours-faults.ts";
import { created, operation } from "../shared/http/operation.ts";
import { invalid } from "../shared/http/problem.ts";
import { adjustmentReply } from "../shared/http/replies.ts";
import { offer } from "../shared/store/sheets.ts";
import { unblock } from "../shared/store/unblock.ts";
import { findProfile } from "../shared/store/users.ts";

const contract = { ...submitAvailability, bodyFaults: hoursFaults };

export const handler = operation(contract, async ({ path: { providerId }, body, caller, now }) => {
  mayManageHours(caller, providerId);
  const profile = await findProfile(providerId);
  if (profile?.role !== "provider") throw new Refusal("not-found", { what: "provider" });
  const timeZone = "startsAt" in body ? undefined : (body.timeZone ?? profile.timeZone);
  const { intervals, days, adjustments } = "startsAt" in body ? instants(body, now) : localTimes(body, timeZone, now);
  const hours = quartersByDay(intervals);
  // In this order: a withdrawal that comes in between blocks all of these hours, and all its blocks are found here.
  await offer(providerId, hours);
  await unblock(providerId, hours);
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

const PASSED = "has passed: the hours are wholly in the past";
const noSlot = () =>
  invalid({ path: "body", message: "holds no whole slot between :00, :15, :30 and :45 from now on" });

function instants({ startsAt, endsAt }: { startsAt: number; endsAt: number }, now: number) {
  const fault = intervalFault(startsAt, endsAt);
  if (fault) throw invalid({ path: "body.endsAt", message: fault });
  if (endsAt <= now) throw invalid({ path: "body.endsAt", message: PASSED });
  const offered = offerBetween({ from: startsAt, to: endsAt }, now);
  if (offered.intervals.length === 0) throw noSlot();
  return offered;
}

function localTimes(hours: LocalDay | WeeklyHours, timeZone: string | undefined, now: number) {
  if (timeZone === undefined)
    throw invalid({ path: "body.timeZone", message: "is required: the provider's profile has none" });
  const walls = wallWindows(hours);
  const offered = offerInZone(walls, timeZone, now);
  if (offered.intervals.length > 0) return offered;
  if (offerInZone(walls, timeZone, Number.NEGATIVE_INFINITY).intervals.length === 0) throw noSlot();
  throw invalid({ path: "date" in hours ? "body.date" : "body.toDate", message: PASSED });
}
