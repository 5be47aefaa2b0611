import createClient from "openapi-fetch";
import type { paths } from "./generated.ts";

const { API_URL = "", PROVIDER = "", FROM = "", TO = "", PROVIDER_TOKEN, CLIENT_TOKEN } = process.env;
const as = (token = "") => createClient<paths>({ baseUrl: API_URL, headers: { Authorization: `Bearer ${token}` } });
const provider = as(PROVIDER_TOKEN);
const grace = as(CLIENT_TOKEN);
function done<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw error;
  return data;
}

const offered = done(
  await provider.POST("/providers/{providerId}/availability", {
    params: { path: { providerId: PROVIDER } },
    body: { startsAt: FROM, endsAt: TO },
  }),
);
const query = { providerId: PROVIDER, from: FROM, to: TO };
const { slots } = done(await grace.GET("/appointments", { params: { query } }));
const body = { providerId: PROVIDER, startsAt: slots[0]?.startsAt ?? "" };
const hold = done(await grace.POST("/appointments", { body }));
const params = { path: { appointmentId: hold.appointmentId } };
const confirmed = done(await grace.POST("/appointments/{appointmentId}/confirm", { params }));
const read = done(await grace.GET("/appointments/{appointmentId}", { params }));
await grace.DELETE("/appointments/{appointmentId}", { params });
const over = done(await grace.GET("/appointments/{appointmentId}", { params }));
console.log(offered.slots, slots.length, hold.status, confirmed.status, read.status, over.status);
