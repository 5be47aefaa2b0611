package main

import (
	"context"
	"fmt"
	"net/http"
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

func as(token string) *api.ClientWithResponses {
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv(token))
		return nil
	}
	return done(api.NewClientWithResponses(os.Getenv("API_URL"), api.WithRequestEditorFn(authorize)))
}

func main() {
	ctx := context.Background()
	provider, grace := as("PROVIDER_TOKEN"), as("CLIENT_TOKEN")
	providerId := os.Getenv("PROVIDER")
	from := done(time.Parse(time.RFC3339, os.Getenv("FROM")))
	to := done(time.Parse(time.RFC3339, os.Getenv("TO")))

	var hours api.Hours
	if err := hours.FromInterval(api.Interval{StartsAt: from, EndsAt: to}); err != nil {
		panic(err)
	}
	offered := done(provider.SubmitAvailabilityWithResponse(ctx, providerId, hours)).JSON201
	query := &api.ListAvailableSlotsParams{ProviderId: &providerId, From: &from, To: &to}
	page := done(grace.ListAvailableSlotsWithResponse(ctx, query)).JSON200
	reservation := api.Reservation{ProviderId: providerId, StartsAt: page.Slots[0].StartsAt}
	hold := done(grace.ReserveAppointmentWithResponse(ctx, reservation)).JSON201
	id := hold.AppointmentId
	confirmed := done(grace.ConfirmAppointmentWithResponse(ctx, id)).JSON200
	read := done(grace.GetAppointmentWithResponse(ctx, id)).JSON200
	done(grace.CancelAppointmentWithResponse(ctx, id))
	over := done(grace.GetAppointmentWithResponse(ctx, id)).JSON200
	fmt.Println(offered.Slots, len(page.Slots), hold.Status, confirmed.Status, read.Status, over.Status)
}
