"""Everybody's day as it stands now: each looked at anew when something of theirs has moved, or at an instant that it
named in advance; a second that merely passes costs a comparison."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from desk.compliance.days import PersonDays, last_seen, with_timers
from desk.compliance.entries import TeamEntries
from desk.compliance.model import Excluded, Running, TechLine
from desk.compliance.own import Own
from desk.forecast import Forecasts
from desk.model import Micros
from desk.state import State
from metrics.compliance import Figures
from sla.instants import MINUTE, instant

logger = logging.getLogger(__name__)

UNKNOWN = "not known, the log says why"
AGAIN = 15 * MINUTE
"""Until a person is looked at again whose day made no sense."""


class _Kept(NamedTuple):
    line: TechLine
    changes_at: Micros
    """When it has to be looked at again, at the latest: the end of the day."""
    moved: int


class Board:
    """The lines of one generation of the desk, and their sum."""

    def __init__(self, state: State, forecasts: Forecasts, entries: TeamEntries, own: Own) -> None:
        self.state = state
        self._forecasts = forecasts
        self._entries = entries
        self._own = own
        self._days = PersonDays(state, entries.settings, own)
        self._kept: dict[int, _Kept] = {}
        self._running: Running | None = None
        self._excluded: Sequence[Excluded] = ()
        self._stale: set[int] = set()
        self.team = Figures()

    @property
    def lines(self) -> Sequence[TechLine]:
        """As they were last looked at, by name."""
        return sorted(
            (kept.line for kept in self._kept.values()), key=lambda line: (line.name.casefold(), line.resource_id)
        )

    def people(self) -> list[int]:
        """The active people who have hours of the week, or an entry of these days."""
        known = {*self.state.diaries.resources, *self._entries.people}
        return [each for each in known if self._is_active(each)]

    @property
    def left_out(self) -> int:
        """Active people of whom neither is known."""
        people = {*self.state.diaries.resources, *self._entries.people}
        return sum(person.active for person in self.state.tenant.people.values() if person.id not in people)

    def take(self) -> None:
        """Take in what has moved since this was last called, and let go of who has left."""
        self._entries.touch(self._own.take_saved())
        self._stale |= self._entries.take_moved()
        running, excluded = self._own.running, self._own.excluded
        if running != self._running:
            self._stale.update(each.resource_id for each in (running, self._running) if each is not None)
            self._running = running
        if excluded != self._excluded:
            self._stale.update(each.resource_id for each in {*excluded} ^ {*self._excluded})
            self._excluded = excluded
        for left in self._kept.keys() - set(self.people()):
            self.team -= self._kept.pop(left).line.figures

    def look(self, tech: int, now: Micros) -> bool:
        """Bring one person's line up to date. Returns whether there was anything to do."""
        moved, kept = self._forecasts.queues.touched(tech), self._kept.get(tech)
        if kept is not None and tech not in self._stale and kept.moved == moved and now < kept.changes_at:
            return False
        self._stale.discard(tech)
        try:
            line, changes_at = self._read(tech, now)
        except Exception:
            logger.exception("the day of resource %d could not be made sense of", tech)
            line, changes_at = TechLine(tech, self.state.tenant.name_of(tech), Figures(), UNKNOWN), now + AGAIN
        self.team = self.team + line.figures if kept is None else self.team - kept.line.figures + line.figures
        self._kept[tech] = _Kept(line, changes_at, moved)
        return True

    def _read(self, tech: int, now: Micros) -> tuple[TechLine, Micros]:
        home = self.state.tenant.home_of(tech)
        ends, today = home.next_midnight(now), self.today(tech, now)
        planned, entries = self._days.plan(tech, today), self._entries.of(tech)
        day = self._days.day(tech, planned, entries)
        running = self._running if self._running is not None and self._running.resource_id == tech else None
        if running is not None:
            day = with_timers(day, running)
        stands = self._days.standing(day, now)
        line = TechLine(
            resource_id=tech,
            name=self.state.tenant.name_of(tech),
            figures=stands.figures,
            off="" if planned.plan.working() else planned.off,
            gaps=stands.gaps,
            missed=stands.missed,
            excluded=self._days.excluded(tech, home.calendar.day_start(now), ends),
            day=day,
            last=last_seen(entries, self._own, now),
            running=running,
        )
        return line, ends if stands.changes_at is None else min(ends, stands.changes_at)

    def today(self, tech: int, now: Micros) -> date:
        """The date where a person is."""
        return instant(now).astimezone(self.state.tenant.home_of(tech).zone).date()

    def _is_active(self, tech: int) -> bool:
        person = self.state.tenant.people.get(tech)
        return person is not None and person.active
