"""An item as the desk keeps it: what the screens see, and what the desk needs to move it at the right moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desk.calendars import Location
from desk.model import Micros, MilestoneName, WorkItem
from sla.calendar import BusinessCalendar
from sla.instants import micros
from sla.pauses import Standing
from workflows.order import RankFacts

if TYPE_CHECKING:
    from desk.tenant import InputKey

FIRST_SANE = micros(datetime.fromisoformat("1990-01-01T00:00:00+00:00"))
_MILESTONES = tuple(MilestoneName)
NEVER_STOOD = Standing((), None)
LAST_SANE = micros(datetime.fromisoformat("2150-01-01T00:00:00+00:00"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the live order."""

    item: WorkItem
    """With the place that everybody shares."""
    mine: WorkItem
    """With the place it has for the person at the screen; the same object where that is no other."""
    facts: RankFacts
    location: Location
    pending: tuple[Micros, BusinessCalendar] | None
    """When the next milestone is due and on which calendar its time runs; None while paused or without one."""
    stood: Standing = NEVER_STOOD
    """When its clock stood, and since when it stands."""
    calendars: tuple[BusinessCalendar, ...] = ()
    """The calendar of each milestone, in the order of `MilestoneName`; none for what has no clock."""
    spared: bool = False
    """A critical incident that nobody is on, which leaves the person at the screen in peace: another is on call."""

    def calendar_of(self, milestone: MilestoneName) -> BusinessCalendar | None:
        """The calendar that the time of a milestone runs on."""
        return self.calendars[_MILESTONES.index(milestone)] if self.calendars else None


@dataclass(frozen=True, slots=True)
class Assembled:
    """An item at an instant."""

    entry: Entry | None
    """None where there is nothing to show now: closed, ended, or not yet of today."""
    wakes_at: Micros | None
    """The next instant at which time alone may change the entry."""
    inputs: frozenset[InputKey] = frozenset()
    """Whose change may change the entry, apart from the item's own rows and the tenant's words and hours."""


def sane(moment: datetime | None) -> Micros | None:
    """An instant from outside as we reckon with it; None where it lies outside 1990 to 2149, which no desk means."""
    if moment is None:
        return None
    at = micros(moment)
    return at if FIRST_SANE <= at < LAST_SANE else None


def next_after(now: Micros, instants: Iterable[Micros | None]) -> Micros | None:
    """The earliest of some instants that lies after now."""
    return min((at for at in instants if at is not None and at > now), default=None)
