"""Holds: why a ticket stands still, until when, and how it comes back (domain 6.2).

No hold without a day: each is released on the morning of a business day at 08:00, spread over the hour by ticket so
that a team does not find forty at once. What is kept of a hold in Autotask stands in a note: `workflows.hold_notes`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sla.calendar import BusinessCalendar
from sla.instants import MINUTE, Micros, micros
from sla.openings import first_instant, local_date

MORNING = time(8)
SPREAD_MINUTES = 60
DAY = timedelta(days=1)


class HoldKind(StrEnum):
    """Whom or what a ticket waits for."""

    CUSTOMER = "customer"
    VENDOR = "vendor"
    PARTS = "parts"
    APPROVAL = "approval"
    APPOINTMENT = "appointment"
    OTHER = "other"


DEFAULT_DAYS = {HoldKind.CUSTOMER: 2, HoldKind.VENDOR: 3, HoldKind.APPROVAL: 2}
"""Business days until a hold is released, where nobody says otherwise."""
DAYS_AFTER_ARRIVAL = 1
"""Business days after the parts are to arrive."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold.

    Attributes:
        until: the day on whose morning it is released; None only where a colleague's note names none.
        owner: who put it on hold and looks after it.
        chased: how often the other side has been asked.
        vendor: who is waited for, and under which number they know the case; of a vendor hold.
        next_call: when the vendor is to be called again.
    """

    kind: HoldKind
    reason: str
    until: date | None
    owner: str = ""
    chased: int = 0
    vendor: str = ""
    case_number: str = ""
    next_call: date | None = None


def default_until(
    kind: HoldKind,
    today: date,
    calendar: BusinessCalendar,
    *,
    arrival: date | None = None,
    appointment: date | None = None,
) -> date | None:
    """The day proposed for a new hold; None where only a person can say.

    Args:
        arrival: when the parts are to arrive.
        appointment: the day of the appointment that is waited for.

    Raises:
        NeverOpens: the calendar has no business days.
    """
    if kind is HoldKind.PARTS:
        return None if arrival is None else business_days_on(calendar, max(arrival, today), DAYS_AFTER_ARRIVAL)
    if kind is HoldKind.APPOINTMENT:
        return None if appointment is None else business_day(calendar, appointment)
    days = DEFAULT_DAYS.get(kind)
    return None if days is None else business_days_on(calendar, today, days)


def release_at(until: date, ticket_id: int, calendar: BusinessCalendar) -> Micros:
    """When a hold ends: 08:00 of the first business day from `until` on, and up to an hour later by ticket.

    Whichever terminal asks, now or after a restart, gets the same instant.

    Raises:
        NeverOpens: the calendar has no business days.
    """
    day = business_day(calendar, until)
    morning = micros(datetime.combine(day, MORNING, calendar.zone))
    return morning + ticket_id % SPREAD_MINUTES * MINUTE


def business_day(calendar: BusinessCalendar, day: date) -> date:
    """The day itself where the calendar opens on it, else the next one that it opens on."""
    return local_date(calendar.next_open(first_instant(day, calendar.zone)), calendar.zone)


def business_days_on(calendar: BusinessCalendar, day: date, count: int) -> date:
    """The business day that comes `count` business days after a day."""
    for _ in range(count):
        day = business_day(calendar, day + DAY)
    return day


# Status

_STATUSES: dict[HoldKind, tuple[str, ...]] = {
    HoldKind.CUSTOMER: ("waiting customer", "on hold"),
    HoldKind.VENDOR: ("waiting vendor", "on hold"),
    HoldKind.PARTS: ("waiting materials", "waiting vendor", "on hold"),
    HoldKind.APPROVAL: ("waiting approval", "on hold"),
    HoldKind.APPOINTMENT: ("scheduled", "on hold"),
    HoldKind.OTHER: ("on hold",),
}
"""What a status must say to carry a hold, the best first. Nothing but a wait for the customer stands for one: in most
tenants that status stops the clock."""


def status_for(kind: HoldKind, labels: Iterable[tuple[str, str]]) -> str | None:
    """The label of the tenant's status that carries a hold; None where only the note can say it.

    Args:
        labels: every active status label with what it says ("waiting customer", "on hold", ...), as the desk reads it.
    """
    labels = list(labels)
    for wanted in _STATUSES[kind]:
        saying = [label for label, said in labels if said == wanted]
        if saying:
            return min(saying, key=len)
    return None
