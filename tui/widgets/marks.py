"""The marked rows of a list by their keys, and a range of them that grows with the cursor."""

from collections.abc import Hashable, Sequence


class Marks:
    """A set of keys. While a range is open, all between its first row and the cursor is marked as well."""

    def __init__(self) -> None:
        self.keys: set[Hashable] = set()
        self._first: Hashable | None = None
        self._before: frozenset[Hashable] = frozenset()

    @property
    def ranging(self) -> bool:
        """Whether a range is open."""
        return self._first is not None

    def begin(self, key: Hashable) -> None:
        """Open a range on this row."""
        self._first, self._before = key, frozenset(self.keys)
        self.keys.add(key)

    def end(self) -> None:
        """Close the range; what it marked stays marked."""
        self._first = None

    def reach(self, keys: Sequence[Hashable], index: int) -> None:
        """Let the range go to this row."""
        if self._first is None or self._first not in keys:
            self.end()
            return
        first = keys.index(self._first)
        self.keys = {*self._before, *keys[min(first, index) : max(first, index) + 1]}

    def keep(self, keys: Sequence[Hashable]) -> None:
        """Forget rows that are not there any more."""
        if self.keys:
            self.keys.intersection_update(keys)
            self._before &= self.keys
        if self._first is not None and self._first not in keys:
            self.end()

    def clear(self) -> None:
        self.keys.clear()
        self.end()
