"""When the owner of a ticket is off, as far as the diaries of the desk say it."""

from collections.abc import Iterator
from datetime import date, timedelta

from desk.calendars import Location
from desk.diaries import Diaries
from desk.model import Micros
from desk.tenant import Tenant
from sla.instants import HOUR, instant
from sla.openings import first_instant
from workflows.intervention import Away

LEAST = 4 * HOUR
"""Of business time. Whoever is away for less is back before anybody else has read the ticket."""
BEHIND = timedelta(days=31)
"""How far back an absence is followed to its beginning."""


class Absences:
    """Who is off, and until when. Asks the diaries anew each time, so that nothing in it ages."""

    def __init__(self, tenant: Tenant, diaries: Diaries) -> None:
        self._tenant = tenant
        self._diaries = diaries

    def of(self, resource_id: int | None, now: Micros) -> Away | None:
        """The present absence of a resource, else the next; None where none is known.

        Days off that only closed hours lie between are one absence; it lasts until the office of the resource opens
        again.

        Raises:
            NeverOpens: the office of the resource has no business time.
        """
        days = () if resource_id is None else self._diaries.days_off(resource_id)
        if not days:
            return None
        home = self._tenant.home_of(resource_id)
        earliest = (instant(now) - BEHIND).date()
        spans = sorted(span for day in days if day >= earliest for span in self._spans(resource_id, day, home))
        return next((away for away in _joined(spans, home) if away.end > now), None)

    def _spans(self, resource_id: int | None, day: date, home: Location) -> Iterator[Away]:
        midnight = first_instant(day, home.zone)
        next_midnight = home.next_midnight(midnight)
        diary = self._diaries.of(resource_id)
        timed, untimed = diary.time_off_on(day)
        yield from (Away(span.start, span.end) for span in timed)
        hours = diary.hours_on(day)
        worked = home.calendar.elapsed(midnight, next_midnight) if hours is None else hours
        if 0 < worked <= untimed:
            yield Away(midnight, next_midnight)


def _joined(spans: list[Away], home: Location) -> Iterator[Away]:
    joined: list[Away] = []
    for span in spans:
        if joined and home.calendar.elapsed(joined[-1].end, span.start) <= 0:
            joined[-1] = Away(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    for away in joined:
        if home.calendar.elapsed(away.start, away.end) >= LEAST:
            yield Away(away.start, home.calendar.next_open(away.end))
