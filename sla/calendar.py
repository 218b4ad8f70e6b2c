"""Business time: how much of it lies between two instants, and when an amount of it will have passed.

All instants are `Micros`; the twins for a person's code take aware datetimes. The rules, each with an example,
stand in docs/business-time.md. In short: edges are converted to UTC once, a deadline that lands on closing time is
that closing, pauses count once however they overlap, elapsed time is signed, and nothing is rounded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from sla.errors import NeverOpens, OutOfRange
from sla.instants import Micros, duration, instant, micros, span
from sla.openings import Interval, first_instant, local_date, open_intervals, year_start
from sla.pauses import Pauses, within
from sla.schedule import Schedule
from sla.table import QUARTER, Quarters, Table, quarters
from sla.zones import iana

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""The years a calendar answers for. An instant outside is a defect of the data, and is refused."""

_BARREN_YEARS = 41
"""So many years without an opening mean never: a leap day falls on each weekday within forty years."""

_YEARS_IN_QUARTERS = 16
"""Beyond so many years those known by quarter hours stay as they are, and the others are searched."""

_BEGIN, _END = year_start(FIRST_YEAR), year_start(LAST_YEAR + 1)


class BusinessCalendar:
    """Answers questions about the business time of one schedule.

    Years are built when they are first asked about and kept. Any number of threads may ask at once.

    Attributes:
        schedule: what is open when.
        zone: the zone of the schedule.
    """

    __slots__ = ("_explicit_years", "_lock", "_quarters", "_table", "_years", "schedule", "zone")

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.zone = ZoneInfo(iana(schedule.zone))
        dated = [day for day, _ in (*schedule.date_overrides, *schedule.breaks)]
        self._explicit_years = {day.year for day in (*schedule.holidays, *dated)}
        self._years: dict[int, list[Interval]] = {}
        self._table: Table | None = None
        self._quarters: Quarters = ([], 0)
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"BusinessCalendar({self.schedule!r})"

    # How much

    def elapsed(self, start: Micros, end: Micros, pauses: Pauses = ()) -> int:
        """Business microseconds from `start` to `end`, negative when `end` comes first.

        Raises:
            OutOfRange: an instant lies outside the years 1900 to 2199.
        """
        entries, low = self._quarters
        try:
            first = start // QUARTER - low
            last = end // QUARTER - low
            if pauses or first < 0 or last < 0:
                return self._searched(start, end, pauses)
            before = entries[first]
            after = entries[last]
            if before < 0:
                return after - before if after < 0 else end - after - before
            return after + before - start if after < 0 else end - start + before - after
        except (IndexError, TypeError):  # outside the quarter hours known, or one with an edge inside
            return self._searched(start, end, pauses)

    def add(self, start: Micros, duration_us: int, pauses: Pauses = ()) -> Micros:
        """The earliest instant by which so much business time has passed since `start`.

        It may be a closing. Nothing added gives `start` if that is open, else the next opening. A negative
        duration is subtracted.

        Raises:
            NeverOpens: the calendar has no more business time.
            OutOfRange: the years 1900 to 2199 do not hold so much.
        """
        if duration_us < 0:
            return self.subtract(start, -duration_us, pauses)
        if duration_us == 0:
            return self._first_running(start, pauses)
        for begin, end in within(pauses, start, _END) if pauses else ():
            available = self.elapsed(start, begin)
            if available >= duration_us:
                break
            duration_us -= available
            start = end
        table = self._covering(start, start)
        while (found := table.earliest(table.total(start) + duration_us)) is None:
            table = self._later(table)
        return found

    def subtract(self, start: Micros, duration_us: int, pauses: Pauses = ()) -> Micros:
        """The latest instant from which so much business time passes until `start`.

        It may be an opening. Nothing subtracted gives `start` if that is open, else the previous closing.

        Raises:
            NeverOpens: the calendar has no earlier business time.
            OutOfRange: the years 1900 to 2199 do not hold so much.
        """
        if duration_us < 0:
            return self.add(start, -duration_us, pauses)
        if duration_us == 0:
            return self._last_running(start, pauses)
        for begin, end in reversed(within(pauses, _BEGIN, start)) if pauses else ():
            available = self.elapsed(end, start)
            if available >= duration_us:
                break
            duration_us -= available
            start = begin
        table = self._covering(start, start)
        while (found := table.latest(table.total(start) - duration_us)) is None:
            table = self._earlier(table)
        return found

    # When

    def is_open(self, at: Micros) -> bool:
        """Whether business time passes from this instant on: yes at the opening, no at the closing."""
        return bool(bisect_right(self._covering(at, at).edges, at) & 1)

    def next_open(self, at: Micros) -> Micros:
        """`at` itself when open, else the next opening. Raises `NeverOpens`, `OutOfRange`."""
        table = self._covering(at, at)
        while not (position := bisect_right(table.edges, at)) & 1:
            if position < len(table.edges):
                return table.edges[position]
            table = self._later(table)
        return at

    def prev_open(self, at: Micros) -> Micros:
        """`at` itself when the instant before is open, else the previous closing. Raises as `next_open`."""
        table = self._covering(at, at)
        while not (position := bisect_left(table.edges, at)) & 1:
            if position > 0:
                return table.edges[position - 1]
            table = self._earlier(table)
        return at

    def next_close(self, at: Micros) -> Micros:
        """The closing of the interval open at `at`, or of the next one. Raises as `next_open`."""
        if self.schedule.never_closes:
            raise NeverOpens(f"This calendar ({self.schedule.zone}) is open around the clock and never closes.")
        table = self._covering(at, at)
        while True:
            position = bisect_right(table.edges, at) | 1
            if position < len(table.edges) and table.edges[position] < table.end:
                return table.edges[position]
            table = self._later(table)

    def windows_after(self, at: Micros, count: int) -> tuple[tuple[Micros, Micros], ...]:
        """The first `count` open intervals from `at` on, the first one clipped at `at`.

        Touching windows are one interval. Fewer come back when there are no more before the year 2200.
        """
        table = self._covering(at, at)
        while True:
            position = bisect_right(table.edges, at) & ~1
            windows = _pairs(table.edges[position : position + 2 * count])
            if len(windows) == count and (not windows or windows[-1][1] < table.end):
                break
            try:
                table = self._later(table)
            except (NeverOpens, OutOfRange):
                break
        return tuple((max(opens, at), closes) for opens, closes in windows)

    def windows_before(self, at: Micros, count: int) -> tuple[tuple[Micros, Micros], ...]:
        """The last `count` open intervals up to `at`, latest first, the first one clipped at `at`.

        Touching windows are one interval. Fewer come back when there are no more since the year 1900.
        """
        table = self._covering(at, at)
        while True:
            position = (bisect_left(table.edges, at) + 1) & ~1
            windows = _pairs(table.edges[max(position - 2 * count, 0) : position])
            if len(windows) == count and (not windows or windows[0][0] > table.begin):
                break
            try:
                table = self._earlier(table)
            except (NeverOpens, OutOfRange):
                break
        return tuple((opens, min(closes, at)) for opens, closes in reversed(windows))

    def day_start(self, at: Micros) -> Micros:
        """The first instant of the local date on which `at` falls."""
        return first_instant(local_date(at, self.zone), self.zone)

    # The same for datetimes

    def elapsed_between(
        self, start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]] = ()
    ) -> timedelta:
        """`elapsed` for aware datetimes in any zones. Raises `NaiveInstant` as well."""
        paused = _instants(pauses) if pauses else ()
        return duration(self.elapsed(micros(start), micros(end), paused))

    def deadline(
        self, start: datetime, length: timedelta, pauses: Iterable[tuple[datetime, datetime]] = ()
    ) -> datetime:
        """`add` for an aware datetime; the answer is written in the zone of `start`."""
        paused = _instants(pauses) if pauses else ()
        return instant(self.add(micros(start), span(length), paused)).astimezone(start.tzinfo)

    # Behind the answers

    def _searched(self, start: Micros, end: Micros, pauses: Pauses) -> int:
        """`elapsed` by search: the road for pauses, for years not yet built, and for openings at odd minutes."""
        for at in (start, end):
            if not isinstance(at, int):
                raise TypeError(f"elapsed() takes epoch microseconds, got {at!r}; use elapsed_between().")
        if end < start:
            return -self._searched(end, start, pauses)
        table = self._covering(start, end)
        business = table.total(end) - table.total(start)
        for begin, until in within(pauses, start, end) if pauses else ():
            business -= table.total(until) - table.total(begin)
        return business

    def _first_running(self, at: Micros, pauses: Pauses) -> Micros:
        at = self.next_open(at)
        for begin, end in within(pauses, at, _END) if pauses else ():
            if begin > at:
                break
            at = self.next_open(end)
        return at

    def _last_running(self, at: Micros, pauses: Pauses) -> Micros:
        if self.is_open(at) and not any(begin <= at < end for begin, end in pauses):
            return at
        at = self.prev_open(at)
        for begin, end in reversed(within(pauses, _BEGIN, at)) if pauses else ():
            if end < at:
                break
            at = self.prev_open(begin)
        return at

    def _covering(self, start: Micros, end: Micros) -> Table:
        """A table that covers two instants, `start` first."""
        table = self._table
        if table is not None and table.begin <= start and end < table.end:
            return table
        if start < _BEGIN or end >= _END:
            raise OutOfRange(
                f"{_written(start if start < _BEGIN else end)} lies outside the years {FIRST_YEAR} to "
                f"{LAST_YEAR} for which business time is kept. Correct the date, or leave it out."
            )
        return self._built(instant(start).year, instant(end).year)

    def _built(self, first_year: int, last_year: int) -> Table:
        """The table of all years asked about so far and of these; kept whole, without holes.

        A table that must grow grows by a quarter, so that asking year after year costs no more than asking once.
        """
        with self._lock:
            table = self._table
            if table is not None:
                quarter = (table.last_year - table.first_year) // 4
                if first_year < table.first_year:
                    first_year = max(first_year - quarter, FIRST_YEAR)
                if last_year > table.last_year:
                    last_year = min(last_year + quarter, LAST_YEAR)
                first_year = min(first_year, table.first_year)
                last_year = max(last_year, table.last_year)
            if table is None or (first_year, last_year) != (table.first_year, table.last_year):
                years = range(first_year, last_year + 1)
                for year in years:
                    if year not in self._years:
                        self._years[year] = open_intervals(self.schedule, self.zone, year)
                table = Table(first_year, (self._years[year] for year in years))
                self._table = table
                if len(years) <= _YEARS_IN_QUARTERS:
                    self._quarters = quarters(table)
            return table

    def _later(self, table: Table) -> Table:
        """A table that reaches further into the future; refuses where nothing can come."""
        last_opening = instant(table.edges[-1]).year if table.edges else table.first_year
        self._refuse_barren(table.last_year - max(last_opening, *self._explicit_years, table.first_year))
        if table.last_year >= LAST_YEAR:
            raise OutOfRange(f"There is not so much business time before the end of {LAST_YEAR}.")
        return self._built(table.first_year, table.last_year + 1)

    def _earlier(self, table: Table) -> Table:
        """A table that reaches further into the past; refuses where nothing can come."""
        first_opening = instant(table.edges[0]).year if table.edges else table.last_year
        self._refuse_barren(min(first_opening, *self._explicit_years, table.last_year) - table.first_year)
        if table.first_year <= FIRST_YEAR:
            raise OutOfRange(f"There is not so much business time since the beginning of {FIRST_YEAR}.")
        return self._built(table.first_year - 1, table.last_year)

    def _refuse_barren(self, years: int) -> None:
        if self.schedule.never_opens or years > _BARREN_YEARS:
            raise NeverOpens(
                f"This calendar ({self.schedule.zone}) has no opening hours where business time was asked for. "
                "Give it hours on at least one day of the week."
            )


def _instants(pauses: Iterable[tuple[datetime, datetime]]) -> Pauses:
    return tuple((micros(begin), micros(end)) for begin, end in pauses)


def _pairs(edges: list[Micros]) -> list[tuple[Micros, Micros]]:
    return list(zip(edges[::2], edges[1::2], strict=True))


def _written(at: Micros) -> str:
    try:
        return instant(at).isoformat()
    except OverflowError:
        return f"Instant {at}"
