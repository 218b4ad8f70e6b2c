"""Letting go of much, a little at a time: what dies at once stops everything until the last of it is dead."""

from collections import deque
from collections.abc import Iterator, MutableMapping
from typing import Any, TypeAlias

from sortedcontainers import SortedKeyList

from desk.clocks import MachineClock

SLICE_SECONDS = 0.002
"""A slice. A key press takes two or three turns of the loop to be heard, each after such a slice."""
AT_ONCE = 50
"""Things that are let go of between two looks at the clock."""

Held: TypeAlias = MutableMapping[Any, Any] | list[Any] | SortedKeyList


def emptied(*held: Held) -> Iterator[None]:
    """Take everything out of containers that nobody looks into any more, some at each step."""
    for each in held:
        take = each.popitem if isinstance(each, MutableMapping) else each.pop
        while each:
            for _ in range(min(AT_ONCE, len(each))):
                take()
            yield


class LettingGo:
    """What is to die, in slices."""

    def __init__(self, machine: MachineClock) -> None:
        self._machine = machine
        self._leaving: deque[Iterator[None]] = deque()

    @property
    def busy(self) -> bool:
        """Whether something is still to be let go of."""
        return bool(self._leaving)

    def take(self, leaving: Iterator[None]) -> None:
        """Let go of something from now on, step by step."""
        self._leaving.append(leaving)

    def work(self) -> None:
        """Let go of more, for at most a slice."""
        until = self._machine.now() + SLICE_SECONDS
        while self._leaving and self._machine.now() < until:
            if next(self._leaving[0], self) is self:
                self._leaving.popleft()
