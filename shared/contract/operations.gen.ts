// Generated from openapi.yaml by `npm run generate`.

import type { ConfirmAppointmentResponses, CreateUserResponses, GetAppointmentCalendarResponses, GetAppointmentResponses, GetScheduleResponses, GetUserResponses, ListAvailableSlotsResponses, ReserveAppointmentResponses, SubmitAvailabilityResponses, WithdrawAvailabilityResponses } from "./types.gen.ts";

/** Every operation of the contract, in its order: its id, where it answers and who may ever call it. */
export const operations = [
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
  }
] as const;

export type OperationId = (typeof operations)[number]["operationId"];

/** The successful replies of each operation, by status. */
export type Responses = {
  createUser: CreateUserResponses;
  getUser: GetUserResponses;
  submitAvailability: SubmitAvailabilityResponses;
  withdrawAvailability: WithdrawAvailabilityResponses;
  getSchedule: GetScheduleResponses;
  listAvailableSlots: ListAvailableSlotsResponses;
  reserveAppointment: ReserveAppointmentResponses;
  getAppointment: GetAppointmentResponses;
  confirmAppointment: ConfirmAppointmentResponses;
  getAppointmentCalendar: GetAppointmentCalendarResponses;
};
