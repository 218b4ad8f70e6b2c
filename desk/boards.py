"""The sorted orders: one list a view, kept sorted by every single move and never sorted whole again."""

from collections.abc import Callable, Iterable

from sortedcontainers import SortedKeyList

from desk.entries import Entry
from desk.letting_go import Held
from desk.model import ItemId, ItemKind, View, WorkItem
from desk.viewing import Viewing


def _key(item: WorkItem) -> tuple[int, ...]:
    return item.place.key


class Board:
    """Items of one view in their order, and how many of them are what.

    Keys are total, ending in kind and id, so every item has exactly one position.
    """

    def __init__(self, shown: Callable[[Entry], WorkItem | None]) -> None:
        self._shown = shown
        self._order = SortedKeyList(key=_key)
        self._items: dict[ItemId, WorkItem] = {}
        self.offered = self.paused = self.late = self.soon = 0

    def __len__(self) -> int:
        return len(self._items)

    def fill(self, entries: Iterable[Entry]) -> None:
        """Take the first items, all at once; the only time that a whole order is sorted."""
        shown = [item for entry in entries if (item := self._shown(entry)) is not None]
        self._items = {item.id: item for item in shown}
        self._order = SortedKeyList(shown, key=_key)
        self.offered = self.paused = self.late = self.soon = 0
        for item in shown:
            self._count(item, 1)

    def put(self, item_id: ItemId, entry: Entry | None) -> bool:
        """Take an item as it now is, None where it has left. True when order or membership changed."""
        before = self._items.get(item_id)
        after = None if entry is None else self._shown(entry)
        if before is None and after is None:
            return False
        if before is not None:
            self._order.remove(before)
            self._count(before, -1)
        if after is None:
            del self._items[item_id]
            return True
        self._items[item_id] = after
        self._order.add(after)
        self._count(after, 1)
        return before is None or before.place.key != after.place.key

    def held(self) -> tuple[Held, ...]:
        """What it holds items in."""
        return self._order, self._items

    def items(self) -> tuple[WorkItem, ...]:
        """All items in order."""
        return tuple(self._order)

    def position(self, item_id: ItemId) -> int | None:
        """Zero-based position of an item, None when it is not here. Costs O(log n)."""
        item = self._items.get(item_id)
        return None if item is None else int(self._order.index(item))

    def position_without(self, item_id: ItemId, key: tuple[int, ...]) -> int:
        """Zero-based position that a key would have here if the item were not where it is."""
        own = self._items.get(item_id)
        above = int(self._order.bisect_key_left(key))
        return above - 1 if own is not None and own.place.key < key else above

    def get(self, item_id: ItemId) -> WorkItem | None:
        return self._items.get(item_id)

    def at(self, position: int) -> WorkItem | None:
        """The item at a position."""
        if not 0 <= position < len(self._order):
            return None
        item: WorkItem = self._order[position]
        return item

    def _count(self, item: WorkItem, by: int) -> None:
        self.offered += by * item.place.offered
        self.paused += by * (item.waiting or item.paused)
        self.late += by * item.late
        self.soon += by * item.soon


def boards(viewing: Viewing) -> dict[View, Board]:
    """An empty board for each view."""

    def mine(entry: Entry) -> WorkItem | None:
        return entry.mine if viewing.has(entry.item) and not entry.spared else None

    def team(entry: Entry) -> WorkItem | None:
        return entry.item if entry.item.id.kind is not ItemKind.APPOINTMENT else None

    def unassigned(entry: Entry) -> WorkItem | None:
        item = entry.item
        return item if item.id.kind is ItemKind.TICKET and item.owner_id is None else None

    return {View.MINE: Board(mine), View.TEAM: Board(team), View.UNASSIGNED: Board(unassigned)}
