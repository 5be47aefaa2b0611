import { client } from "./generated/client.gen.ts";
import * as api from "./generated/sdk.gen.ts";

const { API_URL = "", PROVIDER = "", FROM = "", TO = "", PROVIDER_TOKEN, CLIENT_TOKEN } = process.env;
client.setConfig({ baseUrl: API_URL, throwOnError: true });
const provider = { auth: PROVIDER_TOKEN, throwOnError: true } as const;
const grace = { auth: CLIENT_TOKEN, throwOnError: true } as const;

const hours = { startsAt: FROM, endsAt: TO };
const offered = await api.submitAvailability({ ...provider, path: { providerId: PROVIDER }, body: hours });
const query = { providerId: PROVIDER, from: FROM, to: TO };
const { slots } = (await api.listAvailableSlots({ ...grace, query })).data;
const body = { providerId: PROVIDER, startsAt: slots[0]?.startsAt ?? "" };
const hold = (await api.reserveAppointment({ ...grace, body })).data;
const path = { appointmentId: hold.appointmentId };
const confirmed = (await api.confirmAppointment({ ...grace, path })).data;
const read = (await api.getAppointment({ ...grace, path })).data;
await api.cancelAppointment({ ...grace, path });
const over = (await api.getAppointment({ ...grace, path })).data;
console.log(offered.data.slots, slots.length, hold.status, confirmed.status, read.status, over.status);
