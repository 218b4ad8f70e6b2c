"""What the pull needs of the other end, and of this machine: protocols, so that neither HTTP nor a real clock is ours.

`autotask.client.Client` is the source in earnest; tests script their own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from autotask.filters import Filter
from autotask.kinds import Kind
from autotask.pages import Page
from autotask.picklists import Picklists


class Threshold(Protocol):
    """The request budget of the whole tenant."""

    @property
    def limit(self) -> int: ...
    @property
    def used(self) -> int: ...


class Source(Protocol):
    """Autotask, as the pull asks it. Every method raises `autotask.errors.AutotaskError`."""

    def pages(self, kind: Kind[Any], condition: Filter, *, page_size: int = 500) -> AsyncIterator[Page[Any]]:
        """Pages by ascending id, each asked for as `id > last` only when the one before was taken."""
        ...

    async def ids(self, kind: Kind[Any], condition: Filter) -> list[int]:
        """The ids of all records that meet a condition."""
        ...

    async def count(self, kind: Kind[Any], condition: Filter) -> int:
        """How many records meet a condition."""
        ...

    async def picklists(self, kind: Kind[Any]) -> Picklists:
        """The picklists of a kind."""
        ...

    async def threshold(self) -> Threshold:
        """The budget, and how much of it is used."""
        ...

    def server_now(self) -> datetime:
        """The server's clock, from the `Date` of its answers."""
        ...


Connect: TypeAlias = Callable[[], Awaitable[Source]]
"""How to reach Autotask. Called anew after a refusal of the key, so that a changed key is picked up."""


class Machine(Protocol):
    """Machine time: never the desk's."""

    def now(self) -> float:
        """Seconds that only grow."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...
