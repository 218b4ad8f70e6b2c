"""Holding a list of Autotask's against the copy: what is missing in it was deleted, or is only out of our sight.

A right that is taken away is not always refused: often the lists only become shorter, down to empty ones, with status
200. So a few rows that are missing, and are not there either when asked for by id, are hidden. Many are hidden only
where more than the list speaks for it: Autotask counts as many as it lists, and its own log names the deleted tickets.
Until then the rows stay, and the doubt is a sentence for the person.
"""

from collections.abc import Collection, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from autotask.entities import DeletedTicketLog, Ticket
from autotask.errors import BadAnswer, Refused
from autotask.filters import Filter, In
from autotask.kinds import Kind, kind_of
from replica.feed import Change
from replica.lacking import Doubt, consequence
from replica.plan import Links
from replica.reach import AT_ONCE, Reach
from replica.reading import Questions
from replica.rhythm import Task
from replica.writing import chunks

FEW = 20
"""So many rows of a list may vanish between two looks without a reason."""
PART = 0.1
"""And so large a part of it."""
EMPTIED = 5
"""A list of so many rows or more does not become empty without a reason."""

_TICKETS = kind_of(Ticket)
_LOG = kind_of(DeletedTicketLog)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of Autotask's, and what the copy has of it."""

    task: Task | None
    """The work that reads the whole of it again and again; None for a part that is looked at once."""
    kind: Kind[Any]
    what: str
    """For the sentence: "open tickets"."""
    conditions: tuple[Filter, ...]
    theirs: frozenset[int]
    ours: frozenset[int]


class Listings:
    """Compares lists with one copy, and keeps account of doubts in `Reach.doubts`."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._replica = reach.replica

    async def settle(self, listing: Listing) -> list[Change]:
        """Ask by id for what a list lacks: what is there is taken, what is not is hidden where that is plausible."""
        found = await self._reach.ask(listing.kind, listing.ours - listing.theirs)
        gone = found.absent & listing.ours
        why = await self._why_not(listing, gone, found.nameless) if gone else ""
        if why:
            self._doubt(listing, why)
            return found.changes
        if listing.task is not None:
            self._reach.doubts.pop((listing.task, listing.kind.name), None)
        if gone and not self._reach.in_doubt(kind=listing.kind):
            return found.changes + await self._reach.hide(listing.kind, gone)
        return found.changes

    async def links(self, links: Links, values: Iterable[int], task: Task | None = None) -> list[Change]:
        """Read the rows that name some records; what the copy has beyond the answer is settled."""
        changes: list[Change] = []
        theirs: set[int] = set()
        ours: set[int] = set()
        conditions: list[Filter] = []
        for block in chunks(sorted(values), AT_ONCE):
            conditions.append(In(links.field, tuple(block)))
            found, seen = await self._reach.read(links.kind, conditions[-1])
            changes += found
            theirs |= seen
            if links.whole:
                ours |= await self._known_for(links, block)
        name = links.kind.name
        listing = Listing(task, links.kind, name, tuple(conditions), frozenset(theirs), frozenset(ours))
        return changes + await self.settle(listing)

    async def _known_for(self, links: Links, values: Collection[int]) -> set[int]:
        column = self._replica.schema.tables[links.kind.name].c[_attr(links.kind, links.field)]
        return set(await self._replica.reading(lambda copy: copy.ids(links.kind.entity, column.in_(values))))

    def _doubt(self, listing: Listing, why: str) -> None:
        if listing.task is None:
            return
        lost = "The last known ones stay on the screen."
        detail = (
            "Ask the Autotask administrator what this API user may see. If fewer is right: end servicedeck, delete its "
            "copy (servicedeck doctor says where it is) and start again. r looks again now."
        )
        if listing.kind is not _TICKETS:
            lost, detail = f"{lost} Otherwise {consequence(listing.kind.name)}.", ""
        self._reach.doubts[listing.task, listing.kind.name] = Doubt(listing.task, listing.kind, f"{why} {lost}", detail)

    async def _why_not(self, listing: Listing, gone: frozenset[int], nameless: bool) -> str:
        """Why what is absent cannot be taken for deleted, in a sentence; empty when it can."""
        if nameless:
            return f"Autotask sends {listing.what} without their ids, so that nobody can tell which are gone."
        left = len(listing.ours) - len(gone)
        if not _many(gone, listing) or (await self._is_counted(listing) and await self._is_explained(listing, gone)):
            return ""
        return f"Autotask lists {left:,} of {len(listing.ours):,} {listing.what}: has a right been taken away?"

    async def _is_counted(self, listing: Listing) -> bool:
        """Whether Autotask counts as many as it lists."""
        counted = 0
        try:
            for condition in listing.conditions:
                counted += await self._reach.source.count(listing.kind, condition)
        except (BadAnswer, Refused):  # what lists nonsense may count nonsense too
            return False
        return counted == len(listing.theirs)

    async def _is_explained(self, listing: Listing, gone: frozenset[int]) -> bool:
        """Whether more than the list says that all but a few of these were deleted.

        Tickets have a log. What hung on tickets that are gone went with them. Of anything else, half may go at once.
        """
        if listing.kind is _TICKETS:
            return not _many(gone - await self._logged(gone), listing)
        orphans = await self._replica.reading(lambda copy: _orphans(copy, listing.kind, gone))
        return not _many(gone - orphans, listing) or 2 * len(gone) <= len(listing.ours)

    async def _logged(self, ids: Collection[int]) -> frozenset[int]:
        """Which of some tickets Autotask's log names as deleted; none where we may not read it."""
        named: set[int] = set()
        try:
            for block in chunks(sorted(ids), AT_ONCE):
                async with aclosing(self._reach.pages(_LOG, In("ticketID", tuple(block)))) as pages:
                    async for page in pages:
                        named.update(log.ticket_id for log in page.items)
        except Refused as refusal:
            self._reach.note_refusal(_LOG, refusal)
        return frozenset(named)


def _many(gone: Collection[int], listing: Listing) -> bool:
    emptied = len(gone) == len(listing.ours) >= EMPTIED
    return emptied or len(gone) > max(FEW, PART * len(listing.ours))


def _attr(kind: Kind[Any], wire: str) -> str:
    return next(field.attr for field in kind.fields if field.wire == wire)


def _orphans(copy: Questions, kind: Kind[Any], ids: frozenset[int]) -> frozenset[int]:
    """The rows among some that name a ticket which the copy has no more."""
    if not any(field.attr == "ticket_id" for field in kind.fields):
        return frozenset()
    named = {row.id: row.ticket_id for row in copy.rows_in(kind.entity, "id", ids)}
    there = {ticket.id for ticket in copy.rows_in(Ticket, "id", set(named.values()) - {None})}
    return frozenset(id_ for id_, ticket in named.items() if ticket is not None and ticket not in there)
