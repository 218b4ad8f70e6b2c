"""How much each tech has on: open tickets, what is booked of today, when they are free next, what is late or at risk.

A tech is looked at when a screen asks, and again once something of theirs has moved or another minute has begun.
"""

from dataclasses import dataclass

from desk.forecast import Forecasts
from desk.interventions_model import NeedKind
from desk.model import ItemId, Micros
from desk.state import State
from metrics.intervals import total, within
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


class Loads:
    """The load of every tech."""

    def __init__(self, forecasts: Forecasts) -> None:
        self._forecasts = forecasts
        self._kept: dict[int, tuple[tuple[int, int], TechLoad]] = {}

    def techs(self) -> tuple[int, ...]:
        """The active people who have an open ticket, a booking or hours of the week, by name."""
        state = self._forecasts.queues.state
        known = {*self._forecasts.queues.techs, *state.diaries.resources, *state.records.bookings.resources}
        active = (person for tech in known if (person := state.tenant.people.get(tech)) is not None and person.active)
        return tuple(person.id for person in sorted(active, key=lambda person: (person.name.casefold(), person.id)))

    def of(self, resource_id: int, now: Micros) -> TechLoad:
        """The load of a tech at `now`."""
        seen = (self._forecasts.queues.touched(resource_id), now // MINUTE)
        kept = self._kept.get(resource_id)
        if kept is not None and kept[0] == seen:
            return kept[1]
        load = self._look(resource_id, now)
        self._kept[resource_id] = seen, load
        return load

    def _look(self, tech: int, now: Micros) -> TechLoad:
        forecasts, queues, time = self._forecasts, self._forecasts.queues, self._forecasts.working_time
        state = queues.state
        items = [entry.item for entry in queues.entries_of(tech)]
        today = time.today(tech, now)
        planned = time.day(tech, today)
        working, booked = planned.plan.working(), time.booked(tech)
        ending = state.tenant.home_of(tech).next_midnight(now)
        free = tuple(time.free(tech, now, ending))
        current = next((span for span in booked if span.start <= now < span.end), None)
        queue = queues.work_of(tech, now)
        return TechLoad(
            resource_id=tech,
            name=state.tenant.name_of(tech),
            open=len(items),
            waiting=sum(item.waiting for item in items),
            queued_minutes=sum(work.effort.us for work in queue if work.booked is None) // MINUTE,
            booked_minutes=sum(total(within(booked, span.start, span.end)) for span in working) // MINUTE,
            available_minutes=total(working) // MINUTE,
            free_minutes=total(free) // MINUTE,
            free_at=free[0].start if free else forecasts.free_from(tech),
            busy_with=None if current is None else _visited(state, tech, now),
            busy_until=None if current is None else current.end,
            late=sum(item.late for item in items),
            at_risk=sum(not item.late and _needs(state, item.id, NeedKind.AT_RISK) for item in items),
            will_miss=sum(_will_miss(forecasts, item.id) for item in items),
            off="" if working else planned.off,
        )


def _visited(state: State, tech: int, now: Micros) -> ItemId | None:
    calls = state.records.bookings.of_resource(tech)
    return min((item for item, call in calls if call.start <= now < call.end), default=None)


def _needs(state: State, item: ItemId, kind: NeedKind) -> bool:
    listed = state.roster.interventions.get(item)
    return listed is not None and any(need.kind is kind for need in listed.needs)


def _will_miss(forecasts: Forecasts, item: ItemId) -> bool:
    known = forecasts.known.get(item)
    return known is not None and known.missed
