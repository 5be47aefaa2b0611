import { isTimeZone, spelledByIana } from "../domain/time-zone.ts";
import { TZDATA } from "../domain/zones.gen.ts";
import { invalid } from "./problem.ts";

/**
 * The zone of a provider's profile, for a call that names none.
 *
 * @param field the field of the call that could have named one
 * @throws Problem invalid-request if the profile has none, or one that IANA has since removed from its list
 */
export function profileZone(field: string, profile: { timeZone?: string | undefined } | undefined) {
  const name = profile?.timeZone;
  if (name === undefined)
    throw invalid({ path: field, message: "is required: the provider's profile has no time zone" });
  if (!isTimeZone(name))
    throw invalid({
      path: field,
      message: `is required: ${name} in the provider's profile is not on IANA's list of time zones (${TZDATA}); send one, or change the profile`,
    });
  return spelledByIana(name);
}
