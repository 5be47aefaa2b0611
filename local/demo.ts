/** Creates the demo provider, with hours, and the demo client, through the API. Changes nothing if they already exist. */
import { signToken } from "../build/development-issuer.ts";
import type { Role } from "../shared/domain/access.ts";
import { DAY_SECONDS } from "../shared/domain/rules.ts";
import { dayOf } from "../shared/domain/time.ts";

const WEEKS = 4;

export async function makeDemo(url: string) {
  const [provider, client] = await Promise.all([tokenOf("provider"), tokenOf("client")]);
  await post(`${url}/users`, client, { role: "client", name: "Demo Client", timeZone: "UTC" });
  const profile = { role: "provider", name: "Demo Provider", timeZone: "UTC" };
  const { isNew } = await post(`${url}/users`, provider, profile);
  if (!isNew) return;
  const now = Date.now() / 1000;
  const days = ["MO", "TU", "WE", "TH", "FR"];
  await post(`${url}/providers/demo-provider/availability`, provider, {
    weekly: [
      { days, from: "09:00", to: "12:00" },
      { days, from: "13:00", to: "17:00" },
    ],
    fromDate: dayOf(now),
    toDate: dayOf(now + WEEKS * 7 * DAY_SECONDS),
  });
}

const tokenOf = (role: Role) => signToken(role, `demo-${role}`);

/** A 409 is no failure: the profile is from an earlier start, and was changed or deleted since. */
async function post(address: string, token: string, body: object): Promise<{ isNew: boolean }> {
  const response = await fetch(address, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok && response.status !== 409) throw new Error(`The demo could not be made: ${await response.text()}`);
  return { isNew: response.status === 201 };
}
