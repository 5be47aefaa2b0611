import { AppointmentsApi, AvailabilityApi, Configuration } from "./generated/index.ts";

const { API_URL = "", PROVIDER = "", FROM = "", TO = "", PROVIDER_TOKEN = "", CLIENT_TOKEN = "" } = process.env;
const as = (accessToken: string) => new Configuration({ basePath: API_URL, accessToken });
const from = new Date(FROM);
const to = new Date(TO);

const offered = await new AvailabilityApi(as(PROVIDER_TOKEN)).submitAvailability({
  providerId: PROVIDER,
  hours: { startsAt: from, endsAt: to },
});
const grace = new AppointmentsApi(as(CLIENT_TOKEN));
const query = { providerId: PROVIDER, from, to };
const { slots } = await new AvailabilityApi(as(CLIENT_TOKEN)).listAvailableSlots(query);
const reservation = { providerId: PROVIDER, startsAt: slots[0]?.startsAt ?? from };
const hold = await grace.reserveAppointment({ reservation });
const { appointmentId } = hold;
const confirmed = await grace.confirmAppointment({ appointmentId });
const read = await grace.getAppointment({ appointmentId });
await grace.cancelAppointment({ appointmentId });
const over = await grace.getAppointment({ appointmentId });
console.log(offered.slots, slots.length, hold.status, confirmed.status, read.status, over.status);
