"""The time that everybody on the desk has: working hours of a day, what is booked in them, what is free.

Working hours are those of their location, cut to the hours that they work on the weekday, without lunch, holidays and
approved time off; service calls and appointments take free time from them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from desk.calendars import Location
from desk.model import Micros
from desk.state import State
from desk.today import planned_day
from metrics.intervals import Interval, Spans, union, without
from metrics.week import PlannedDay
from sla.instants import instant


class WorkingTime:
    """Answers for one generation of the desk."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._settings = state.tenant.settings.model_copy(update={"hours": None})
        """The hours that a person sets are their own; what they set for lunch is taken for everybody's."""
        self._days: dict[int, dict[date, tuple[Location, PlannedDay]]] = {}

    def today(self, resource_id: int, now: Micros) -> date:
        """The date where a resource is."""
        return instant(now).astimezone(self._state.tenant.home_of(resource_id).zone).date()

    def day(self, resource_id: int, day: date) -> PlannedDay:
        """A day of a resource: its working time, and why there is none."""
        home, known = self._state.tenant.home_of(resource_id), self._days.setdefault(resource_id, {})
        if (kept := known.get(day)) is not None and kept[0] is home:
            return kept[1]
        planned = planned_day(self._state.diaries.of(resource_id), home, self._settings, day)
        known[day] = home, planned
        return planned

    def forget(self, resource_id: int) -> None:
        """Their diary has changed."""
        self._days.pop(resource_id, None)

    def booked(self, resource_id: int) -> Spans:
        """Everything that a resource is booked for, in order."""
        calls = (Interval(call.start, call.end) for _, call in self._state.records.bookings.of_resource(resource_id))
        return union((*calls, *self._state.diaries.of(resource_id).appointments))

    def free(self, resource_id: int, now: Micros, until: Micros) -> Iterator[Interval]:
        """The free time of a resource from now on, read day by day as far as it is wanted."""
        booked = self.booked(resource_id)
        first, last = self.today(resource_id, now), self.today(resource_id, until)
        for place in range((last - first).days + 1):
            working = self.day(resource_id, first + timedelta(days=place)).plan.working()
            for span in without(working, booked):
                start, end = max(span.start, now), min(span.end, until)
                if start < end:
                    yield Interval(start, end)
