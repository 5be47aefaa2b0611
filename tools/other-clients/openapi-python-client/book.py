import os
from datetime import datetime

from reservation_api_client import AuthenticatedClient
from reservation_api_client.api.appointments import (
    cancel_appointment,
    confirm_appointment,
    get_appointment,
    reserve_appointment,
)
from reservation_api_client.api.availability import list_available_slots, submit_availability
from reservation_api_client.models import Interval, Reservation

provider_id = os.environ["PROVIDER"]
start, end = (datetime.fromisoformat(os.environ[name].replace("Z", "+00:00")) for name in ("FROM", "TO"))
provider, grace = (
    AuthenticatedClient(os.environ["API_URL"], os.environ[token], raise_on_unexpected_status=True)
    for token in ("PROVIDER_TOKEN", "CLIENT_TOKEN")
)
offered = submit_availability.sync(provider_id, client=provider, body=Interval(start, end))
page = list_available_slots.sync(client=grace, provider_id=provider_id, from_=start, to=end)
reservation = Reservation(provider_id=provider_id, starts_at=page.slots[0].starts_at)
hold = reserve_appointment.sync(client=grace, body=reservation)
confirmed = confirm_appointment.sync(hold.appointment_id, client=grace)
read = get_appointment.sync(hold.appointment_id, client=grace)
cancel_appointment.sync(hold.appointment_id, client=grace)
over = get_appointment.sync(hold.appointment_id, client=grace)
statuses = [appointment.status.value for appointment in (hold, confirmed, read, over)]
print(offered.slots, len(page.slots), *statuses)
