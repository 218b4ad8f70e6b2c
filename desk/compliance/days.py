"""The day of one person as it is measured: their plan, entries, calls and appointments put together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from desk.calendars import Location
from desk.compliance.entries import Visits, Worked, WorkSettings, of_day
from desk.compliance.model import Excluded, Running
from desk.compliance.own import Own
from desk.settings import DeskSettings, parse_time
from desk.state import State
from desk.today import planned_day
from metrics.compliance import Growing, PersonDay, Standing, TimedEntry, standing
from metrics.discipline import Setting, Thresholds, in_time_until, read_entry
from metrics.intervals import Interval
from metrics.week import PlannedDay
from sla.instants import MINUTE, Micros
from sla.openings import first_instant


def thresholds_of(settings: DeskSettings) -> Thresholds:
    """How soon an entry is in real time on this desk."""
    return Thresholds(
        desk_us=settings.entry_minutes * MINUTE,
        onsite_us=settings.entry_minutes_onsite * MINUTE,
        on_call_by=parse_time(settings.entry_by_on_call),
    )


class PersonDays:
    """Puts days together, for one generation of the desk."""

    def __init__(self, state: State, settings: WorkSettings, own: Own) -> None:
        self._state = state
        self._work = settings
        self._own = own
        self._settings = state.tenant.settings.model_copy(update={"hours": None})
        """The hours that a person sets are their own; what they set for lunch is taken for everybody's."""
        self._thresholds = thresholds_of(self._settings)

    def plan(self, resource_id: int, day: date) -> PlannedDay:
        """The working time of a day, and why there is none."""
        home = self._state.tenant.home_of(resource_id)
        return planned_day(self._state.diaries.of(resource_id), home, self._settings, day)

    def day(self, resource_id: int, planned: PlannedDay, entries: Sequence[Worked]) -> PersonDay:
        """A day as it is measured.

        Args:
            entries: of the person; those of other days are left out.
        """
        home = self._state.tenant.home_of(resource_id)
        start, end = (first_instant(each, home.zone) for each in (planned.day, planned.day + timedelta(days=1)))
        visits = self.visits(resource_id, start, end)
        appointments = [each for each in self._state.diaries.of(resource_id).appointments if _touches(each, start, end)]
        excluded = self.excluded(resource_id, start, end)
        return PersonDay(
            plan=planned.plan,
            entries=tuple(self.timed(each, home, visits) for each in of_day(entries, planned.day, home)),
            booked=tuple(sorted((*(span for _, span in visits), *appointments))),
            excluded=tuple(each.span for each in excluded),
        )

    def visits(self, resource_id: int, start: Micros, end: Micros) -> Visits:
        """The service calls of a person that touch a span of time."""
        found = self._state.records.bookings.between(start, end, resource_id)
        return [(item, Interval(booking.start, booking.end)) for item, booking in found]

    def excluded(self, resource_id: int, start: Micros, end: Micros) -> tuple[Excluded, ...]:
        """The gaps of a person that somebody has excluded, which touch a span of time."""
        mine = (each for each in self._own.excluded if each.resource_id == resource_id)
        return tuple(each for each in mine if _touches(each.span, start, end))

    def timed(self, worked: Worked, home: Location, visits: Visits) -> TimedEntry:
        """One entry as it is measured."""
        facts = self._work.facts(worked, self._own.saved_at(worked.id), home, visits)
        return TimedEntry(read_entry(facts, home.calendar, self._thresholds), worked.span)

    def in_time_until(self, worked: Worked, home: Location, visits: Visits) -> Micros | None:
        """The last instant at which saving an entry is in real time; None for one without an end."""
        if worked.end is None:
            return None
        return in_time_until(worked.end, self.setting(worked, home, visits), home.calendar, self._thresholds)

    def setting(self, worked: Worked, home: Location, visits: Visits) -> Setting:
        """The kind of work that an entry was for."""
        return self._work.setting(worked, home, visits)

    def standing(self, day: PersonDay, now: Micros) -> Standing:
        """How a day stands. On a day without working time entries account for no part of any."""
        gap = self._settings.gap_minutes * MINUTE
        stands = standing(day, now, gap_threshold_us=gap, thresholds=self._thresholds)
        if day.plan.working():
            return stands
        return replace(stands, figures=replace(stands.figures, accounted=Growing()))


def with_timers(day: PersonDay, running: Running) -> PersonDay:
    """The day of whoever has these timers."""
    return replace(day, counted=running.spans, running=running.since)


def last_seen(entries: Sequence[Worked], own: Own, now: Micros) -> Micros | None:
    """When somebody did last what the desk can see of entries: work that has ended, or an entry that was saved."""
    seen = (at for each in entries for at in (each.end, each.created, own.saved_at(each.id)))
    return max((at for at in seen if at is not None and at <= now), default=None)


def _touches(span: Interval, start: Micros, end: Micros) -> bool:
    return span.start < end and span.end > start
