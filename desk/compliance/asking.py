"""What a lead asks: how everybody's day stands, how a period stood, what it is made of, and what is in doubt.

Nothing is kept before somebody asks; from then on the entries of these days follow the feed.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date

from autotask.entities import TimeEntry
from desk.clocks import DeskClock
from desk.compliance.board import Board
from desk.compliance.days import PersonDays
from desk.compliance.doubts import Held, doubts, read_held
from desk.compliance.drill import entry_lines
from desk.compliance.entries import KIND, TeamEntries, is_within, read_settings
from desk.compliance.model import EntryLine, Figures, LeadSnapshot, TechLine, Trend
from desk.compliance.own import NothingOwn, Own
from desk.compliance.past import Quarter, Sums, reckon
from desk.daybook import read_titles
from desk.forecast import Forecasts
from desk.heartbeat import Heartbeat
from desk.model import ItemId, ItemKind, Micros, SyncStatus
from desk.state import State
from replica.store import Replica
from sla.instants import instant

LOOKED_AT_A_TURN = 8
"""People who are looked at anew in one turn of the loop; each takes a fraction of a millisecond."""


class Compliance:
    """Questions about everybody's time. Belongs to the loop."""

    def __init__(
        self, heartbeat: Heartbeat, forecasts: Forecasts, clock: DeskClock, status: Callable[[], SyncStatus]
    ) -> None:
        self._beat = heartbeat
        self._forecasts = forecasts
        self._clock = clock
        self._status = status
        self._own: Own = NothingOwn()
        self._entries = TeamEntries()
        self._board = Board(heartbeat.state, forecasts, self._entries, self._own)
        self._quarter = Quarter()
        self._held: Held | None = None
        self._opening = asyncio.Lock()
        self._opened: tuple[State, date] | None = None
        """For which generation of the desk, and around which day, entries are known."""
        heartbeat.hear_rows(self._entries.hear)

    def know(self, own: Own) -> None:
        """What this installation knows of its own; from its first acts on."""
        self._own = own

    async def today(self) -> LeadSnapshot:
        """How everybody's day stands now. Only those are looked at anew of whom something has moved or is due."""
        async with self._opening:
            await self._open()
        board, now = self._board, self._clock.now()
        board.take()
        anew = 0
        for tech in board.people():
            anew += board.look(tech, now)
            if anew >= LOOKED_AT_A_TURN:
                anew = 0
                await asyncio.sleep(0)
        day = self._today(now)
        return LeadSnapshot(day, day, True, now, board.lines, board.team, board.left_out)

    async def period(self, first: date, last: date) -> LeadSnapshot:
        """How the days of a period stood, added up; a day that is not over counts up to now."""
        async with self._opening:
            await self._open()
        board, now = self._board, self._clock.now()
        sums = await self._reckon(first, last)
        name_of = self._beat.state.tenant.name_of
        rows = [TechLine(tech, name_of(tech), figures, "") for tech, figures in sums.items()]
        rows.sort(key=lambda line: (line.name.casefold(), line.resource_id))
        team = Figures()
        for figures in sums.values():
            team += figures
        return LeadSnapshot(first, last, False, now, rows, team, board.left_out)

    async def add_up_quarter(self) -> None:
        """Add up thirteen weeks, as far as the copy reaches back; those that are over for long cost nothing again."""
        async with self._opening:
            await self._open()
        await self._quarter.read(self._reckon, self._today(self._clock.now()), self.covers_since)

    def trend(self, tech: int | None = None) -> Trend:
        """The last thirteen weeks of a person or of everybody, as far as they are added up."""
        return self._quarter.trend(tech)

    @property
    def covers_since(self) -> date | None:
        """From when on the copy has all time entries; None while it has those of these days and of open tickets."""
        since = self._status().covers_since
        return None if since is None else since.date()

    async def doubts(self) -> Sequence[str]:
        """Why figures may be wrong for want of a right, a sentence each."""
        if self._held is None:
            self._held = await self._beat.replica.reading(read_held)
        return doubts(self._held)

    async def entries(self, tech: int, first: date, last: date) -> Sequence[EntryLine]:
        """The entries of a person, of some days, in order; pending ones too."""
        state, over = self._beat.state, self._beat.over

        def ask(copy: Replica) -> tuple[PersonDays, list[TimeEntry]]:
            days = PersonDays(state, read_settings(copy), self._own)
            return days, copy.time_entries_between(first, last, {tech})

        days, rows = await self._beat.replica.reading(ask)
        shown = over.over(KIND, rows, lambda row: row.resource_id == tech and is_within(row, first, last))
        tickets = {row.ticket_id for row in shown if row.ticket_id is not None}
        titles = await self._beat.replica.reading(lambda copy: read_titles(copy, tickets))
        return entry_lines(shown, titles, days, state.tenant.home_of(tech), self._own)

    def ticket_of(self, tech: int) -> ItemId | None:
        """The open ticket of a person that was touched last, where a word to them is read; None where there is none."""
        items = (entry.item for entry in self._beat.state.roster.entries.values())
        theirs = (item for item in items if item.owner_id == tech and item.id.kind is ItemKind.TICKET)
        last = max(theirs, key=lambda item: (item.touched, item.id.id), default=None)
        return None if last is None else last.id

    async def _open(self) -> None:
        """Read what is not known yet: at the first question, after a reload of the desk, when the day has turned."""
        state, today = self._beat.state, self._today(self._clock.now())
        if self._opened is not None and self._opened[0] is state and self._opened[1] == today:
            return
        await self._own.look_back(self._clock.now())
        await self._entries.read(self._beat.replica, self._beat.over, today)
        self._board = Board(state, self._forecasts, self._entries, self._own)
        self._held, self._opened = None, (state, today)

    async def _reckon(self, first: date, last: date) -> Sums:
        beat = self._beat
        days = PersonDays(beat.state, self._entries.settings, self._own)
        return await reckon(beat.replica, beat.over, days, self._board.people(), first, last, self._clock.now())

    def _today(self, now: Micros) -> date:
        """The date at the place that counts for the desk."""
        return instant(now).astimezone(self._beat.state.tenant.calendars.default.zone).date()
