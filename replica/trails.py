"""The trail of open tickets: Autotask's own history of each, read behind the polls, a few tickets at a time.

It alone tells when a status turned before this copy saw the ticket, or while nobody looked. A query of it takes one
ticket and nothing else (README of the API, section 6), so it costs a request a ticket. It is read once of each open
ticket, and again when its status has turned since.
"""

from collections.abc import Callable

from sqlalchemy import func, select

from autotask.entities import Ticket, TicketHistory
from autotask.filters import Eq
from autotask.kinds import kind_of
from replica.reach import Reach
from replica.reading import Questions

_TRAIL = kind_of(TicketHistory)


class Trails:
    """Reads trails into one copy."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._asked: dict[int, int] = {}
        """The newest turn of each ticket when its trail was read: one that says nothing is not read again for that."""

    async def read(self, most: int, stop: Callable[[], bool]) -> None:
        """Read the trails of some tickets, those first whose status has turned last.

        Args:
            most: how many tickets.
            stop: asked before each.

        Raises:
            AutotaskError: as the pull's other work; a refusal is noted and the trails are left alone until then.
        """
        if most <= 0 or _TRAIL.name in self._reach.refused:
            return
        wanted = await self._reach.replica.reading(self._wanted)
        for ticket_id, turned in wanted[:most]:
            if stop() or _TRAIL.name in self._reach.refused:
                return
            await self._reach.permitted(_TRAIL, self._reach.read(_TRAIL, Eq("ticketID", ticket_id)), ([], set()))
            self._asked[ticket_id] = turned

    def _wanted(self, copy: Questions) -> list[tuple[int, int]]:
        """Open tickets whose trail ends before their newest turn, and that turn."""
        table = copy.schema.tables[_TRAIL.name]
        newest = select(table.c.ticket_id, func.max(table.c.date)).group_by(table.c.ticket_id)
        told = {row[0]: row[1] or 0 for row in copy.fetch(newest)}
        turned = copy.newest_turns(copy.ids(Ticket, *copy.open_test()))
        wanted = [
            (ticket_id, at)
            for ticket_id, at in turned.items()
            if at > told.get(ticket_id, -1) and self._asked.get(ticket_id) != at
        ]
        return sorted(wanted, key=lambda each: (-each[1], each[0]))
