"""The instants at which items change by time alone, and the inputs that items read.

Both are indexes from "something happened" to "these items": what makes a quiet tick cost nothing and a change cost
only what it touches.
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from desk.letting_go import Held
from desk.model import ItemId, Micros
from desk.tenant import InputKey

SLACK = 64


class Agenda:
    """A heap of (instant, item). Items that got another instant stay in the heap until their turn comes."""

    def __init__(self) -> None:
        self._heap: list[tuple[Micros, ItemId]] = []
        self._at: dict[ItemId, Micros] = {}

    def set(self, item: ItemId, at: Micros | None) -> None:
        """Wake an item at an instant, in place of what was set; None never."""
        if self._at.get(item) == at:
            return
        if at is None:
            del self._at[item]
            return
        self._at[item] = at
        heappush(self._heap, (at, item))
        if len(self._heap) > 4 * len(self._at) + SLACK:
            self._heap = [(when, one) for one, when in self._at.items()]
            heapify(self._heap)

    @property
    def next_at(self) -> Micros | None:
        """The earliest instant that is set."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def held(self) -> tuple[Held, ...]:
        """What it holds items in."""
        return self._heap, self._at

    def due(self, now: Micros) -> Iterator[ItemId]:
        """The items whose instant has come, earliest first; each is no longer set afterwards."""
        while (at := self.next_at) is not None and at <= now:
            item = heappop(self._heap)[1]
            del self._at[item]
            yield item


class Readers:
    """Which items read an input."""

    def __init__(self) -> None:
        self._items: dict[InputKey, set[ItemId]] = {}
        self._inputs: dict[ItemId, frozenset[InputKey]] = {}

    def set(self, item: ItemId, inputs: frozenset[InputKey]) -> None:
        """What an item reads from now on; nothing when it has left."""
        known = self._inputs.get(item, frozenset())
        if inputs == known:
            return
        for key in known - inputs:
            readers = self._items[key]
            readers.discard(item)
            if not readers:
                del self._items[key]
        for key in inputs - known:
            self._items.setdefault(key, set()).add(item)
        if inputs:
            self._inputs[item] = inputs
        else:
            del self._inputs[item]

    def held(self) -> tuple[Held, ...]:
        """What it holds items in."""
        return self._items, self._inputs

    def of(self, key: InputKey) -> frozenset[ItemId]:
        """The items that read an input."""
        return frozenset(self._items.get(key, ()))
