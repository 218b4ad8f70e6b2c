"""KPI 3, service delivery forecast: hours that the next weeks ask for against hours there are (domain 3, #3).

Contributions are the material: arrivals, hours of closed tickets, what is left of open ones, bookings, capacity.
`forecast` lays them out. What a week cannot take stands at the head of the next one, so that the backlog is asked for
once. Tickets without an estimate count with the median of their workflow, and how many they are is said: a few of them
falsify the whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.contribution import ALWAYS, Contribution, Dimensions, left_out, not_measured, scaled
from metrics.facts import BookingFact, BookingKind, Day, DayFact, TicketFact
from metrics.kpi.eligibility import no_work_of_a_client, owner

ARRIVED, TICKET_HOURS, REMAINING, BOOKED, RECURRING, CAPACITY = (
    f"service_delivery_forecast.{name}"
    for name in ("arrived", "ticket_hours", "remaining", "booked", "recurring", "capacity")
)
NO_ESTIMATE = "no estimate"
IS_BOOKED = "booked"
LEARNT_WEEKS = 8
WEEK_DAYS = 7


def of_ticket(ticket: TicketFact) -> Iterator[Contribution]:
    """What a ticket contributes: that it came, how long it took, or what is left of it."""
    if no_work_of_a_client(ticket) or ticket.family in ("project", "recurring"):
        return
    where = owner(ticket)
    yield Contribution(ARRIVED, ticket.created_day, where, numerator=scaled(1), n=1)
    if ticket.completed_date is not None:
        yield Contribution(TICKET_HOURS, ticket.completed_day, where, n=1, value=ticket.worked_hours)
        return
    begins = ALWAYS if ticket.last_call is None else ticket.last_call
    if begins > ALWAYS:
        yield left_out(REMAINING, ticket.created_day, where, IS_BOOKED, until=begins)
    if ticket.estimated_hours is None:
        yield not_measured(REMAINING, ticket.created_day, where, NO_ESTIMATE, since=begins)
    else:
        left = max(0.0, ticket.estimated_hours - ticket.worked_hours)
        yield Contribution(REMAINING, ticket.created_day, where, numerator=scaled(left), n=1, since=begins)


def of_booking(booking: BookingFact) -> Iterator[Contribution]:
    """What a booking contributes; internal time takes from the capacity."""
    where = booked_for(booking)
    hours = scaled(booking.hours)
    match booking.kind:
        case BookingKind.CALL:
            yield Contribution(BOOKED, booking.day, where, numerator=hours, n=1)
        case BookingKind.RECURRING:
            yield Contribution(RECURRING, booking.day, where, numerator=hours, n=1)
        case BookingKind.INTERNAL if hours:
            yield Contribution(CAPACITY, booking.day, where, numerator=-hours)
        case BookingKind.INTERNAL | BookingKind.PROJECT:
            pass


def of_day(fact: DayFact) -> Iterator[Contribution]:
    """What a day of a person contributes: capacity, also of days to come."""
    where = Dimensions(tech=fact.resource_id, team=fact.team_id, role=fact.role_id)
    if not fact.known:
        yield not_measured(CAPACITY, fact.day, where, "time off cannot be seen")
    elif fact.available_hours:
        yield Contribution(CAPACITY, fact.day, where, numerator=scaled(fact.available_hours), n=1)


def booked_for(booking: BookingFact) -> Dimensions:
    """The dimensions of a booking."""
    return Dimensions(
        tech=booking.resource_id, company=booking.company_id, workflow=booking.workflow,
        team=booking.team_id, role=booking.role_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lane:
    """What is known of a workflow.

    Attributes:
        arrived: tickets by the day they came, of the last eight weeks.
        ticket_hours: median hours of a closed ticket; None where none was closed.
        remaining_hours: left of its open tickets that have an estimate.
        without_estimate: how many have none.
    """

    arrived: Mapping[Day, int]
    ticket_hours: float | None = None
    remaining_hours: float = 0.0
    without_estimate: int = 0


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """What is promised of a week to come; `days` are those that are left of it."""

    days: Sequence[Day]
    booked: float = 0.0
    recurring: float = 0.0
    capacity: float = 0.0


@dataclass(frozen=True, slots=True)
class WeekForecast:
    """A week as it is expected; hours.

    Attributes:
        carried: left over from the week before; in the first week, from the open tickets.
        to_come: of tickets that are not there yet.
        load: demand of the capacity; None where there is no capacity.
    """

    first: Day
    carried: float
    to_come: float
    booked: float
    recurring: float
    capacity: float

    @property
    def demand(self) -> float:
        return self.carried + self.to_come + self.booked + self.recurring

    @property
    def gap(self) -> float:
        """How many hours are missing; negative where some are left."""
        return self.demand - self.capacity

    @property
    def load(self) -> float | None:
        return self.demand / self.capacity if self.capacity > 0 else None

    @property
    def reactive(self) -> float:
        """What tickets ask for that nothing is booked for."""
        return self.carried + self.to_come


@dataclass(frozen=True, slots=True)
class Forecast:
    """The weeks in order.

    Attributes:
        filled: open tickets that count with the median of their workflow.
        unmeasurable: open tickets and mean weekly arrivals of workflows without a closed ticket: they count nothing.
    """

    weeks: tuple[WeekForecast, ...]
    filled: int
    unmeasurable: float


def forecast(lanes: Iterable[Lane], weeks: Iterable[WeekAhead], today: Day) -> Forecast:
    """What the weeks ask for.

    Args:
        today: arrivals of the eight weeks before it are learnt from.
    """
    lanes = tuple(lanes)
    told: list[WeekForecast] = []
    carried = sum(lane.remaining_hours + lane.without_estimate * (lane.ticket_hours or 0.0) for lane in lanes)
    for week in weeks:
        to_come = sum(
            _mean_arrivals(lane, day, today) * lane.ticket_hours
            for lane in lanes
            if lane.ticket_hours is not None
            for day in week.days
        )
        week_told = WeekForecast(week.days[0], carried, to_come, week.booked, week.recurring, week.capacity)
        told.append(week_told)
        carried = max(0.0, week_told.gap)
    unknown = [lane for lane in lanes if lane.ticket_hours is None]
    return Forecast(
        weeks=tuple(told),
        filled=sum(lane.without_estimate for lane in lanes if lane.ticket_hours is not None),
        unmeasurable=sum(lane.without_estimate for lane in unknown)
        + sum(_mean_arrivals(lane, day, today) for lane in unknown for day in range(today, today + WEEK_DAYS)),
    )


def _mean_arrivals(lane: Lane, day: Day, today: Day) -> float:
    first = today - LEARNT_WEEKS * WEEK_DAYS
    like_it = range(first + (day - first) % WEEK_DAYS, today, WEEK_DAYS)
    return sum(lane.arrived.get(each, 0) for each in like_it) / LEARNT_WEEKS
