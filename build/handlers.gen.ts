// Generated from openapi.yaml by `npm run generate`.

import type { handler as getHealth } from "../functions/getHealth.ts";
import type { handler as createUser } from "../functions/createUser.ts";
import type { handler as listProviders } from "../functions/listProviders.ts";
import type { handler as submitAvailability } from "../functions/submitAvailability.ts";
import type { handler as withdrawAvailability } from "../functions/withdrawAvailability.ts";
import type { handler as getSchedule } from "../functions/getSchedule.ts";
import type { handler as listAvailableSlots } from "../functions/listAvailableSlots.ts";
import type { handler as reserveAppointment } from "../functions/reserveAppointment.ts";
import type { handler as confirmAppointment } from "../functions/confirmAppointment.ts";
import type { handler as getAppointmentCalendar } from "../functions/getAppointmentCalendar.ts";
import type { handler as rescheduleAppointment } from "../functions/rescheduleAppointment.ts";
import type { handler as revokeCalendarFeed } from "../functions/revokeCalendarFeed.ts";
import type { handler as createCalendarFeed } from "../functions/createCalendarFeed.ts";
import type { handler as getCalendarFeed } from "../functions/getCalendarFeed.ts";
import type { handler as listClientAppointments } from "../functions/listClientAppointments.ts";
import type { handler as getAppointment } from "../functions/getAppointment.ts";
import type { handler as cancelAppointment } from "../functions/cancelAppointment.ts";
import type { handler as getUser } from "../functions/getUser.ts";
import type { handler as updateUser } from "../functions/updateUser.ts";
import type { handler as deleteUser } from "../functions/deleteUser.ts";

export type Handlers = {
  getHealth: typeof getHealth;
  createUser: typeof createUser;
  listProviders: typeof listProviders;
  submitAvailability: typeof submitAvailability;
  withdrawAvailability: typeof withdrawAvailability;
  getSchedule: typeof getSchedule;
  listAvailableSlots: typeof listAvailableSlots;
  reserveAppointment: typeof reserveAppointment;
  confirmAppointment: typeof confirmAppointment;
  getAppointmentCalendar: typeof getAppointmentCalendar;
  rescheduleAppointment: typeof rescheduleAppointment;
  revokeCalendarFeed: typeof revokeCalendarFeed;
  createCalendarFeed: typeof createCalendarFeed;
  getCalendarFeed: typeof getCalendarFeed;
  listClientAppointments: typeof listClientAppointments;
  getAppointment: typeof getAppointment;
  cancelAppointment: typeof cancelAppointment;
  getUser: typeof getUser;
  updateUser: typeof updateUser;
  deleteUser: typeof deleteUser;
};
