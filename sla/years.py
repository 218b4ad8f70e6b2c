"""The years of a schedule, opened: computed when they are first asked about, kept, and joined into one table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from threading import Lock
from zoneinfo import ZoneInfo

from sla.errors import NeverOpens, OutOfRange
from sla.instants import Micros, instant
from sla.openings import Interval, open_intervals, year_start
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

BEGIN, END = year_start(FIRST_YEAR), year_start(LAST_YEAR + 1)
"""The first instant that is answered for, and the first one no longer."""


class OpenYears:
    """What a calendar knows: the open intervals of the years asked about so far, without holes between the years.

    Any number of threads may ask at once.

    Attributes:
        schedule: what is open when.
        zone: the zone of the schedule.
    """

    __slots__ = ("_explicit_years", "_lock", "_quarters", "_table", "_years", "schedule", "zone")

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.zone = ZoneInfo(iana(schedule.zone))
        dated = (day for days in (schedule.date_overrides, schedule.breaks, schedule.changes) for day, _ in days)
        self._explicit_years = {day.year for day in (*schedule.holidays, *dated)}
        self._years: dict[int, list[Interval]] = {}
        self._table: Table | None = None
        self._quarters: Quarters = ([], 0)
        self._lock = Lock()

    def _covering(self, start: Micros, end: Micros) -> Table:
        """A table that covers two instants, `start` first."""
        table = self._table
        if table is not None and table.begin <= start and end < table.end:
            return table
        if start < BEGIN or end >= END:
            raise OutOfRange(
                f"{_written(start if start < BEGIN else end)} lies outside the years {FIRST_YEAR} to "
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

    def _by_quarters(self) -> tuple[Table | None, list[Micros], list[int], list[int], int]:
        """The table with its lists, and the quarter hours of it; none where they are those of an older table."""
        table = self._table
        entries, low = self._quarters
        if table is None or table.begin // QUARTER != low:
            return table, [], [], [], 0
        return table, table.edges, table.before, entries, low

    def _next_open(self, at: Micros) -> Micros:
        """`at` itself when open, else the next opening."""
        table = self._covering(at, at)
        while not (position := bisect_right(table.edges, at)) & 1:
            if position < len(table.edges):
                return table.edges[position]
            table = self._later(table)
        return at

    def _prev_open(self, at: Micros) -> Micros:
        """`at` itself when the instant before is open, else the previous closing."""
        table = self._covering(at, at)
        while not (position := bisect_left(table.edges, at)) & 1:
            if position > 0:
                return table.edges[position - 1]
            table = self._earlier(table)
        return at

    def _refuse_barren(self, years: int) -> None:
        if self.schedule.never_opens or years > _BARREN_YEARS:
            raise NeverOpens(
                f"This calendar ({self.schedule.zone}) has no opening hours where business time was asked for. "
                "Give it hours on at least one day of the week."
            )


def _written(at: Micros) -> str:
    try:
        return instant(at).isoformat()
    except OverflowError:
        return f"Instant {at}"
