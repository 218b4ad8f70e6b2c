"""How many requests may be on the way at once.

Autotask allows three threads per collection and integration and mails the tenant's admins about a breach, so we keep
to two, and to one when the tenant's budget is half spent. A collection below a parent is one of its own.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Lanes:
    """The requests on the way, by collection."""

    def __init__(self, width: Callable[[], int]) -> None:
        """`width` tells how many requests a collection may have on the way just now."""
        self._width = width
        self._busy: Counter[str] = Counter()
        self._hurried: Counter[str] = Counter()
        self._waiting: list[asyncio.Future[None]] = []

    @asynccontextmanager
    async def lane(self, collection: str, *, first: bool = False) -> AsyncIterator[None]:
        """Wait for a free lane and hold it. Those who are to go `first` go before all others that wait."""
        await (self._ahead(collection) if first else self._in_line(collection))
        self._busy[collection] += 1
        try:
            yield
        finally:
            self._busy[collection] -= 1
            self._wake()

    async def _ahead(self, collection: str) -> None:
        self._hurried[collection] += 1
        try:
            while self._is_full(collection):
                await self._freed()
        finally:
            self._hurried[collection] -= 1
            # Others may have stood back for this one while there was a lane for both.
            self._wake()

    async def _in_line(self, collection: str) -> None:
        while self._is_full(collection) or self._hurried[collection]:
            await self._freed()

    def _is_full(self, collection: str) -> bool:
        return self._busy[collection] >= self._width()

    async def _freed(self) -> None:
        freed = asyncio.get_running_loop().create_future()
        self._waiting.append(freed)
        await freed

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for freed in waiting:
            if not freed.done():
                freed.set_result(None)
