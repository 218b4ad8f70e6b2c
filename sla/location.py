"""The hours of one location as a PSA keeps them, and the schedule that each kind of coverage makes of them.

A location has regular hours by weekday, extended hours for those who pay for more, a set of holidays, and hours on
holidays that may be shorter than usual or none. One without any hours counts around the clock (API README, 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sla.schedule import DayWindows, Schedule, Week
from sla.zones import iana

_CLOSED: Week = ((),) * 7


class Coverage(StrEnum):
    """Which hours a promise counts on."""

    REGULAR = "regular"
    EXTENDED = "extended"
    """The regular hours and the extended ones together."""
    AROUND_THE_CLOCK = "24x7"
    """Holidays count like any other day."""


@dataclass(frozen=True, slots=True)
class LocationHours:
    """What a location says about its hours.

    >>> office = LocationHours(
    ...     "Europe/London",
    ...     regular=(((32_400, 61_200),),) * 5 + ((), ()),
    ...     extended=(((25_200, 72_000),),) * 5 + ((), ()),
    ... )
    >>> office.schedule(Coverage.EXTENDED).longest_day // 3_600
    13

    Attributes:
        zone: IANA or Windows name.
        regular: windows of seven days, Monday first, in seconds of the local day.
        extended: windows by which the regular ones are extended; they may contain them.
        holidays: the local dates of its holiday set.
        holiday_hours: windows on each of these dates instead of the regular ones; none closes them.
        holiday_extended: the same for extended coverage.
    """

    zone: str
    regular: Week
    extended: Week = _CLOSED
    holidays: frozenset[date] = frozenset()
    holiday_hours: DayWindows = ()
    holiday_extended: DayWindows = ()

    def schedule(self, coverage: Coverage = Coverage.REGULAR) -> Schedule:
        """The schedule of a coverage. Raises `ScheduleError` where hours do not lie within a day."""
        week, on_holidays = self.regular, self.holiday_hours
        if coverage is Coverage.EXTENDED:
            week = tuple(usual + more for usual, more in zip(self.regular, self.extended, strict=True))
            on_holidays += self.holiday_extended
        if coverage is Coverage.AROUND_THE_CLOCK or not any(week):
            return Schedule.always(self.zone)
        if on_holidays:
            dated = tuple((day, on_holidays) for day in sorted(self.holidays))
            return Schedule(iana(self.zone), week, date_overrides=dated)
        return Schedule(iana(self.zone), week, holidays=self.holidays)
