"""What a person may do on this desk: nothing yet when the first picture stands, everything a moment later."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from tui.remarks import Remarks
from tui.typed import Typed

if TYPE_CHECKING:
    from desk.acts.surface import Acts
    from desk.acts.told import Idle, Mark, Moved
    from desk.model import ItemId

OPENING = "The desk is still opening: nothing can be entered yet. Try again in a moment."


class Hands:
    """The acts once they are there; until then, or where there will be none, why not."""

    def __init__(self, why_not: str = OPENING) -> None:
        self.acts: Acts | None = None
        self.why_not = why_not
        self.only_looking = False
        """Nothing may be entered in this session, now or later."""
        self.remarks = Remarks()
        self.typed = Typed()
        self._asked: tuple[str, datetime] | None = None
        self._hearers: list[Callable[[Moved | None], None]] = []
        self._stop: Callable[[], None] = lambda: None

    def give(self, acts: "Acts") -> None:
        """From now on it can be acted."""
        self.acts = acts
        self.why_not = acts.read_only
        self.only_looking = acts.read_only != ""
        self._stop = acts.subscribe(self._tell)
        self._tell(None)

    def say(self, text: str) -> None:
        """Let a person read something in passing, on any screen."""
        from desk.acts.told import Remark

        self.remarks.take((Remark(text),))

    def refuse(self, why_not: str) -> None:
        """There will be no acts in this session."""
        self.why_not = why_not
        self.only_looking = True
        self._tell(None)

    def subscribe(self, hear: Callable[["Moved | None"], None]) -> Callable[[], None]:
        """Call `hear` with what moved; with None when there are acts for the first time, or never will be."""
        self._hearers.append(hear)
        return lambda: self._hearers.remove(hear)

    def close(self) -> None:
        """Hear no more of the acts."""
        self._stop()

    def key_pressed(self) -> None:
        """A person is here."""
        if self.acts is not None:
            self.acts.key_pressed()

    def saw(self, item: "ItemId | None") -> None:
        """What is open before a person now."""
        if self.acts is not None:
            self.acts.saw(item)

    def ask(self, idle: "Idle") -> bool:
        """Whether this doubt is to be asked about: once, for a person may say later."""
        asked, self._asked = self._asked, (idle.timer_id, idle.since)
        return asked != self._asked

    def mark(self, item: "ItemId") -> "Mark | None":
        """What of an item is not in Autotask yet."""
        return None if self.acts is None else self.acts.mark(item)

    def line_mark(self, kind: str, id_: int) -> "Mark | None":
        """Where a record stands that was entered here; None where all of it is in Autotask."""
        return None if self.acts is None else self.acts.line_mark(kind, id_)

    def _tell(self, moved: "Moved | None") -> None:
        if self.acts is not None:
            self.remarks.take(self.acts.take_remarks())
        for op_id in () if moved is None else moved.settled:
            self.remarks.settle(op_id)
        for hear in tuple(self._hearers):
            hear(moved)
