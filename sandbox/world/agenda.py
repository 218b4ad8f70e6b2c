"""What happens next: events in the order of their instants, and of their making where instants are equal."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any


class Agenda:
    """A heap of named events. The order depends on nothing but what was put in, never on how often it is run."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, str, tuple[Any, ...]]] = []
        self._made = 0
        self._handlers: dict[str, Callable[..., None]] = {}

    def on(self, name: str, handler: Callable[..., None]) -> None:
        """Say who handles events of a name; the handler gets the instant, then the event's own arguments."""
        self._handlers[name] = handler

    def add(self, at: int, name: str, *args: Any) -> None:
        """Put one event in."""
        self._made += 1
        heapq.heappush(self._heap, (at, self._made, name, args))

    def due(self, until: int) -> bool:
        """Whether anything happens up to and including an instant."""
        return bool(self._heap) and self._heap[0][0] <= until

    def run(self, until: int) -> None:
        """Let everything happen up to and including an instant."""
        heap, handlers = self._heap, self._handlers
        while heap and heap[0][0] <= until:
            at, _, name, args = heapq.heappop(heap)
            handlers[name](at, *args)
