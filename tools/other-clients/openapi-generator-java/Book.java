import java.time.OffsetDateTime;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.AppointmentsApi;
import org.openapitools.client.api.AvailabilityApi;
import org.openapitools.client.model.Hours;
import org.openapitools.client.model.Interval;
import org.openapitools.client.model.Reservation;

public class Book {
  static ApiClient as(String token) {
    var client = new ApiClient();
    client.updateBaseUri(System.getenv("API_URL"));
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + System.getenv(token)));
    return client;
  }

  public static void main(String[] arguments) throws Exception {
    var providerId = System.getenv("PROVIDER");
    var from = OffsetDateTime.parse(System.getenv("FROM"));
    var to = OffsetDateTime.parse(System.getenv("TO"));
    var hours = new Hours(new Interval().startsAt(from).endsAt(to));
    var offered = new AvailabilityApi(as("PROVIDER_TOKEN")).submitAvailability(providerId, hours);
    var grace = new AppointmentsApi(as("CLIENT_TOKEN"));
    var slots =
        new AvailabilityApi(as("CLIENT_TOKEN"))
            .listAvailableSlots(providerId, from, to, null, null, null, null)
            .getSlots();
    var reservation = new Reservation().providerId(providerId).startsAt(slots.get(0).getStartsAt());
    var hold = grace.reserveAppointment(reservation);
    var confirmed = grace.confirmAppointment(hold.getAppointmentId());
    var read = grace.getAppointment(hold.getAppointmentId());
    grace.cancelAppointment(hold.getAppointmentId());
    var over = grace.getAppointment(hold.getAppointmentId());
    System.out.printf(
        "%d %d %s %s %s %s%n",
        offered.getSlots(),
        slots.size(),
        hold.getStatus(),
        confirmed.getStatus(),
        read.getStatus(),
        over.getStatus());
  }
}
