import { mayManage } from "../shared/access.ts";
import { submitAvailability } from "../shared/contract/submitAvailability.gen.ts";
import { SLOT_SECONDS } from "../shared/domain/rules.ts";
import { formatInstant, roundDown, roundUp } from "../shared/domain/time.ts";
import { intervalFault } from "../shared/domain/window.ts";
import { created, operation } from "../shared/operation.ts";
import { invalid, Problem } from "../shared/problem.ts";
import { lift } from "../shared/store/lift.ts";
import { offer } from "../shared/store/sheets.ts";
import { findProfile } from "../shared/store/users.ts";

export const handler = operation(submitAvailability, async ({ path, body, caller, now }) => {
  const { providerId } = path;
  mayManage(caller, providerId);
  const { startsAt, endsAt } = onGrid(body, now);
  const profile = await findProfile(providerId);
  if (profile?.role !== "provider")
    throw new Problem("not-found", "There is no provider with this id; create its profile first (POST /users).");
  const intervals = [{ from: startsAt, to: endsAt }];
  // In this order: a withdrawal in between then blocks all of it, and the lift finds all of that.
  await offer(providerId, intervals);
  await lift(providerId, intervals);
  return created({
    providerId,
    startsAt: formatInstant(startsAt),
    endsAt: formatInstant(endsAt),
    slots: (endsAt - startsAt) / SLOT_SECONDS,
  });
});

/** The whole slots in what was submitted, from now on. Throws invalid-request where there are none. */
function onGrid(submitted: { startsAt: number; endsAt: number }, now: number) {
  const fault = intervalFault(submitted.startsAt, submitted.endsAt);
  if (fault) throw invalid({ path: "body.endsAt", message: fault });
  if (submitted.endsAt <= now)
    throw invalid({
      path: "body.endsAt",
      message: "has passed: the hours are wholly in the past",
    });
  const startsAt = roundUp(Math.max(submitted.startsAt, now));
  const endsAt = roundDown(submitted.endsAt);
  if (endsAt <= startsAt)
    throw invalid({
      path: "body",
      message: "holds no whole slot between :00, :15, :30 and :45 from now on",
    });
  return { startsAt, endsAt };
}
