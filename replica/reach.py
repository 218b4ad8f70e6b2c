"""From Autotask into the copy: pages taken one by one, and what is missing asked for again before it is hidden."""

from collections.abc import AsyncGenerator, Awaitable, Collection, Iterable, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from autotask.entities import Ticket
from autotask.errors import AutotaskError, Refused
from autotask.filters import Filter, In
from autotask.kinds import Kind, kind_of
from autotask.pages import Page
from replica.feed import Change
from replica.plan import FOLLOWED, Links
from replica.source import Source
from replica.store import Replica
from replica.writing import Batch, Rejected, chunks

T = TypeVar("T")

AT_ONCE = 200
"""Values in one `in`: Autotask takes 500 conditions, and a block of 200 still answers within a page or two."""


class NotConnected(AutotaskError):
    """There is no source yet. The pull connects before it asks, so nobody sees this."""


class Reach:
    """Reads into the copy, and keeps account of refusals and of rows that cannot be read."""

    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        self.connection: Source | None = None
        self.refused: dict[str, str] = {}
        """The kinds that Autotask does not let us read, and its words."""
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

    async def read_links(self, links: Links, values: Iterable[int]) -> list[Change]:
        """Read the rows that name some records; what the copy has beyond the answer is asked for, then hidden."""
        changes: list[Change] = []
        for block in chunks(sorted(values), AT_ONCE):
            found, seen = await self.read(links.kind, In(links.field, tuple(block)))
            changes += found
            if links.whole:
                changes += await self.confirm(links.kind, await self._known_for(links, block) - seen)
        return changes

    async def _known_for(self, links: Links, values: Collection[int]) -> set[int]:
        attr = next(field.attr for field in links.kind.fields if field.wire == links.field)
        column = self.replica.schema.tables[links.kind.name].c[attr]
        return set(await self.replica.reading(lambda copy: copy.ids(links.kind.entity, column.in_(values))))

    async def confirm(self, kind: Kind[Any], ids: Collection[int]) -> list[Change]:
        """Ask by id for records that were missing somewhere: those still there are taken, the others hidden.

        A record can be missing in a list because it was closed, moved or hidden from us, which is no deletion.
        What comes this way is no news to the next poll, so it is kept to be followed here.
        """
        changes: list[Change] = []
        for block in chunks(sorted(ids), AT_ONCE):
            found, seen = await self.read(kind, In("id", tuple(block)), follow=kind in FOLLOWED)
            changes += found
            changes += await self.replica.write(Batch(kind.name, gone=[id_ for id_ in block if id_ not in seen]))
        return changes

    async def permitted(self, kind: Kind[Any], work: Awaitable[T], otherwise: T) -> T:
        """What `work` brings; `otherwise` when Autotask does not let us read this kind, which is remembered.

        One missing right shall not stop the desk. Without tickets there is no desk, so theirs is raised.
        """
        try:
            done = await work
        except Refused as refusal:
            if kind is kind_of(Ticket):
                raise
            self.refused[kind.name] = refusal.sentence
            return otherwise
        self.refused.pop(kind.name, None)
        return done


def ids_on(page: Page[Any]) -> set[int]:
    """The ids of a page, those of odd rows included: they exist."""
    return {row.id for row in (*page.items, *page.quarantined) if row.id is not None}
