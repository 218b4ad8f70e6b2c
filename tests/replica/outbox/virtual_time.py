"""A loop whose clock jumps to whatever comes next: hours of waiting pass in no time, and always in the same order."""

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any


class Stalled(AssertionError):
    """Everything waits and nothing is due: nobody will ever go on."""


class _Jumping(selectors.BaseSelector):
    """Waits for no file: passes the time instead."""

    def __init__(self) -> None:
        self.passed = 0.0

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, 0, None)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise Stalled
        self.passed += max(0.0, timeout)
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return {}


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop in virtual time that begins at a moment."""

    def __init__(self, begin: float = 0.0) -> None:
        self._jumping = _Jumping()
        self._begin = begin
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._begin + self._jumping.passed


class LoopMachine:
    """The machine's clock is that of the running loop."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
