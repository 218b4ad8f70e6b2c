"""The order that a person looks at, which may trail the order that the desk owns.

While it is held, rows neither come, go nor change places: what they say is kept up to date, a row whose item left
the queue says so, and the moves that wait are counted. Applying takes the desk's order as it then is.
"""

from bisect import bisect_left
from collections.abc import Sequence

from desk.model import ItemId, QueueSnapshot, WorkItem


class HeldOrder:
    """One view of the queue on its way to the screen."""

    def __init__(self) -> None:
        self.shown: tuple[WorkItem, ...] = ()
        self.gone: frozenset[ItemId] = frozenset()
        """Shown items that the desk's order has no more."""
        self.waiting = 0
        """How many items would come, go or change places."""
        self._latest: tuple[WorkItem, ...] = ()

    def take(self, snapshot: QueueSnapshot, *, hold: bool, frozen: bool = False) -> None:
        """Learn the desk's order, and show it unless it is to be held. `frozen` holds what rows say as well."""
        self._latest = snapshot.items
        if not hold:
            self.apply()
            return
        newest = {item.id: item for item in snapshot.items}
        if not frozen:
            self.shown = tuple(newest.get(item.id, item) for item in self.shown)
        self.gone = frozenset(item.id for item in self.shown if item.id not in newest)
        self.waiting = moves([item.id for item in self.shown], [item.id for item in snapshot.items])

    def apply(self) -> bool:
        """Show the desk's order. True where that moved something."""
        moved = self.waiting > 0
        self.shown, self.gone, self.waiting = self._latest, frozenset(), 0
        return moved


def moves(before: Sequence[ItemId], after: Sequence[ItemId]) -> int:
    """How many items have to come, go or be carried elsewhere to make one order the other."""
    if before == after:
        return 0
    place = {item: index for index, item in enumerate(after)}
    stayed = [place[item] for item in before if item in place]
    carried = len(stayed) - _longest_rise(stayed)
    return (len(before) - len(stayed)) + (len(after) - len(stayed)) + carried


def _longest_rise(places: Sequence[int]) -> int:
    """The length of the longest rising run of places, others left out: what can stay while the rest is carried."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        if at == len(ends):
            ends.append(place)
        else:
            ends[at] = place
    return len(ends)
