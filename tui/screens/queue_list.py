"""The queue as a person sees it: a view, a filter, and an order that waits while somebody is in the list."""

from collections.abc import Hashable

from desk.filters import Filter
from desk.model import ItemId, ItemKind, QueueSnapshot, View, WorkItem
from tui.held import HeldOrder
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.words import queue as words
from tui.words.filter_terms import understood

SHORT_BELOW = 100
"""Cells of the list under which numbers are written without their year."""


class QueueList(LiveTable[WorkItem]):
    """The live table on the desk's order."""

    def __init__(self, seat: Seat, *, id: str) -> None:  # noqa: A002 - Textual's own name
        self.view = View.MINE
        self._chosen = False
        self._short = False
        super().__init__(words.columns(self.view, short=False), key=lambda item: item.id, line=self._words, id=id)
        self._seat = seat
        self._held = HeldOrder()
        self._filter: Filter | None = None
        self._spots: dict[View, tuple[Hashable, int]] = {}
        self.snapshot: QueueSnapshot | None = None
        """The desk's order as last learnt, shown or not."""
        self.filter_text = ""
        self.paused = False
        self._left_on_top = True
        """Whether the cursor was on the first row when somebody last did something."""

    @property
    def waiting(self) -> int:
        """Items that would come, go or change places if the order were applied."""
        return self._held.waiting

    def keys_of(self, kind: ItemKind) -> list[ItemId]:
        """The items of a kind in the order on the screen."""
        return [item.id for item in self._held.shown if item.id.kind is kind]

    def learn(self) -> None:
        """Take the desk's order: at once when nobody is in the list, else once they are done."""
        if not self._chosen:
            self._see(View.MINE if self._seat.desk.me is not None else View.TEAM)
        self.snapshot = self._seat.desk.queue(self.view, self._filter)
        hold = bool(self._held.shown) and (self.paused or self._seat.attention.here)
        self._held.take(self.snapshot, hold=hold, frozen=self.paused)
        self._show_order()

    def apply(self) -> None:
        """Show the desk's order as it is now."""
        self.snapshot = self._seat.desk.queue(self.view, self._filter)
        self._held.take(self.snapshot, hold=False)
        self._show_order()

    def _show_order(self) -> None:
        """Whoever left the cursor on the first row, or has not come yet, wants to find the first one there."""
        self.set_rows(self._held.shown)
        if self._seat.attention.here:
            self._left_on_top = self.position == 0
        elif self._left_on_top:
            self.action_first()

    def _show(self, moved: bool) -> None:
        self._left_on_top = self.position == 0
        super()._show(moved)

    def second_passed(self) -> None:
        """Count down what is on screen, and let the order in once the person has left it alone."""
        if self.paused:
            return
        if self.waiting and not self._seat.attention.here:
            self.apply()
        else:
            self.repaint()

    def look_at(self, view: View) -> None:
        """Another view, the cursor where it stood when the person left it."""
        if (key := self.cursor_key) is not None:
            self._spots[self.view] = (key, self.cursor_line)
        self._chosen = True
        self._see(view)
        self.apply()
        if view in self._spots:
            self.place_on_line(*self._spots[view])
        else:
            self.action_first()

    def _see(self, view: View) -> None:
        if view is not self.view:
            self.view = view
            self.set_columns(words.columns(view, short=self._short))

    def sift(self, text: str) -> str:
        """Show what the terms keep that say something; answers with what is wrong with the others."""
        said = understood(text, self._seat.desk.parse_filter)
        self._filter = said.filter
        self.filter_text = said.filter.text if said.filter is not None else ""
        self.apply()
        return said.problem

    def on_resize(self) -> None:
        short = self.size.width < SHORT_BELOW
        if short != self._short:
            self._short = short
            self.set_columns(words.columns(self.view, short=short))
        super().on_resize()

    def _words(self, item: WorkItem) -> Line:
        text = self._seat.desk.row(item, self._seat.desk.clock.now())
        return words.line(text, short=self._short, gone=item.id in self._held.gone)
