package main

import (
	"context"
	"fmt"
	"os"
	"time"

	api "example.com/book/generated"
)

func done[T any, R any](value T, _ R, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func as(token string) context.Context {
	return context.WithValue(context.Background(), api.ContextAccessToken, os.Getenv(token))
}

func main() {
	configuration := api.NewConfiguration()
	configuration.Servers = api.ServerConfigurations{{URL: os.Getenv("API_URL")}}
	client := api.NewAPIClient(configuration)
	availability, appointments := client.AvailabilityAPI, client.AppointmentsAPI
	provider, grace := as("PROVIDER_TOKEN"), as("CLIENT_TOKEN")
	providerId := os.Getenv("PROVIDER")
	from, _ := time.Parse(time.RFC3339, os.Getenv("FROM"))
	to, _ := time.Parse(time.RFC3339, os.Getenv("TO"))

	hours := api.IntervalAsHours(api.NewInterval(from, to))
	offered := done(availability.SubmitAvailability(provider, providerId).Hours(hours).Execute())
	page := done(availability.ListAvailableSlots(grace).ProviderId(providerId).From(from).To(to).Execute())
	reservation := *api.NewReservation(providerId, page.Slots[0].StartsAt)
	hold := done(appointments.ReserveAppointment(grace).Reservation(reservation).Execute())
	id := hold.AppointmentId
	confirmed := done(appointments.ConfirmAppointment(grace, id).Execute())
	read := done(appointments.GetAppointment(grace, id).Execute())
	if _, err := appointments.CancelAppointment(grace, id).Execute(); err != nil {
		panic(err)
	}
	over := done(appointments.GetAppointment(grace, id).Execute())
	fmt.Println(offered.Slots, len(page.Slots), hold.Status, confirmed.Status, read.Status, over.Status)
}
