"""Where a person stands in a list that changes under them: a key, and the line of the window it is on."""

from collections.abc import Hashable, Sequence


class Anchor:
    """The cursor of a list as a key, held on its line of the window as long as the rows around it allow."""

    def __init__(self) -> None:
        self.keys: Sequence[Hashable] = ()
        self.index = 0
        """Where the cursor stands in `keys`."""
        self.top = 0
        """Which row is on the first line of the window."""
        self.page = 1
        """How many lines the window has."""

    @property
    def key(self) -> Hashable | None:
        """The row a person stands on, None in an empty list."""
        return self.keys[self.index] if self.keys else None

    @property
    def line(self) -> int:
        """The line of the window on which the cursor stands, counted from 0."""
        return self.index - self.top

    def put(self, keys: Sequence[Hashable]) -> None:
        """Take a new order. A row that vanished hands its line to the next one that is still there."""
        key, line, old = self.key, self.line, self.keys
        self.keys = keys
        self.index = 0 if key is None else self._found(key, old)
        self.top = self._clamped(self.index - line)

    def place(self, index: int, line: int) -> None:
        """Stand on this row, and have it on this line."""
        self.index = self._within(index)
        self.top = self._clamped(self.index - line)

    def move(self, index: int) -> bool:
        """Stand on this row, scrolling as little as it takes. True where that is another row."""
        if not self.keys:
            return False
        old, self.index = self.index, self._within(index)
        self._show_cursor()
        return self.index != old

    def scroll(self, lines: int) -> bool:
        """Move the window; the cursor comes along where it would leave it. True where it stands elsewhere then."""
        self.top = self._clamped(self.top + lines)
        return self.move(max(self.top, min(self.index, self.top + self.page - 1)))

    def resize(self, page: int) -> None:
        """Give the window so many lines, the cursor within them."""
        self.page = max(1, page)
        self.top = self._clamped(self.top)
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self.index < self.top:
            self.top = self.index
        elif self.index >= self.top + self.page:
            self.top = self.index - self.page + 1

    def _found(self, key: Hashable, old: Sequence[Hashable]) -> int:
        try:
            return self.keys.index(key)
        except ValueError:
            at = {known: index for index, known in enumerate(self.keys)}
            neighbours = (*old[self.index + 1 :], *reversed(old[: self.index]))
            return next((at[known] for known in neighbours if known in at), 0)

    def _within(self, index: int) -> int:
        return max(0, min(index, len(self.keys) - 1))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self.keys) - self.page))
