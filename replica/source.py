"""What the pull needs of the other end: a protocol, so that HTTP is not ours.

`autotask.client.Client` is the source in earnest; tests script their own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from autotask.filters import Filter
from autotask.kinds import Kind
from autotask.pages import Page
from autotask.picklists import Picklists


class Budget(Protocol):
    """The requests of the whole tenant in the running hour."""

    limit: int

    def usage(self, now: float) -> float:
        """The part (0 to 1) that everybody together has used, at a moment of the machine's clock."""
        ...


class Source(Protocol):
    """Autotask, as the pull asks it. Every method raises `autotask.errors.AutotaskError`."""

    @property
    def budget(self) -> Budget:
        """What is left of the tenant's requests."""
        ...

    def parse_in(self, executor: Executor) -> None:
        """Parse answers in this thread from now on, and not on the loop."""
        ...

    def pages(self, kind: Kind[Any], condition: Filter, *, page_size: int = 500) -> AsyncIterator[Page[Any]]:
        """Pages by ascending id, each asked for as `id > last` only when the one before was taken."""
        ...

    async def ids(self, kind: Kind[Any], condition: Filter) -> list[int]:
        """The ids of all records that meet a condition."""
        ...

    async def count(self, kind: Kind[Any], condition: Filter) -> int:
        """How many records meet a condition."""
        ...

    async def picklists(self, kind: Kind[Any], *, fresh: bool = False) -> Picklists:
        """The picklists of a kind; `fresh` ones are not from memory."""
        ...

    def let_probe(self) -> None:
        """A person asks: one request may go to each place that is left alone, unless the error was `firm`."""
        ...

    def server_now(self) -> datetime:
        """The server's clock, from the `Date` of its answers."""
        ...


Connect: TypeAlias = Callable[[], Awaitable[Source]]
"""How to reach Autotask. Called again after a failure, after a refusal of the key, so that a changed key is picked up,
and after somebody who shares the connection has closed it. Whoever supplies it closes what it made."""
