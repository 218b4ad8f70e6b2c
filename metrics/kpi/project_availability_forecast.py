"""KPI 4, project availability forecast: what the next weeks leave for projects (domain 3, #4).

Projects get what is left of the capacity when tickets, recurring work, bookings, internal time and projects that are
promised already have their part. It is told for each role beside all, because what hides behind the sum is the one
person who can do it. Less than nothing is told as it is: that many hours are promised twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.contribution import Contribution, scaled
from metrics.facts import BookingFact, BookingKind, Day, EntryFact
from metrics.kpi.entries import of_work
from metrics.kpi.service_delivery_forecast import WeekForecast, booked_for

REACTIVE_HOURS, INTERNAL, PROJECT = (
    f"project_availability_forecast.{name}" for name in ("reactive_hours", "internal", "project")
)


def of_entry(entry: EntryFact) -> Iterator[Contribution]:
    """What a time entry contributes: hours on a ticket, by which tickets to come are laid to roles."""
    if entry.ticket_id and not entry.internal and entry.family not in ("project", "recurring"):
        yield Contribution(
            REACTIVE_HOURS, entry.date_worked, of_work(entry), numerator=scaled(entry.hours_worked), n=1
        )  # fmt: skip


def of_booking(booking: BookingFact) -> Iterator[Contribution]:
    """What a booking contributes."""
    if booking.kind in (BookingKind.INTERNAL, BookingKind.PROJECT):
        measure = INTERNAL if booking.kind is BookingKind.INTERNAL else PROJECT
        yield Contribution(measure, booking.day, booked_for(booking), numerator=scaled(booking.hours), n=1)


@dataclass(frozen=True, slots=True)
class RoleWeek:
    """What people of a role have in a week, and what of it is promised; hours.

    Attributes:
        capacity: without time off, holidays and booked internal time.
        booked: service calls and appointments.
    """

    capacity: float
    booked: float = 0.0
    recurring: float = 0.0
    project: float = 0.0


@dataclass(frozen=True, slots=True)
class Availability:
    """What is left for projects in a week; negative where too much is promised."""

    first: Day
    total: float
    by_role: Mapping[int, float]


def availability(
    weeks: Sequence[WeekForecast], roles: Sequence[Mapping[int, RoleWeek]], reactive_hours: Mapping[int, float]
) -> Iterator[Availability]:
    """What is left for projects.

    Args:
        weeks: what tickets ask for.
        roles: of each of those weeks, by role.
        reactive_hours: worked on tickets in the last eight weeks, by role: what tickets ask for is laid out like them.
            Where nothing was worked, it is laid out like the capacity.
    """
    for week, by_role in zip(weeks, roles, strict=True):
        worked = {role: reactive_hours.get(role, 0.0) for role in by_role}
        if not sum(worked.values()):
            worked = {role: each.capacity for role, each in by_role.items()}
        whole = sum(worked.values())
        left = {
            role: each.capacity
            - each.booked
            - each.recurring
            - each.project
            - (week.reactive * worked[role] / whole if whole else 0.0)
            for role, each in by_role.items()
        }
        unlaid = 0.0 if whole else week.reactive
        yield Availability(week.first, sum(left.values()) - unlaid, left)
