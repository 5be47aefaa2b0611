import os
from datetime import datetime

from openapi_client import ApiClient, AppointmentsApi, AvailabilityApi, Configuration, Hours, Interval, Reservation


def caller(token):
    return ApiClient(Configuration(host=os.environ["API_URL"], access_token=os.environ[token]))


provider_id = os.environ["PROVIDER"]
start, end = (datetime.fromisoformat(os.environ[name].replace("Z", "+00:00")) for name in ("FROM", "TO"))
hours = Hours(Interval(startsAt=start, endsAt=end))
offered = AvailabilityApi(caller("PROVIDER_TOKEN")).submit_availability(provider_id, hours)
grace = AppointmentsApi(caller("CLIENT_TOKEN"))
page = AvailabilityApi(caller("CLIENT_TOKEN")).list_available_slots(provider_id, var_from=start, to=end)
hold = grace.reserve_appointment(Reservation(providerId=provider_id, startsAt=page.slots[0].starts_at))
confirmed = grace.confirm_appointment(hold.appointment_id)
read = grace.get_appointment(hold.appointment_id)
grace.cancel_appointment(hold.appointment_id)
over = grace.get_appointment(hold.appointment_id)
statuses = [appointment.status.value for appointment in (hold, confirmed, read, over)]
print(offered.slots, len(page.slots), *statuses)
