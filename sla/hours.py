"""Business hours as a person asks about them: aware datetimes in, aware datetimes and timedeltas out.

Answers are exact to the microsecond and written in the zone of the question. `sla.calendar.BusinessCalendar` answers
the same in integer microseconds, several times as fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeAlias

from sla.calendar import BusinessCalendar
from sla.instants import Micros, duration, instant, micros, span
from sla.pauses import Pauses
from sla.schedule import Schedule

Spans: TypeAlias = Iterable[tuple[datetime, datetime]]
"""Pairs of aware datetimes: a start and an end."""


class BusinessHours:
    """The business hours of one schedule.

    >>> from datetime import UTC, datetime, timedelta
    >>> office = BusinessHours(Schedule.of("Europe/London", {"mon-fri": [("09:00", "17:00")]}))
    >>> friday = datetime(2026, 1, 9, 15, tzinfo=UTC)
    >>> print(office.add(friday, timedelta(hours=4)))
    2026-01-12 11:00:00+00:00
    >>> print(office.elapsed(friday, datetime(2026, 1, 12, 11, tzinfo=UTC)))
    4:00:00
    >>> office.is_open(friday + timedelta(hours=2))
    False

    Every question takes pauses, pairs of aware datetimes that may overlap and come in any order.

    >>> lunch = [(datetime(2026, 1, 9, 15, 30, tzinfo=UTC), datetime(2026, 1, 9, 16, tzinfo=UTC))]
    >>> print(office.add(friday, timedelta(hours=1), lunch))
    2026-01-09 16:30:00+00:00

    Attributes:
        calendar: the same in microseconds.

    Raises:
        NaiveInstant: in every question, where a datetime has no zone.
        NeverOpens: where an opening is asked for that never comes.
        OutOfRange: where an instant lies outside the years 1900 to 2199.
    """

    __slots__ = ("calendar",)

    def __init__(self, schedule: Schedule) -> None:
        self.calendar = BusinessCalendar(schedule)

    def __repr__(self) -> str:
        return f"BusinessHours({self.calendar.schedule!r})"

    def elapsed(self, start: datetime, end: datetime, pauses: Spans = ()) -> timedelta:
        """Business time from `start` to `end`, negative when `end` comes first."""
        return duration(self.calendar.elapsed(micros(start), micros(end), _instants(pauses) if pauses else ()))

    def elapsed_many(self, spans: Spans) -> list[timedelta]:
        """`elapsed` of many spans, in their order.

        >>> from datetime import UTC, datetime
        >>> office = BusinessHours(Schedule.of("UTC", {"mon-fri": [("09:00", "17:00")]}))
        >>> monday, friday = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 1, 9, 12, tzinfo=UTC)
        >>> [str(each) for each in office.elapsed_many([(monday, friday), (friday, monday)])]
        ['1 day, 8:00:00', '-2 days, 16:00:00']
        """
        return list(map(duration, self.calendar.elapsed_many(_instants(spans))))

    def add(self, start: datetime, length: timedelta, pauses: Spans = ()) -> datetime:
        """The earliest instant by which so much business time has passed; it may be a closing."""
        return _written(self.calendar.add(micros(start), span(length), _instants(pauses)), start)

    def add_many(self, starts: Iterable[tuple[datetime, timedelta]]) -> list[datetime]:
        """`add` of many pairs of start and length, in their order."""
        asked = list(starts)
        found = self.calendar.add_many((micros(start), span(length)) for start, length in asked)
        return [_written(at, start) for at, (start, _) in zip(found, asked, strict=True)]

    def subtract(self, start: datetime, length: timedelta, pauses: Spans = ()) -> datetime:
        """The latest instant from which so much business time passes until `start`; it may be an opening."""
        return _written(self.calendar.subtract(micros(start), span(length), _instants(pauses)), start)

    def is_open(self, at: datetime, pauses: Spans = ()) -> bool:
        """Whether business time passes from this instant on: yes at the opening, no at the closing."""
        return self.calendar.is_open(micros(at), _instants(pauses))

    def next_open(self, at: datetime, pauses: Spans = ()) -> datetime:
        """`at` itself when open, else the next opening."""
        return _written(self.calendar.next_open(micros(at), _instants(pauses)), at)

    def prev_open(self, at: datetime, pauses: Spans = ()) -> datetime:
        """`at` itself when the instant before is open, else the previous closing."""
        return _written(self.calendar.prev_open(micros(at), _instants(pauses)), at)

    def next_close(self, at: datetime, pauses: Spans = ()) -> datetime:
        """The closing of the interval open at `at`, or of the next one; a pause closes too."""
        return _written(self.calendar.next_close(micros(at), _instants(pauses)), at)

    def windows(self, start: datetime, end: datetime, pauses: Spans = ()) -> list[tuple[datetime, datetime]]:
        """The open intervals between two instants, clipped at both.

        >>> from datetime import UTC, datetime
        >>> office = BusinessHours(Schedule.of("UTC", {"mon": [("09:00", "12:00"), ("13:00", "17:00")]}))
        >>> for opens, closes in office.windows(datetime(2026, 1, 5, 10, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)):
        ...     print(f"{opens:%a %H:%M} to {closes:%H:%M}")
        Mon 10:00 to 12:00
        Mon 13:00 to 17:00
        """
        found = self.calendar.windows(micros(start), micros(end), _instants(pauses))
        return [(_written(opens, start), _written(closes, start)) for opens, closes in found]


def _instants(spans: Spans) -> Pauses:
    return tuple((micros(begin), micros(end)) for begin, end in spans)


def _written(at: Micros, like: datetime) -> datetime:
    return instant(at).astimezone(like.tzinfo)
