"""What changed since the last poll, and what hangs on it.

The watermark is where the last complete poll *began* by the server's clock, less an overlap; never the newest instant
seen: a row with a low id that moves after its page has passed would stay behind a later page's higher instant for
ever (reliability.md 2.1). It is committed after the last page, so that a crash in between reads again.

A row that came is unchanged for every later poll. What hangs on it is therefore owed from the transaction that wrote
it until it has been read: the ids stand in the ledger, and an outage or a crash in between only puts it off.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from autotask.entities import (
    Company,
    ConfigurationItem,
    Contact,
    Contract,
    DeletedTicketLog,
    Phase,
    Project,
    ServiceCall,
    ServiceCallTask,
    ServiceCallTicket,
    Task,
    Ticket,
)
from autotask.filters import changed_since
from autotask.kinds import Kind, kind_of
from replica.feed import Change
from replica.fill import START, WATERMARK
from replica.listing import Listings
from replica.plan import CALL_LINKS, ENTRIES, FOLLOWED, NOTES, RESULTS, TASK_LINKS, TICKET_LINKS
from replica.reach import Reach
from replica.reading import Questions
from replica.rows import to_instant, to_micros
from replica.writing import FOLLOW, Batch

E = TypeVar("E")

PAGE = 200
"""Rows a page of a poll: parsing 500 at once would hold the interpreter, and with it the loop, longer than a key press
should wait."""

_TICKET_NAMES: tuple[tuple[str, type[Any]], ...] = (
    ("company_id", Company),
    ("contact_id", Contact),
    ("contract_id", Contract),
    ("configuration_item_id", ConfigurationItem),
)
_TASK_NAMES: tuple[tuple[str, type[Any]], ...] = (("project_id", Project), ("phase_id", Phase))


@dataclass(frozen=True, slots=True)
class _Owed:
    """Changed rows whose attachments are still to be read.

    Attributes:
        new: Ids of those that were new in the copy.
        known: Ids of those that it had before.
    """

    new: frozenset[int]
    known: frozenset[int]

    @classmethod
    def of(cls, entries: Mapping[str, str]) -> "_Owed":
        """What some ledger entries say."""
        said = [json.loads(text) for text in entries.values()]
        return cls(frozenset().union(*(new for new, _ in said)), frozenset().union(*(known for _, known in said)))


class Delta:
    """Polls one kind at a time into one copy."""

    def __init__(self, reach: Reach, overlap: float) -> None:
        self._reach = reach
        self._listings = Listings(reach)
        self._replica = reach.replica
        self._overlap = timedelta(seconds=overlap)

    async def poll(self, kind: Kind[Any], remember: dict[str, str | None] | None = None) -> list[Change]:
        """Take what changed in a kind since its last complete poll.

        Args:
            kind: One with a watermark.
            remember: What else to commit with the new watermark.
        """
        key = WATERMARK + kind.name
        marks = await self._replica.reading(lambda copy: {**copy.remembered(key), **copy.remembered(START)})
        since = to_instant(int(marks.get(key, marks[START]))) - self._overlap
        begun, first = self._reach.source.server_now(), True
        changes: list[Change] = []
        async with aclosing(self._reach.pages(kind, changed_since(kind, since), PAGE)) as pages:
            async for page in pages:
                if first:  # the Date of the first answer bounds an estimate that ran ahead of the server
                    begun, first = min(begun, page.served_at), False
                changes += await self._reach.take(kind, page, follow=kind in FOLLOWED)
        await self._replica.write(Batch(remember={**(remember or {}), key: str(to_micros(begun))}))
        return changes

    async def follow(self, kind: Kind[Any]) -> list[Change]:
        """Read what hangs on changed rows and says nothing by itself: links, names that we lack, deletions.

        What is owed is forgotten when all of it is there; a failure before that leaves it to the next call.
        """
        if kind not in FOLLOWED:
            return []
        entries = await self._replica.reading(lambda copy: copy.remembered(f"{FOLLOW}{kind.name}:"))
        if not entries:
            return []
        owed = _Owed.of(entries)
        present = await self._replica.reading(partial(_present, kind.entity, owed.new | owed.known))
        changes = await self._follow(kind, present, owed)
        await self._replica.write(Batch(remember=dict.fromkeys(entries)))
        return changes

    async def _follow(self, kind: Kind[Any], present: Sequence[Any], owed: _Owed) -> list[Change]:
        if kind is kind_of(Ticket):
            return await self._follow_tickets(present, owed)
        if kind is kind_of(ServiceCall):
            return await self._follow_calls({call.id for call in present})
        if kind is kind_of(Task):
            links = await self._links(TASK_LINKS, [task.id for task in present])
            return links + await self._missing(_TASK_NAMES, present)
        named = {log.ticket_id for log in present} - {None}
        if kind is kind_of(DeletedTicketLog):
            return await self._reach.confirm(kind_of(Ticket), named)
        # The other log names the ticket and not the note or entry, so all of the ticket's are read again.
        return await self._links((NOTES, ENTRIES), named)

    async def _follow_tickets(self, present: Sequence[Ticket], owed: _Owed) -> list[Change]:
        complete = await self._replica.reading(lambda copy: copy.complete_statuses())
        still_open = [ticket for ticket in present if ticket.status not in complete]
        # The last lines of a checklist are ticked as the ticket closes, so one that we knew is read once more.
        known = {ticket.id for ticket in present if ticket.id in owed.known}
        changes = await self._links(TICKET_LINKS, known.union(ticket.id for ticket in still_open))
        changes += await self._links((RESULTS,), [ticket.id for ticket in present if ticket.status in complete])
        # Reopened after its history had left what we cover: its notes and time have not moved, so no poll brings them.
        covered = await self._started()
        back = [ticket.id for ticket in still_open if ticket.id in owed.new and _older(ticket, covered)]
        changes += await self._links((NOTES, ENTRIES), back)
        return changes + await self._missing(_TICKET_NAMES, present)

    async def _started(self) -> int:
        return int((await self._replica.reading(lambda copy: copy.remembered(START)))[START])

    async def _follow_calls(self, calls: set[int]) -> list[Change]:
        changes = await self._links(CALL_LINKS[:2], calls)
        for cls, links in ((ServiceCallTicket, CALL_LINKS[2]), (ServiceCallTask, CALL_LINKS[3])):
            booked = await self._replica.reading(partial(_ids_of_calls, cls, calls))
            changes += await self._links((links,), booked)
        return changes

    async def _links(self, kinds: Iterable[Any], values: Iterable[int]) -> list[Change]:
        wanted = list(values)
        changes: list[Change] = []
        for links in kinds:
            changes += await self._reach.permitted(links.kind, self._listings.links(links, wanted), [])
        return changes

    async def _missing(self, names: Iterable[tuple[str, type[Any]]], entities: Sequence[Any]) -> list[Change]:
        changes: list[Change] = []
        for attr, cls in names:
            named = {getattr(entity, attr) for entity in entities} - {None}
            lacking = await self._replica.reading(partial(_absent, cls, named))
            changes += await self._reach.permitted(kind_of(cls), self._reach.confirm(kind_of(cls), lacking), [])
        return changes


def _present(cls: type[Any], ids: frozenset[int], copy: Questions) -> list[Any]:
    return copy.rows_in(cls, "id", ids)


def _absent(cls: type[Any], named: set[int], copy: Questions) -> set[int]:
    return named.difference(known.id for known in copy.rows_in(cls, "id", named))


def _ids_of_calls(cls: type[Any], calls: set[int], copy: Questions) -> list[int]:
    return [link.id for link in copy.rows_in(cls, "service_call_id", calls)]


def _older(ticket: Ticket, than: int) -> bool:
    return ticket.create_date is None or to_micros(ticket.create_date) < than
