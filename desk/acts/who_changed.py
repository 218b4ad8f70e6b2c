"""Who changed a ticket and when, as far as its own trail tells; else who was active on it last, and only as that.

A row of a ticket names nobody who changed it. Its trail does (TicketHistory), at the price of one request, so that it
is read only where somebody is about to be asked about a change. A line counts that says in the tenant's own words that
a field became what it is now (`replica.trail_words`), and the newest of those.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from autotask.entities import Ticket, TicketHistory
from autotask.errors import AutotaskError
from autotask.filters import Eq
from autotask.kinds import kind_of
from desk.acts.known import Known
from desk.durations import age_text
from replica.outbox.server import Reach
from replica.trail_words import TrailWords
from sla.instants import SECOND, micros

FreshTrail = Callable[[int], Awaitable[Sequence[TicketHistory]]]
"""The trail of a ticket as Autotask has it now. Raises AutotaskError."""
PATIENCE = 1.0
"""Seconds that a person waits for a trail."""
MOST_AT_ONCE = 5
"""Trails that are read within a while: of a storm that somebody has sorted meanwhile a few names are enough."""
WHILE = 5.0
"""Seconds of machine time."""
COUNTED = 100 * SECOND
"""Under which an age is told in seconds."""
OWNER = "assigned_resource_id"
_NOBODY = 0
_CALLED = {
    OWNER: "resource|owner|assignee|assigned|assignment",
    "status": "status",
    "priority": "priority",
    "queue_id": "queue",
}
"""What a line of a trail may call a field."""


class Author(NamedTuple):
    """Whom a line names, and when."""

    resource_id: int | None
    at: datetime


def trail_from(reach: Reach) -> FreshTrail:
    """Reads trails over a connection to Autotask."""

    async def read(ticket_id: int) -> Sequence[TicketHistory]:
        server = await reach()
        pages = server.pages(kind_of(TicketHistory), Eq("ticketID", ticket_id))
        return [row async for page in pages for row in page.items]

    return read


class WhoChanged:
    """Tells who changed tickets."""

    def __init__(self, known: Known, fresh: FreshTrail | None, machine: Callable[[], float]) -> None:
        """
        Args:
            fresh: None offline.
            machine: seconds of machine time.
        """
        self._known = known
        self._fresh = fresh
        self._machine = machine
        self._asked: list[float] = []
        """When Autotask was asked of late; more than once for a question that it left open."""
        self._told: dict[int, tuple[Ticket, frozenset[str], Author | None]] = {}
        """What the trail told of a ticket and some fields, as the ticket then stood."""

    async def told(self, ticket: Ticket, fields: Collection[str]) -> str:
        """ "was changed by Sam Hale 20 s ago", or "was changed, last active Sam Hale 20 s ago".

        Args:
            fields: what became otherwise.
        """
        asked, kept = frozenset(fields), self._told.get(ticket.id)
        if kept is not None and kept[:2] == (ticket, asked):
            author = kept[2]
        else:
            author = self._author(ticket, fields, await self._trail(ticket.id))
            self._told[ticket.id] = (ticket, asked, author)
        if author is not None and (by := self._named(*author)):
            return f"was changed by {by}"
        active = self._named(ticket.last_activity_resource_id, ticket.last_activity_date)
        return f"was changed, last active {active}" if active else "was changed"

    async def _trail(self, ticket_id: int) -> Sequence[TicketHistory]:
        """The trail of a ticket, where Autotask tells it soon and has not been asked for many just now."""
        real, now = self._known.on_disk(ticket_id), self._machine()
        self._asked = [at for at in self._asked if now - at < WHILE]
        if self._fresh is None or not real or len(self._asked) >= MOST_AT_ONCE:
            return ()
        self._asked.append(now)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._fresh(real)
        except (AutotaskError, TimeoutError):
            self._asked += [now] * MOST_AT_ONCE
            return ()

    def _author(self, ticket: Ticket, fields: Collection[str], trail: Sequence[TicketHistory]) -> Author | None:
        """Whom the newest line names that tells of one of the fields, where it tells what the field is now."""
        told: list[Author] = []
        for field in fields:
            now = getattr(ticket, field)
            value, author = _newest(trail, TrailWords(_CALLED[field], self._values(field, now)))
            if author is not None and value == (now or _NOBODY):
                told.append(author)
        return max(told, key=lambda author: author.at, default=None)

    def _values(self, field: str, now: int | None) -> dict[str, int]:
        """What a field can be, by what a trail may call it, folded."""
        known = self._known
        if field == OWNER:
            people = {person.name.casefold(): id_ for id_, person in known.state.tenant.people.items()}
            return people | dict.fromkeys(("none", "nobody", "unassigned"), _NOBODY)
        return {choice.label.strip().casefold(): choice.id for choice in known.choices(field, now)}

    def _named(self, resource_id: int | None, at: datetime | None) -> str:
        """ "Sam Hale 20 s ago"; empty for nobody."""
        who = self._known.state.tenant.name_for(resource_id, self._known.me)
        if not who or at is None:
            return who
        length = max(0, micros(self._known.now) - micros(at))
        return f"{who} {length // SECOND} s ago" if length < COUNTED else f"{who} {age_text(length)} ago"


def _newest(trail: Sequence[TicketHistory], words: TrailWords[int]) -> tuple[int, Author | None]:
    """What the newest line about a field says that it became, and whom it names."""
    found = [
        (row.date, row.id, value, row.resource_id)
        for row in trail
        if row.date is not None and (value := words.became(f"{row.action or ''} {row.detail or ''}")) is not None
    ]
    if not found:
        return _NOBODY, None
    at, _, value, who = max(found, key=lambda line: line[:2])
    return value, Author(who, at)
