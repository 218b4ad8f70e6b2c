"""Who does the work on disk: a thread of its own where a screen lives on the loop, the caller where nobody waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Hand(Protocol):
    """Does one thing after the other."""

    async def do(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        """Do it and wait until it is done, even when the waiting is given up."""
        ...

    def rest(self) -> None:
        """No more work comes."""
        ...


class OwnThread:
    """One thread: an fsync never holds the loop up."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "outbox")

    async def do(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        return await asyncio.wrap_future(self._thread.submit(lambda: work(*args, **named)))

    def rest(self) -> None:
        self._thread.shutdown(wait=True)


class AtOnce:
    """In place: for command lines, and for schedules in virtual time that no thread may disturb."""

    async def do(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        return work(*args, **named)

    def rest(self) -> None:
        pass
