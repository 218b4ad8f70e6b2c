"""A screen around the queue: the list, the line above it, and everything that a person does in it."""

from collections.abc import Sequence

from textual import on

from desk.model import View, WorkItem
from tui.screens.base import DeskScreen
from tui.screens.context_line import views
from tui.screens.filter_row import FilterRow
from tui.screens.queue_list import QueueList
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.words.header import Pressing


class LookedThrough(DeskScreen):
    """The list is looked through: other views, its order, a filter. What stands around it follows the cursor."""

    def __init__(self, seat: Seat, queue: QueueList, head: FilterRow) -> None:
        """`head` stands above `queue` and sifts it."""
        super().__init__(seat)
        self.queue = queue
        self.head = head

    def follow_cursor(self) -> None:
        """The cursor may be on another item, or the list is another."""
        raise NotImplementedError

    def tell_where(self) -> None:
        """The words that tell where the person is in the list may be others."""
        raise NotImplementedError

    def acts_moved(self) -> None:
        super().acts_moved()
        self.queue.acts_moved()

    @property
    def paused(self) -> bool:
        return self.queue.paused

    @property
    def pressing(self) -> Pressing:
        return self.queue.pressing

    @property
    def subject(self) -> WorkItem | None:
        return self.queue.cursor_row

    @on(LiveTable.Moved)
    @on(FilterRow.Sifted)
    def moved(self) -> None:
        self.follow_cursor()

    def action_turn(self, step: int) -> None:
        there = views(self.seat)
        self.action_look(there[(there.index(self.queue.view) + step) % len(there)].value)

    def action_look(self, view: str) -> None:
        self.queue.look_at(View(view))
        self.follow_cursor()

    def action_first(self) -> None:
        """To the first row, as `g` in the list."""
        self.queue.action_first()

    def action_apply(self) -> None:
        self.queue.apply_asked()
        self.seat.desk.refresh()
        self.follow_cursor()

    def action_pause(self) -> None:
        self.queue.pause()
        self.tell_where()

    def action_filter(self) -> None:
        self.head.open()


class ListScreen(LookedThrough):
    """Keys act on the item under the cursor, or on all that are marked."""

    @property
    def chosen(self) -> Sequence[WorkItem]:
        return self.queue.marked_rows() or super().chosen

    def action_mark(self) -> None:
        self.queue.toggle_mark()
        self.tell_where()

    def action_mark_all(self) -> None:
        self.queue.mark_all()
        self.tell_where()

    def action_mark_range(self) -> None:
        self.queue.toggle_range()
        self.tell_where()

    def action_copy(self) -> None:
        marked = [item.short_id for item in self.queue.marked_rows()]
        if marked:
            self.copied(" ".join(marked))
        else:
            super().action_copy()

    def action_back(self) -> None:
        """Undo one thing: the filter, then the marks; else go back to the list."""
        if self.head.clear():
            return
        if self.queue.marks:
            self.queue.clear_marks()
            self.tell_where()
        else:
            self.queue.focus()
