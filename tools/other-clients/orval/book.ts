import * as api from "./generated.ts";

const { API_URL = "", PROVIDER = "", FROM = "", TO = "", PROVIDER_TOKEN, CLIENT_TOKEN } = process.env;
const send = fetch;
globalThis.fetch = (path, init) => send(`${API_URL}${path}`, init);
const provider = { headers: { Authorization: `Bearer ${PROVIDER_TOKEN}` } };
const grace = { headers: { Authorization: `Bearer ${CLIENT_TOKEN}` } };
function done<T extends { status: number; data: unknown }, S extends T["status"]>(reply: T, status: S) {
  if (reply.status !== status) throw reply;
  return reply.data as Extract<T, { status: S }>["data"];
}

const offered = done(await api.submitAvailability(PROVIDER, { startsAt: FROM, endsAt: TO }, provider), 201);
const { slots } = done(await api.listAvailableSlots({ providerId: PROVIDER, from: FROM, to: TO }, grace), 200);
const reservation = { providerId: PROVIDER, startsAt: slots[0]?.startsAt ?? "" };
const hold = done(await api.reserveAppointment(reservation, grace), 201);
const confirmed = done(await api.confirmAppointment(hold.appointmentId, grace), 200);
const read = done(await api.getAppointment(hold.appointmentId, grace), 200);
done(await api.cancelAppointment(hold.appointmentId, grace), 204);
const over = done(await api.getAppointment(hold.appointmentId, grace), 200);
console.log(offered.slots, slots.length, hold.status, confirmed.status, read.status, over.status);
