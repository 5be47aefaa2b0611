package main

import (
	"context"
	"fmt"
	"os"
	"time"

	api "example.com/book/generated"
)

func done[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// token is the name of the variable that holds one.
type token string

func (name token) Bearer(context.Context, api.OperationName) (api.Bearer, error) {
	return api.Bearer{Token: os.Getenv(string(name))}, nil
}

func as(name token) *api.Client { return done(api.NewClient(os.Getenv("API_URL"), name)) }

func main() {
	ctx := context.Background()
	provider, grace := as("PROVIDER_TOKEN"), as("CLIENT_TOKEN")
	providerId := api.UserId(os.Getenv("PROVIDER"))
	from := api.Instant(done(time.Parse(time.RFC3339, os.Getenv("FROM"))))
	to := api.Instant(done(time.Parse(time.RFC3339, os.Getenv("TO"))))

	hours := api.NewIntervalHours(api.Interval{StartsAt: from, EndsAt: to})
	path := api.SubmitAvailabilityParams{ProviderId: providerId}
	offered := done(provider.SubmitAvailability(ctx, hours, path)).(*api.AvailabilityHeaders).Response
	query := api.ListAvailableSlotsParams{
		ProviderId: api.NewOptUserId(providerId), From: api.NewOptInstant(from), To: api.NewOptInstant(to),
	}
	page := done(grace.ListAvailableSlots(ctx, query)).(*api.SlotPageHeaders).Response
	reservation := &api.Reservation{ProviderId: providerId, StartsAt: page.Slots[0].StartsAt}
	hold := done(grace.ReserveAppointment(ctx, reservation)).(*api.ReserveAppointmentCreatedHeaders).Response
	id := hold.AppointmentId
	confirm := api.ConfirmAppointmentParams{AppointmentId: id}
	confirmed := done(grace.ConfirmAppointment(ctx, confirm)).(*api.AppointmentHeaders).Response
	read := func() api.AppointmentStatus {
		get := api.GetAppointmentParams{AppointmentId: id}
		return done(grace.GetAppointment(ctx, get)).(*api.AppointmentHeaders).Response.Status
	}
	before := read()
	done(grace.CancelAppointment(ctx, api.CancelAppointmentParams{AppointmentId: id}))
	fmt.Println(offered.Slots, len(page.Slots), hold.Status, confirmed.Status, before, read())
}
