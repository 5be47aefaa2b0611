/** What the server prints at start: where it is, tokens, and the curl lines of a booking. */
import { roles, signToken } from "../build/development-issuer.ts";
import { DAY_SECONDS, NOTICE_SECONDS } from "../shared/domain/rules.ts";
import { dayOf, formatInstant, startOfDay } from "../shared/domain/time.ts";

const FRIDAY = 5;
const HOUR = 3600;

/** @param hasEvents whether the server streams events */
export async function welcome(url: string, hasEvents: boolean) {
  const users = await Promise.all(
    roles.map(async (role) => ({
      role,
      userId: `demo-${role}`,
      token: await signToken(role, `demo-${role}`),
    })),
  );
  const token = Object.fromEntries(users.map((user) => [user.role, user.token]));
  const friday = nextFriday();
  const startsAt = formatInstant(friday + 8 * HOUR);
  const endsAt = formatInstant(friday + 15 * HOUR);
  const curl = (role: string, rest: string) => `curl -s -H "Authorization: Bearer ${token[role]}" ${rest}`;
  return `
Reservation API   ${url}
The page          ${url}/
Documentation     ${url}/docs${hasEvents ? `\nEvents            ${url}/events` : ""}

Tokens of the development issuer, for 12 hours (more: npm run -s token -- <role> [userId]):
${users.map((user) => `\n${user.userId}\n${user.token}`).join("\n")}

Offer a Friday, 08:00-15:00 UTC:
${curl("provider", `${url}/providers/demo-provider/availability -H 'Content-Type: application/json' -d '${JSON.stringify({ startsAt, endsAt })}'`)}

See what is free:
${curl("client", `"${url}/appointments?providerId=demo-provider&from=${startsAt}&limit=3"`)}

Reserve the first slot; confirm it within 30 minutes, on the docs page for instance:
${curl("client", `${url}/appointments -H 'Content-Type: application/json' -d '${JSON.stringify({ providerId: "demo-provider", startsAt })}'`)}
`;
}

/** Midnight of the first Friday whose 08:00 slot can be reserved for at least 8 more hours. */
function nextFriday() {
  let day = startOfDay(dayOf(Date.now() / 1000 + NOTICE_SECONDS + DAY_SECONDS));
  while (new Date(day * 1000).getUTCDay() !== FRIDAY) day += DAY_SECONDS;
  return day;
}
