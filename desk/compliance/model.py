"""What the screens see of compliance: all frozen, so that a screen can hold on to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk.model import ItemId, Micros
from metrics.compliance import Figures, PersonDay, Tally
from metrics.compliance_cells import Cell, cells
from metrics.discipline import TARGET, Band, Count, Reading, Setting
from metrics.intervals import Interval, Spans

__all__ = [
    "TARGET",
    "Band",
    "Cell",
    "Count",
    "EntryLine",
    "Excluded",
    "Figures",
    "Interval",
    "LeadSnapshot",
    "PersonDay",
    "Reading",
    "Running",
    "Setting",
    "Spans",
    "Tally",
    "TechLine",
    "Trend",
    "TrendWeek",
    "cells",
]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A gap that somebody has excluded, and why. Kept on this machine."""

    resource_id: int
    span: Interval
    reason: str


@dataclass(frozen=True, slots=True)
class Running:
    """What the timers of this installation count: one that runs, and the spans that nobody has entered yet."""

    resource_id: int
    since: Micros | None
    spans: Spans
    what: str
    """What it runs on; empty while none runs."""


@dataclass(frozen=True, slots=True)
class TechLine:
    """One person. The same object as long as nothing but the clock has moved."""

    resource_id: int
    name: str
    figures: Figures
    off: str
    """Why they do not work today: "time off", "holiday: Christmas Day"; empty where they do, and of a longer period."""
    gaps: Spans = ()
    missed: Spans = ()
    excluded: tuple[Excluded, ...] = ()
    day: PersonDay | None = None
    """What the chart of the day is drawn from; None of a longer period."""
    last: Micros | None = None
    """When they last did what the desk can see: work that ended, or an entry that was saved."""
    running: Running | None = None
    """Their own timer, where this installation keeps it."""


@dataclass(frozen=True, slots=True)
class LeadSnapshot:
    """Everybody at an instant, of a day or a longer period."""

    first: date
    last: date
    live: bool
    """Of today; else it is as it was when it was added up."""
    at: Micros
    rows: Sequence[TechLine]
    """By name."""
    team: Figures
    left_out: int = 0
    """Active people without hours of the week and without an entry, who are on no line."""

    @property
    def off(self) -> int:
        """How many do not work today."""
        return sum(row.off != "" for row in self.rows)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One time entry as a lead looks at it."""

    id: int
    day: date | None
    span: Interval | None
    minutes: int
    item: ItemId | None
    number: str
    title: str
    reading: Reading
    setting: Setting
    until: Micros | None
    """Until when saving it was in real time."""
    saved: Micros | None
    saved_here: bool
    """Its saving is known from this installation, not from Autotask."""


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """The shares of one week; None where nothing could be measured, or the copy does not reach so far back."""

    first: date
    in_time: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Week by week, the oldest first; the week that runs is the last."""

    weeks: tuple[TrendWeek, ...] = ()
