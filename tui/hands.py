"""What a person may do on this desk: nothing yet when the first picture stands, everything a moment later."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.acts.surface import Acts
    from desk.acts.told import Moved

OPENING = "The desk is still opening: nothing can be entered yet. Try again in a moment."


class Hands:
    """The acts once they are there; until then, or where there will be none, why not."""

    def __init__(self, why_not: str = OPENING) -> None:
        self.acts: Acts | None = None
        self.why_not = why_not
        self._hearers: list[Callable[[Moved | None], None]] = []
        self._stop: Callable[[], None] = lambda: None

    def give(self, acts: "Acts") -> None:
        """From now on it can be acted."""
        self.acts = acts
        self.why_not = acts.read_only
        self._stop = acts.subscribe(self._tell)
        self._tell(None)

    def refuse(self, why_not: str) -> None:
        """There will be no acts in this session."""
        self.why_not = why_not
        self._tell(None)

    def subscribe(self, hear: Callable[["Moved | None"], None]) -> Callable[[], None]:
        """Call `hear` with what moved; with None when there are acts for the first time, or never will be."""
        self._hearers.append(hear)
        return lambda: self._hearers.remove(hear)

    def close(self) -> None:
        """Hear no more of the acts."""
        self._stop()

    def _tell(self, moved: "Moved | None") -> None:
        for hear in tuple(self._hearers):
            hear(moved)
