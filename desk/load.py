"""How much each tech has on: open tickets, what is booked of today, when they are free next, what is late or at risk.

A tech is looked at when a screen asks, and again once something of theirs has moved or another day has begun.
"""

from dataclasses import dataclass
from typing import NamedTuple

from desk.forecast import IN_SIGHT, Forecasts
from desk.interventions.model import NeedKind
from desk.model import ItemId, Micros
from desk.state import State
from metrics.intervals import Interval, Spans, total, within
from sla.instants import MINUTE

FULL_BELOW = 15
"""Free minutes left of today below which nothing more fits in."""


@dataclass(frozen=True, slots=True)
class TechLoad:
    """A tech at an instant. Minutes are whole, and of today where the tech is."""

    resource_id: int
    name: str
    open: int
    """Open tickets that are theirs."""
    waiting: int
    """Of them, those on which somebody else has the next move."""
    queued_minutes: int
    """The work that their queue is expected to take, whenever it is done."""
    booked_minutes: int
    """Service calls and appointments within their working time, the past ones too."""
    available_minutes: int
    """Their working time of the whole day."""
    free_minutes: int
    """What is left of it from now on, and not booked."""
    free_at: Micros | None
    """When they are free next: now, or the next instant at which they work and are not booked. None where that lies
    weeks ahead or nothing is known of it."""
    busy_with: ItemId | None
    """What they are booked for at this moment, None where nothing or an appointment."""
    busy_until: Micros | None
    """Until when they are booked without a break; None where they are not booked now."""
    late: int
    """Tickets of theirs that are late."""
    at_risk: int
    """Tickets that are not late, of which a milestone has little time left."""
    will_miss: int
    """Tickets that are forecast to miss a milestone."""
    off: str
    """Why they do not work today: "time off", "holiday: Christmas Day", "not a working day"; empty where they do."""

    @property
    def full(self) -> bool:
        """They work today, and nothing more fits in."""
        return not self.off and self.free_minutes < FULL_BELOW


class _Day(NamedTuple):
    """What a day is for a tech, as long as nothing of theirs moves."""

    ends: Micros
    off: str
    available_us: int
    booked_us: int
    booked: Spans
    """Everything that they are booked for, on any day."""
    free: Spans
    """The free time of the whole day."""
    free_later: Micros | None
    """When they are free first after it."""


class _Queue(NamedTuple):
    """What the tickets of a tech come to, as long as none of them moves."""

    open: int
    waiting: int
    queued_us: int
    late: int
    at_risk: int
    will_miss: int


class Loads:
    """The load of every tech. What moves with their tickets and their diary is kept until one of them has moved, and
    only what passes with time is looked at each time."""

    def __init__(self, forecasts: Forecasts) -> None:
        self._forecasts = forecasts
        self._of = forecasts.queues
        self._kept: dict[int, tuple[int, _Day, _Queue]] = {}

    def techs(self) -> tuple[int, ...]:
        """The active people who have an open ticket, a booking or hours of the week, by name."""
        state = self._forecasts.queues.state
        known = {*self._forecasts.queues.techs, *state.diaries.resources, *state.records.bookings.resources}
        active = (person for tech in known if (person := state.tenant.people.get(tech)) is not None and person.active)
        return tuple(person.id for person in sorted(active, key=lambda person: (person.name.casefold(), person.id)))

    def of(self, resource_id: int, now: Micros) -> TechLoad:
        """The load of a tech at `now`."""
        day, queue = self._look(resource_id, now)
        state = self._of.state
        busy_until = next((span.end for span in day.booked if span.start <= now < span.end), None)
        free = [Interval(max(span.start, now), span.end) for span in day.free if span.end > now]
        return TechLoad(
            resource_id=resource_id,
            name=state.tenant.name_of(resource_id),
            open=queue.open,
            waiting=queue.waiting,
            queued_minutes=queue.queued_us // MINUTE,
            booked_minutes=day.booked_us // MINUTE,
            available_minutes=day.available_us // MINUTE,
            free_minutes=total(free) // MINUTE,
            free_at=free[0].start if free else day.free_later,
            busy_with=None if busy_until is None else _visited(state, resource_id, now),
            busy_until=busy_until,
            late=queue.late,
            at_risk=queue.at_risk,
            will_miss=queue.will_miss,
            off=day.off,
        )

    def _look(self, tech: int, now: Micros) -> tuple[_Day, _Queue]:
        if self._of is not self._forecasts.queues:
            self._of = self._forecasts.queues
            self._kept.clear()
        moved = self._of.touched(tech)
        kept = self._kept.get(tech)
        if kept is None or kept[0] != moved or not now < kept[1].ends:
            kept = self._kept[tech] = moved, self._day(tech, now), self._queue(tech)
        return kept[1], kept[2]

    def _day(self, tech: int, now: Micros) -> _Day:
        time, home = self._forecasts.working_time, self._of.state.tenant.home_of(tech)
        begins, ends = home.calendar.day_start(now), home.next_midnight(now)
        planned, booked = time.day(tech, time.today(tech, now)), time.booked(tech)
        working = planned.plan.working()
        return _Day(
            ends=ends,
            off="" if working else planned.off,
            available_us=total(working),
            booked_us=sum(total(within(booked, span.start, span.end)) for span in working),
            booked=booked,
            free=tuple(time.free(tech, begins, ends)),
            free_later=next((span.start for span in time.free(tech, ends, ends + IN_SIGHT)), None),
        )

    def _queue(self, tech: int) -> _Queue:
        state, known = self._of.state, self._forecasts.known
        items = [entry.item for entry in self._of.entries_of(tech)]
        return _Queue(
            open=len(items),
            waiting=sum(item.waiting for item in items),
            queued_us=self._of.effort_of(tech),
            late=sum(item.late for item in items),
            at_risk=sum(not item.late and _needs(state, item.id, NeedKind.AT_RISK) for item in items),
            will_miss=sum((one := known.get(item.id)) is not None and one.missed for item in items),
        )


def _visited(state: State, tech: int, now: Micros) -> ItemId | None:
    calls = state.records.bookings.of_resource(tech)
    return min((item for item, call in calls if call.start <= now < call.end), default=None)


def _needs(state: State, item: ItemId, kind: NeedKind) -> bool:
    listed = state.roster.interventions.get(item)
    return listed is not None and any(need.kind is kind for need in listed.needs)
