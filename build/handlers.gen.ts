// Generated from openapi.yaml by `npm run generate`.

import { handler as getHealth } from "../functions/getHealth.ts";
import { handler as createUser } from "../functions/createUser.ts";
import { handler as listProviders } from "../functions/listProviders.ts";
import { handler as submitAvailability } from "../functions/submitAvailability.ts";
import { handler as withdrawAvailability } from "../functions/withdrawAvailability.ts";
import { handler as getSchedule } from "../functions/getSchedule.ts";
import { handler as listAvailableSlots } from "../functions/listAvailableSlots.ts";
import { handler as reserveAppointment } from "../functions/reserveAppointment.ts";
import { handler as confirmAppointment } from "../functions/confirmAppointment.ts";
import { handler as getAppointmentCalendar } from "../functions/getAppointmentCalendar.ts";
import { handler as rescheduleAppointment } from "../functions/rescheduleAppointment.ts";
import { handler as revokeCalendarFeed } from "../functions/revokeCalendarFeed.ts";
import { handler as createCalendarFeed } from "../functions/createCalendarFeed.ts";
import { handler as getCalendarFeed } from "../functions/getCalendarFeed.ts";
import { handler as listClientAppointments } from "../functions/listClientAppointments.ts";
import { handler as getAppointment } from "../functions/getAppointment.ts";
import { handler as cancelAppointment } from "../functions/cancelAppointment.ts";
import { handler as getUser } from "../functions/getUser.ts";
import { handler as updateUser } from "../functions/updateUser.ts";
import { handler as deleteUser } from "../functions/deleteUser.ts";

/** The functions read their settings from the environment when this is imported: set them before. */
export const handlers = {
  getHealth,
  createUser,
  listProviders,
  submitAvailability,
  withdrawAvailability,
  getSchedule,
  listAvailableSlots,
  reserveAppointment,
  confirmAppointment,
  getAppointmentCalendar,
  rescheduleAppointment,
  revokeCalendarFeed,
  createCalendarFeed,
  getCalendarFeed,
  listClientAppointments,
  getAppointment,
  cancelAppointment,
  getUser,
  updateUser,
  deleteUser,
};

export type Handlers = typeof handlers;
