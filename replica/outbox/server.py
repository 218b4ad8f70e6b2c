"""What the outbox needs of the other end. `autotask.client.Client` is it in earnest; tests script their own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from autotask.filters import Filter
from autotask.kinds import Kind
from autotask.pages import Page

E = TypeVar("E")


class Server(Protocol):
    """Autotask, as the outbox writes to it. Every method raises `autotask.errors.AutotaskError`.

    An error of a write whose `left` is False says that certainly no byte of the request left this machine. Writes are
    sent once and never repeated by the transport. Fields go by our attribute names, with Python's values. `OwnRefusal`
    says that a write is not sent at all, `Closed` that the connection is to be had anew.
    """

    async def create(
        self, kind: Kind[Any], fields: Mapping[str, Any], /, *, under: int | None = None, as_resource: int | None = None
    ) -> int:
        """Make a record, under the one that it hangs on if it hangs; returns its id."""
        ...

    async def change(
        self,
        kind: Kind[Any],
        record_id: int,
        fields: Mapping[str, Any],
        /,
        *,
        under: int | None = None,
        as_resource: int | None = None,
    ) -> object:
        """Change these fields of a record and no others."""
        ...

    async def delete(
        self, kind: Kind[Any], record_id: int, /, *, under: int | None = None, as_resource: int | None = None
    ) -> object:
        """Delete a record."""
        ...

    async def get(self, kind: Kind[E], record_id: int, /) -> E | None:
        """One record; None if there is none that the API user may see."""
        ...

    def pages(self, kind: Kind[E], condition: Filter, /, *, page_size: int = 500) -> AsyncIterator[Page[E]]:
        """The records that meet a condition."""
        ...

    def server_now(self) -> datetime:
        """The time at Autotask."""
        ...


Reach: TypeAlias = Callable[[], Awaitable[Server]]
"""How to reach Autotask. Called again after the key was refused, and after the connection was closed by whoever shares
it: what it returns may be `Client.for_writing` of the client that the pull reads by. Raises `AutotaskError` where there
is none. Whoever supplies it closes what it made."""
