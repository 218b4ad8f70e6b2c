"""The queue as a person sees it: a view, a filter, and an order that waits while somebody is in the list."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from desk.filters import Filter
from desk.model import ItemId, ItemKind, Micros, QueueSnapshot, View, WorkItem
from tui.held import HeldOrder
from tui.seat import Seat
from tui.widgets.columns import Column
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.words import queue as words
from tui.words.filter_terms import understood
from tui.words.header import Pressing, pressing

if TYPE_CHECKING:
    from desk.acts.told import Mark

SHORT_BELOW = 100
"""Cells of the list under which numbers are written without their year."""


class QueueList(LiveTable[WorkItem]):
    """The live table on the desk's order."""

    def __init__(self, seat: Seat, *, id: str) -> None:  # noqa: A002 - Textual's own name
        self.view = View.MINE
        self._chosen = False
        self._short = False
        super().__init__(self._columns(), key=lambda item: item.id, line=self._words, id=id)
        self._seat = seat
        self._held = HeldOrder()
        self._filter: Filter | None = None
        self._spots: dict[View, tuple[Hashable, int]] = {}
        self.snapshot: QueueSnapshot | None = None
        """The desk's order as last learnt, shown or not."""
        self.filter_text = ""
        self.paused_at: Micros | None = None
        """Since when the person has the list stand still; None while it lives."""
        self.pressing = Pressing()
        """Of the whole view, whatever the filter keeps."""
        self._pending: Mapping[ItemId, Mark] = {}
        self._came: set[Hashable] = set()
        """What has come above the cursor since somebody last moved it."""
        self._asked = False
        """Whether the person asked for the order as it is, and has not moved since."""

    @property
    def waiting(self) -> int:
        """Items that would come, go or change places if the order were applied."""
        return self._held.waiting

    @property
    def paused(self) -> bool:
        return self.paused_at is not None

    @property
    def above(self) -> int:
        """Rows above the part of the list that is on the screen; 0 until one has come there by itself since the person
        last moved."""
        above = self._at.keys[: self._at.top]
        return len(above) if any(key in self._came for key in above) else 0

    @property
    def first_unseen(self) -> WorkItem | None:
        """What is first, for who has left the list alone, or asked for its order, where it is out of sight."""
        away = self._seat.attention.ever and not self._seat.attention.here
        return self._held.shown[0] if self._at.top and (away or self._asked) else None

    @property
    def following(self) -> WorkItem | None:
        """What stands below the cursor."""
        below = self.position + 1
        return self._held.shown[below] if below < len(self._held.shown) else None

    def keys_of(self, kind: ItemKind) -> list[ItemId]:
        """The items of a kind in the order on the screen."""
        return [item.id for item in self._held.shown if item.id.kind is kind]

    def learn(self) -> None:
        """Take the desk's order: at once when nobody is in the list, else once they are done."""
        if not self._chosen:
            self._see(View.MINE if self._seat.desk.me is not None else View.TEAM)
        hold = bool(self._held.shown) and (self.paused or self._seat.attention.here)
        self._held.take(self._ask(), hold=hold, frozen=self.paused)
        self._show_order()

    def apply(self) -> None:
        """Show the desk's order as it is now."""
        self._held.take(self._ask(), hold=False)
        self._show_order()

    def apply_asked(self) -> None:
        """Show it because the person asked. The cursor keeps its ticket even so, and what is first is named."""
        self.apply()
        self._asked = True

    def move_on(self) -> None:
        """Go on from what was skipped to what comes after it, and show the order that stands."""
        item = self._seat.desk.item
        standing = (row.id for row in self._held.shown[self.position :] if (now := item(row.id)) and not now.skipped)
        following = next(standing, None)
        if following is not None and following != self.cursor_key:
            self.move_to(following)
            self.apply()

    def pause(self) -> None:
        """Stand still from now on, or live again."""
        if self.paused:
            self.paused_at = None
            self.apply()
        else:
            self.paused_at = self._seat.desk.clock.now()

    def _ask(self) -> QueueSnapshot:
        self.snapshot = self._seat.desk.queue(self.view, self._filter)
        self.pressing = pressing(self.snapshot if self._filter is None else self._seat.desk.queue(self.view))
        return self.snapshot

    def _show_order(self) -> None:
        """The cursor stays on its ticket. Before anybody has come, it is on whatever is first."""
        before = set(self._at.keys[: self._at.index])
        self.set_rows(self._held.shown)
        self._came |= set(self._at.keys[: self._at.index]) - before
        if not self._seat.attention.ever:
            self.action_first()

    def _show(self, moved: bool) -> None:
        self._came.clear()
        self._asked = False
        super()._show(moved)

    def second_passed(self) -> None:
        """Count down what is on screen, and let the order in once the person has left it alone."""
        if self.paused:
            return
        if self.waiting and not self._seat.attention.here:
            self.apply()
        else:
            self.repaint()

    def acts_moved(self) -> None:
        """Mark what is not in Autotask yet."""
        acts = self._seat.hands.acts
        pending = acts.marks() if acts is not None else {}
        if pending != self._pending:
            self._pending = pending
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
            self.set_columns(self._columns())

    def sift(self, text: str) -> str:
        """Show what the terms keep that say something; answers with what is wrong with the others."""
        said = understood(text, self._seat.desk.parse_filter)
        self._filter = said.filter
        self.filter_text = said.filter.text if said.filter is not None else ""
        self.apply()
        self._came.clear()
        return said.problem

    def on_resize(self) -> None:
        short = self.size.width < SHORT_BELOW
        if short != self._short:
            self._short = short
            self.set_columns(self._columns())
        super().on_resize()

    def _columns(self) -> Sequence[Column]:
        return words.columns(self.view, short=self._short)

    def _words(self, item: WorkItem) -> Line:
        text = self._seat.desk.row(item, self._seat.desk.clock.now())
        return words.line(text, self._pending.get(item.id), short=self._short, gone=item.id in self._held.gone)
