"""Business hours as a declaration: what is open when, in which zone, said once and compared by value.

A `Schedule` holds facts and computes nothing; `sla.calendar.BusinessCalendar` answers questions about it.

The rules it stands for:

* a window ``(open, close)`` is half-open local wall time; ``close <= open`` runs over midnight and belongs to
  the day on which it opens; ``24:00`` is the end of the day;
* a holiday opens no window (not even an override of that date), but a shift from the evening before runs on;
* an override replaces the weekly windows of its date, an empty one closes it;
* a break is cut out of its local date, whichever shift is open at that time;
* windows may overlap or touch: their union is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sla.errors import ScheduleError
from sla.parsing import (
    DAY_NAMES,
    TimeOfDay,
    read_dated_windows,
    read_dates,
    read_weekly,
    read_yearly,
)
from sla.zones import iana

Window: TypeAlias = tuple[int, int]
"""Opening and closing in seconds of the local day: 0 <= open < 86400, 0 <= close <= 86400."""

DayWindows: TypeAlias = tuple[Window, ...]
DatedWindows: TypeAlias = tuple[tuple[date, DayWindows], ...]

_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Schedule:
    """Business hours of one place, hashable and equal by value.

    Attributes:
        zone: IANA name of the zone in which all times are read.
        weekly: seven tuples of windows, Monday first.
        holidays: local dates on which nothing opens.
        yearly_holidays: (month, day) on which nothing opens in any year.
        date_overrides: (date, windows) pairs in date order that replace the weekly windows.
        breaks: (date, windows) pairs in date order that are cut out.
    """

    zone: str
    weekly: tuple[DayWindows, ...]
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()
    date_overrides: DatedWindows = ()
    breaks: DatedWindows = ()

    def __post_init__(self) -> None:
        if len(self.weekly) != len(DAY_NAMES):
            raise ScheduleError(
                "weekly", f"{len(self.weekly)} days given", "Give seven tuples of windows, Monday first."
            )
        for name, windows in zip(DAY_NAMES, self.weekly, strict=True):
            _check_windows(f'weekly["{name}"]', windows)
        for field, dated in (("date_overrides", self.date_overrides), ("breaks", self.breaks)):
            for day, windows in dated:
                _check_windows(f'{field}["{day.isoformat()}"]', windows)

    @classmethod
    def always(cls, zone: str = "UTC") -> Schedule:
        """Open around the clock, every day of every year."""
        return cls(zone=iana(zone), weekly=(((0, _SECONDS_A_DAY),),) * 7)

    @classmethod
    def of(
        cls,
        zone: str,
        weekly: Mapping[str, Iterable[tuple[TimeOfDay, TimeOfDay]]],
        *,
        holidays: Iterable[date | str] = (),
        yearly_holidays: Iterable[tuple[int, int] | str] = (),
        date_overrides: Mapping[date | str, Iterable[tuple[TimeOfDay, TimeOfDay]]] | None = None,
        breaks: Mapping[date | str, Iterable[tuple[TimeOfDay, TimeOfDay]]] | None = None,
    ) -> Schedule:
        """Read a schedule as a person writes it.

        Example: ``Schedule.of("Europe/London", {"mon": [("09:00", "12:30"), ("13:30", "17:30")]})``.

        Args:
            zone: an IANA name or a Windows name ("GMT Standard Time").
            weekly: windows by day name (``mon`` or ``monday``); days left out are closed.
                Times are ``"HH:MM"``, ``"HH:MM:SS"`` or `datetime.time`; a window may end at ``"24:00"``.
            holidays: dates, or ``"YYYY-MM-DD"``.
            yearly_holidays: ``(month, day)`` or ``"MM-DD"``.
            date_overrides: windows of single dates instead of the weekly ones; ``[]`` closes the date.
            breaks: windows to cut out of single dates.

        Raises:
            ScheduleError: naming the place, the cause and the next step.
        """
        return cls(
            zone=iana(zone),
            weekly=read_weekly(weekly),
            holidays=read_dates("holidays", holidays),
            yearly_holidays=read_yearly(yearly_holidays),
            date_overrides=read_dated_windows("date_overrides", date_overrides or {}),
            breaks=read_dated_windows("breaks", breaks or {}),
        )

    @property
    def never_closes(self) -> bool:
        """Whether every day of the week is open throughout and no date says otherwise."""
        exceptions = self.holidays or self.yearly_holidays or self.date_overrides or self.breaks
        return not exceptions and all(_covers_day(windows) for windows in self.weekly)

    @property
    def never_opens(self) -> bool:
        """Whether no window is declared at all."""
        return not any(self.weekly) and not any(windows for _, windows in self.date_overrides)

    @property
    def longest_day(self) -> int:
        """Seconds that the longest day of the week is open, dates apart; 0 where no day of it is."""
        return max(map(_open_seconds, self.weekly))

    def is_holiday(self, day: date) -> bool:
        """Whether nothing opens on this local date."""
        return day in self.holidays or (day.month, day.day) in self.yearly_holidays


def _covers_day(windows: DayWindows) -> bool:
    reached = 0
    for opens, closes in sorted(windows):
        if opens > reached:
            return False
        reached = max(reached, closes if closes > opens else _SECONDS_A_DAY)
    return reached >= _SECONDS_A_DAY


def _open_seconds(windows: DayWindows) -> int:
    """Seconds that a day is open; windows may overlap, and one may end on the next day, which counts as this one's."""
    open_for = reached = 0
    for opens, closes in sorted(
        (opens, closes if closes > opens else closes + _SECONDS_A_DAY) for opens, closes in windows
    ):
        open_for += max(0, closes - max(opens, reached))
        reached = max(reached, closes)
    return min(open_for, _SECONDS_A_DAY)


def _check_windows(place: str, windows: DayWindows) -> None:
    for index, (opens, closes) in enumerate(windows):
        if not (0 <= opens < _SECONDS_A_DAY and 0 <= closes <= _SECONDS_A_DAY):
            raise ScheduleError(
                f"{place}[{index}]",
                f"({opens}, {closes}) is not within one day",
                "Give seconds of the local day: open from 0 to 86399, close from 0 to 86400.",
            )
