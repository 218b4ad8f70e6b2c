"""What hangs on a ticket and no pull brings: further contacts, and the names of files. Read when somebody looks at it.

Neither has a watermark, and no change of the ticket tells of them. The files of an answer by mail hang on its note, so
that both are asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from autotask.entities import AttachmentInfo, Ticket, TicketAdditionalContact, TicketNote
from autotask.errors import AutotaskError
from autotask.filters import Or, where
from autotask.kinds import kind_of
from desk.acts.known import Known
from replica.errors import ReplicaError
from replica.outbox.server import Reach

PATIENCE = 5.0
"""Seconds until nobody waits any more."""
FRESH_SECONDS = 60.0
"""Of machine time, for which it is not asked for again."""
MOST_NOTES = 200
"""Of a ticket, the newest, whose files are asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What Autotask has beside a ticket."""

    contacts: Sequence[TicketAdditionalContact]
    files: Sequence[AttachmentInfo]


ReadBeside = Callable[[int, Sequence[int]], Awaitable[Found]]
"""By the ids of a ticket and of its notes. Raises AutotaskError."""


def beside_from(reach: Reach) -> ReadBeside:
    """Reads it over a connection to Autotask."""

    async def read(ticket_id: int, note_ids: Sequence[int]) -> Found:
        server = await reach()
        contacts, files = kind_of(TicketAdditionalContact), kind_of(AttachmentInfo)
        of_ticket = where(files, ticket_id=ticket_id)
        condition = Or(of_ticket, where(files, ticket_note_id=note_ids)) if note_ids else of_ticket
        return Found(
            [row async for page in server.pages(contacts, where(contacts, ticket_id=ticket_id)) for row in page.items],
            [row async for page in server.pages(files, condition) for row in page.items],
        )

    return read


class Beside:
    """Reads what hangs on a ticket into the copy."""

    def __init__(self, known: Known, fresh: ReadBeside | None, machine: Callable[[], float]) -> None:
        """
        Args:
            fresh: None offline.
            machine: seconds of machine time.
        """
        self._known = known
        self._fresh = fresh
        self._machine = machine
        self._asked: dict[int, tuple[float, datetime | None]] = {}
        """When, and how the ticket stood then: a new file moves its last activity."""

    async def read(self, ticket_id: int) -> bool:
        """Read it from Autotask, unless that was just done and nothing moved since; whether something was read."""
        now, real = self._machine(), self._known.on_disk(ticket_id)
        if self._fresh is None or not real:
            return False
        ticket, notes = await self._known.read(
            lambda copy: (copy.one(Ticket, real), sorted(row.id for row in copy.rows(TicketNote, ticket_id=real)))
        )
        moved = None if ticket is None else ticket.last_activity_date
        self._asked = {id_: asked for id_, asked in self._asked.items() if now - asked[0] < FRESH_SECONDS}
        if real in self._asked and self._asked[real][1] == moved:
            return False
        self._asked[real] = now, moved
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._fresh(real, notes[-MOST_NOTES:])
            # The file of a note may name the note alone.
            files = [replace(row, ticket_id=real) for row in found.files]
            await self._known.renew(TicketAdditionalContact, found.contacts, ticket_id=real)
            await self._known.renew(AttachmentInfo, files, ticket_id=real)
        except (AutotaskError, ReplicaError, TimeoutError):
            return False
        return True
