"""The sheet of a week: which days miss hours before the timesheet is handed in on Friday (domain 6b).

A day requires its working time: the hours of the location cut to the person's own, without lunch, time off and
holidays (`metrics.day.DayPlan`). What is missing is what has passed of it and is not entered; a long day does not
make up for a short one. Microseconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from metrics.day import DayPlan, EnteredTime
from metrics.intervals import total, within
from sla.instants import Micros


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of the sheet.

    Attributes:
        plan: the working time it has; no opening on a closed day.
        off: why nothing is required, such as "Thanksgiving" or "vacation"; empty where something is.
    """

    day: date
    plan: DayPlan
    off: str = ""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day as it stands.

    Attributes:
        required_us: of the whole day.
        passed_us: of it, what lies before now.
        entered_us: the hours of its entries, as the timesheet shows them.
    """

    day: date
    required_us: int
    passed_us: int
    entered_us: int
    off: str = ""

    @property
    def missing_us(self) -> int:
        return max(0, self.passed_us - self.entered_us)


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """The days in order."""

    days: tuple[WeekDay, ...]

    @property
    def required_us(self) -> int:
        return sum(day.required_us for day in self.days)

    @property
    def entered_us(self) -> int:
        return sum(day.entered_us for day in self.days)

    @property
    def missing_us(self) -> int:
        return sum(day.missing_us for day in self.days)

    @property
    def short(self) -> tuple[WeekDay, ...]:
        """The days that miss hours."""
        return tuple(day for day in self.days if day.missing_us)


def week_sheet(days: Iterable[PlannedDay], entered: Mapping[date, Iterable[EnteredTime]], now: Micros) -> WeekSheet:
    """The sheet of the planned days.

    Args:
        entered: the entries by Autotask's date worked, on which an entry over midnight counts whole.
    """
    return WeekSheet(tuple(_read(day, entered.get(day.day, ()), now) for day in days))


def _read(planned: PlannedDay, entries: Iterable[EnteredTime], now: Micros) -> WeekDay:
    working = planned.plan.working()
    passed = within(working, working[0].start, now) if working else ()
    return WeekDay(
        day=planned.day,
        required_us=total(working),
        passed_us=total(passed),
        entered_us=sum(entry.worked_us for entry in entries),
        off=planned.off,
    )
