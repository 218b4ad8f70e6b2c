"""Business hours as a declaration: what is open when, in which zone, said once and compared by value.

A `Schedule` holds facts and computes nothing; `sla.calendar.BusinessCalendar` answers questions about it.

The rules it stands for:

* a window ``(open, close)`` is half-open local wall time; ``close <= open`` runs over midnight and belongs to
  the day on which it opens; ``24:00`` is the end of the day;
* a holiday opens no window (not even an override of that date), but a shift from the evening before runs on;
* an override replaces the weekly windows of its date, an empty one closes it;
* a break is cut out of its local date, whichever shift is open at that time;
* hours that change from a date on replace the weekly windows from that local date, until the next change;
* windows may overlap or touch: their union is open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias

from sla.errors import ScheduleError
from sla.parsing import (
    DAY_NAMES,
    Weekly,
    WrittenDates,
    WrittenWindows,
    read_changes,
    read_dated_windows,
    read_dates,
    read_keys,
    read_weekly,
    read_yearly,
)
from sla.zones import iana

Window: TypeAlias = tuple[int, int]
"""Opening and closing in seconds of the local day: 0 <= open < 86400, 0 <= close <= 86400."""

DayWindows: TypeAlias = tuple[Window, ...]
DatedWindows: TypeAlias = tuple[tuple[date, DayWindows], ...]
Week: TypeAlias = tuple[DayWindows, ...]
"""The windows of seven days, Monday first."""

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
        changes: (date, week) pairs in date order; from each date on its week counts instead of the one before.
    """

    zone: str
    weekly: Week
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()
    date_overrides: DatedWindows = ()
    breaks: DatedWindows = ()
    changes: tuple[tuple[date, Week], ...] = ()

    def __post_init__(self) -> None:
        _check_week("weekly", self.weekly)
        for day, week in self.changes:
            _check_week(f'changes["{day.isoformat()}"]', week)
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
        weekly: Weekly,
        *,
        holidays: WrittenDates = (),
        yearly_holidays: Iterable[tuple[int, int] | str] = (),
        date_overrides: WrittenWindows | None = None,
        breaks: WrittenWindows | None = None,
        changes: Mapping[date | str, Weekly] | None = None,
    ) -> Schedule:
        """Read a schedule as a person writes it.

        >>> office = Schedule.of(
        ...     "GMT Standard Time",
        ...     {"mon-thu": [("09:00", "12:30"), ("13:30", "17:30")], "fri": [("09:00", "15:00")]},
        ...     yearly_holidays=["12-25"],
        ...     changes={"2026-09-01": {"mon-fri": [("08:00", "18:00")]}},
        ... )
        >>> office.zone
        'Europe/London'

        Args:
            zone: an IANA name or a Windows name ("GMT Standard Time").
            weekly: windows by day (``mon`` or ``monday``) or run of days (``mon-fri``); days left out are closed.
                Times are ``"HH:MM"``, ``"HH:MM:SS"`` or `datetime.time`; a window may end at ``"24:00"``.
            holidays: dates, or ``"YYYY-MM-DD"``.
            yearly_holidays: ``(month, day)`` or ``"MM-DD"``.
            date_overrides: windows of single dates instead of the weekly ones; ``[]`` closes the date.
            breaks: windows to cut out of single dates.
            changes: by date, the weekly windows that count from it on; all else stays.

        Raises:
            ScheduleError: naming the place, the cause and the next step.
        """
        return cls(
            zone=iana(zone),
            weekly=read_weekly("weekly", weekly),
            holidays=read_dates("holidays", holidays),
            yearly_holidays=read_yearly(yearly_holidays),
            date_overrides=read_dated_windows("date_overrides", date_overrides or {}),
            breaks=read_dated_windows("breaks", breaks or {}),
            changes=read_changes(changes or {}),
        )

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Schedule:
        """Read a schedule from the plain values of a TOML or JSON file; the keys are the arguments of `of`.

        >>> Schedule.read({"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "holiday": []})
        Traceback (most recent call last):
            ...
        sla.errors.ScheduleError: holiday: there is no such key. Did you mean holidays?

        Raises:
            ScheduleError: naming the key, the cause and the next step; keys that mean nothing are refused.
        """
        given: dict[str, Any] = read_keys(values)
        return cls.of(given.pop("zone"), given.pop("weekly"), **given)

    @property
    def never_closes(self) -> bool:
        """Whether every day of the week is open throughout and no date says otherwise."""
        exceptions = self.holidays or self.yearly_holidays or self.date_overrides or self.breaks
        return not exceptions and all(_covers_day(windows) for week in self._weeks for windows in week)

    @property
    def never_opens(self) -> bool:
        """Whether no window is declared at all."""
        dated = any(windows for _, windows in self.date_overrides)
        return not dated and not any(windows for week in self._weeks for windows in week)

    @property
    def longest_day(self) -> int:
        """Seconds that the longest day of any week is open, dates apart; 0 where no day of it is."""
        return max(_open_seconds(windows) for week in self._weeks for windows in week)

    @property
    def _weeks(self) -> tuple[Week, ...]:
        return (self.weekly, *(week for _, week in self.changes))

    def week_of(self, day: date) -> Week:
        """The week that counts on a local date."""
        position = bisect_right(self.changes, day, key=itemgetter(0))
        return self.changes[position - 1][1] if position else self.weekly

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


def _check_week(place: str, week: Week) -> None:
    if len(week) != len(DAY_NAMES):
        raise ScheduleError(place, f"{len(week)} days given", "Give seven tuples of windows, Monday first.")
    for name, windows in zip(DAY_NAMES, week, strict=True):
        _check_windows(f'{place}["{name}"]', windows)


def _check_windows(place: str, windows: DayWindows) -> None:
    for index, (opens, closes) in enumerate(windows):
        if not (0 <= opens < _SECONDS_A_DAY and 0 <= closes <= _SECONDS_A_DAY):
            raise ScheduleError(
                f"{place}[{index}]",
                f"({opens}, {closes}) is not within one day",
                "Give seconds of the local day: open from 0 to 86399, close from 0 to 86400.",
            )
