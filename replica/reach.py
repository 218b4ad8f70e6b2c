"""From Autotask into the copy: pages taken one by one, and what is missing asked for again before it is hidden."""

from collections.abc import AsyncGenerator, Awaitable, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

from autotask.entities import Ticket
from autotask.errors import AutotaskError, Refused
from autotask.filters import Filter, In
from autotask.kinds import Kind, kind_of
from autotask.machine import MachineClock
from autotask.pages import Page
from replica.feed import Change
from replica.labels import Labels
from replica.lacking import Doubt, refusal_sentence
from replica.plan import FOLLOWED
from replica.rhythm import Task
from replica.source import Source
from replica.store import Replica
from replica.writing import Batch, Rejected, chunks

T = TypeVar("T")

AT_ONCE = 200
"""Values in one `in`: Autotask takes 500 conditions, and a block of 200 still answers within a page or two."""


class NotConnected(AutotaskError):
    """There is no source yet. The pull connects before it asks, so nobody sees this."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of asking for records by id."""

    changes: list[Change]
    absent: frozenset[int]
    """The ids for which no row came."""
    nameless: bool
    """Rows came without an id: any of the absent may be among them."""


class Reach:
    """Reads into the copy, and keeps account of refusals, of doubts and of rows that cannot be read."""

    def __init__(self, replica: Replica, machine: MachineClock) -> None:
        self.replica = replica
        self.connection: Source | None = None
        self.labels = Labels(replica, machine)
        self.refused: dict[str, str] = {}
        """The collections that Autotask does not let us read, each with a sentence for the person."""
        self.doubts: dict[tuple[Task, str], Doubt] = {}
        """Rows that are shown although Autotask does not list them, by the work that looks again, and the kind."""
        self.quarantined = 0

    @property
    def source(self) -> Source:
        """The other end."""
        if self.connection is None:
            raise NotConnected("Autotask has not been reached yet.")
        return self.connection

    async def pages(self, kind: Kind[Any], condition: Filter, page_size: int = 500) -> AsyncGenerator[Page[Any], None]:
        """The pages of a query. Close it when leaving early."""
        pages = self.source.pages(kind, condition, page_size=page_size)
        try:
            async for page in pages:
                yield page
        finally:
            if isinstance(pages, AsyncGenerator):
                await pages.aclose()

    async def ids(self, kind: Kind[Any], condition: Filter) -> set[int]:
        """The ids of all records that meet a condition."""
        return set(await self.source.ids(kind, condition))

    async def take(
        self,
        kind: Kind[Any],
        page: Page[Any],
        remember: Mapping[str, str | None] | None = None,
        *,
        follow: bool = False,
    ) -> list[Change]:
        """Write one page, and with it what has to be remembered, and what is still to be followed."""
        await self.labels.learn(self.source, kind, page.items)
        rejected = [Rejected("" if row.id is None else str(row.id), row.reason, row.raw) for row in page.quarantined]
        changes = await self.replica.write(Batch(kind.name, page.items, (), rejected, remember or {}, follow))
        if rejected or self.quarantined:
            self.quarantined = await self.replica.reading(lambda copy: copy.quarantined_count())
        return changes

    async def read(
        self, kind: Kind[Any], condition: Filter, page_size: int = 500, *, follow: bool = False
    ) -> tuple[list[Change], set[int]]:
        """Take all pages of a query. Returns what changed, and the ids that Autotask has, odd rows included."""
        changes: list[Change] = []
        seen: set[int] = set()
        async with aclosing(self.pages(kind, condition, page_size)) as pages:
            async for page in pages:
                changes += await self.take(kind, page, follow=follow)
                seen |= ids_on(page)
        return changes, seen

    async def ask(self, kind: Kind[Any], ids: Collection[int]) -> Answered:
        """Ask by id for records that were missing somewhere, and take those that are there.

        A record can be missing in a list because it was closed or moved, which is no deletion.
        What comes this way is no news to the next poll, so it is kept to be followed here.
        """
        changes: list[Change] = []
        seen: set[int] = set()
        nameless = False
        for block in chunks(sorted(ids), AT_ONCE):
            async with aclosing(self.pages(kind, In("id", tuple(block)))) as pages:
                async for page in pages:
                    changes += await self.take(kind, page, follow=kind in FOLLOWED)
                    seen |= ids_on(page)
                    nameless |= any(row.id is None for row in page.quarantined)
        return Answered(changes, frozenset(ids) - seen, nameless)

    async def confirm(self, kind: Kind[Any], ids: Collection[int]) -> list[Change]:
        """Ask by id for records of which something else than a list says that they are gone, and hide the absent."""
        found = await self.ask(kind, ids)
        if found.nameless:
            return found.changes
        return found.changes + await self.hide(kind, found.absent)

    async def hide(self, kind: Kind[Any], ids: Collection[int]) -> list[Change]:
        """Take records for deleted. They stay in the copy for a while, and nobody sees them."""
        return await self.replica.write(Batch(kind.name, gone=ids))

    def in_doubt(self, *, kind: Kind[Any] | None = None, task: Task | None = None) -> bool:
        """Whether rows of a kind, or those that some work looks at, are shown although Autotask does not list them."""
        return any(kind in (None, doubt.kind) and task in (None, doubt.task) for doubt in self.doubts.values())

    def note_refusal(self, kind: Kind[Any], refusal: Refused) -> None:
        """Remember that we may not read something. One missing right shall not stop the desk.

        Raises:
            Refused: it is about tickets. Without them there is no desk.
        """
        name = refusal.collection or kind.name
        if name == kind_of(Ticket).name:
            raise refusal
        self.refused[name] = refusal_sentence(name, refusal)

    async def permitted(self, kind: Kind[Any], work: Awaitable[T], otherwise: T) -> T:
        """What `work` brings; `otherwise` when Autotask does not let us read this kind, see `note_refusal`."""
        try:
            done = await work
        except Refused as refusal:
            self.note_refusal(kind, refusal)
            return otherwise
        self.refused.pop(kind.name, None)
        return done


def ids_on(page: Page[Any]) -> set[int]:
    """The ids of a page, those of odd rows included: they exist."""
    return {row.id for row in (*page.items, *page.quarantined) if row.id is not None}
