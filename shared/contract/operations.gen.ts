// Generated from openapi.yaml by `npm run generate`.

import type { CancelAppointmentResponses, ConfirmAppointmentResponses, CreateCalendarFeedResponses, CreateUserResponses, DeleteUserResponses, GetAppointmentCalendarResponses, GetAppointmentResponses, GetCalendarFeedResponses, GetHealthResponses, GetScheduleResponses, GetUserResponses, ListAvailableSlotsResponses, ListClientAppointmentsResponses, ListProvidersResponses, RescheduleAppointmentResponses, ReserveAppointmentResponses, RevokeCalendarFeedResponses, SubmitAvailabilityResponses, UpdateUserResponses, WithdrawAvailabilityResponses } from "./types.gen.ts";

export const version = "0.3.0";

/**
 * Every operation of the contract, in its order: its id, its method and path, and the roles that may call it. One without
 * roles needs no token.
 */
export const operations = [
  {
    "operationId": "getHealth",
    "method": "GET",
    "path": "/health"
  },
  {
    "operationId": "createUser",
    "method": "POST",
    "path": "/users",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "listProviders",
    "method": "GET",
    "path": "/providers",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "submitAvailability",
    "method": "POST",
    "path": "/providers/{providerId}/availability",
    "roles": [
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "withdrawAvailability",
    "method": "DELETE",
    "path": "/providers/{providerId}/availability",
    "roles": [
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "getSchedule",
    "method": "GET",
    "path": "/providers/{providerId}/schedule",
    "roles": [
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "listAvailableSlots",
    "method": "GET",
    "path": "/appointments",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "reserveAppointment",
    "method": "POST",
    "path": "/appointments",
    "roles": [
      "client",
      "admin"
    ]
  },
  {
    "operationId": "confirmAppointment",
    "method": "POST",
    "path": "/appointments/{appointmentId}/confirm",
    "roles": [
      "client",
      "admin"
    ]
  },
  {
    "operationId": "getAppointmentCalendar",
    "method": "GET",
    "path": "/appointments/{appointmentId}/calendar",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "rescheduleAppointment",
    "method": "POST",
    "path": "/appointments/{appointmentId}/reschedule",
    "roles": [
      "client",
      "admin"
    ]
  },
  {
    "operationId": "revokeCalendarFeed",
    "method": "DELETE",
    "path": "/users/{userId}/calendar-feed",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "createCalendarFeed",
    "method": "POST",
    "path": "/users/{userId}/calendar-feed",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "getCalendarFeed",
    "method": "GET",
    "path": "/calendar-feeds/{feedKey}"
  },
  {
    "operationId": "listClientAppointments",
    "method": "GET",
    "path": "/clients/{clientId}/appointments",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "getAppointment",
    "method": "GET",
    "path": "/appointments/{appointmentId}",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "cancelAppointment",
    "method": "DELETE",
    "path": "/appointments/{appointmentId}",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "getUser",
    "method": "GET",
    "path": "/users/{userId}",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "updateUser",
    "method": "PATCH",
    "path": "/users/{userId}",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  },
  {
    "operationId": "deleteUser",
    "method": "DELETE",
    "path": "/users/{userId}",
    "roles": [
      "client",
      "provider",
      "admin"
    ]
  }
] as const;

export type OperationId = (typeof operations)[number]["operationId"];

/** The successful replies of each operation, by status. */
export type Responses = {
  getHealth: GetHealthResponses;
  createUser: CreateUserResponses;
  listProviders: ListProvidersResponses;
  submitAvailability: SubmitAvailabilityResponses;
  withdrawAvailability: WithdrawAvailabilityResponses;
  getSchedule: GetScheduleResponses;
  listAvailableSlots: ListAvailableSlotsResponses;
  reserveAppointment: ReserveAppointmentResponses;
  confirmAppointment: ConfirmAppointmentResponses;
  getAppointmentCalendar: GetAppointmentCalendarResponses;
  rescheduleAppointment: RescheduleAppointmentResponses;
  revokeCalendarFeed: RevokeCalendarFeedResponses;
  createCalendarFeed: CreateCalendarFeedResponses;
  getCalendarFeed: GetCalendarFeedResponses & { 304: undefined };
  listClientAppointments: ListClientAppointmentsResponses;
  getAppointment: GetAppointmentResponses;
  cancelAppointment: CancelAppointmentResponses;
  getUser: GetUserResponses & { 304: undefined };
  updateUser: UpdateUserResponses;
  deleteUser: DeleteUserResponses;
};
