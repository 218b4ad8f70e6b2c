"""The list and what stands around it, on the screen and kept true: to the desk, to the clock, to the cursor."""

from textual.app import ComposeResult
from textual.containers import Container

from desk.model import Delta, View
from tui.screens.context_line import ContextLine
from tui.screens.filter_row import FilterRow
from tui.screens.notices import Notices
from tui.screens.opening_list import OpeningList
from tui.screens.panes import DayPane, PreviewPane, WhyPane
from tui.screens.queue_list import QueueList
from tui.screens.trouble import Trouble, list_title, why_empty
from tui.seat import Seat

TITLES = {View.MINE: "Work on next", View.TEAM: "Team queue", View.UNASSIGNED: "Nobody has taken"}
READING = "Reading the copy ..."
MINUTE = 60_000_000
"""In the microseconds of desk time: what stands beside the list counts in minutes."""
LAYOUTS = ("-compact", "-normal", "-wide")
PANES_FROM = (120, 34)
"""Cells and lines from which on panes stand around the list; in fewer, the list would show less than without them."""


class LivingDay(OpeningList):
    """What a person sees of their day."""

    def __init__(self, seat: Seat) -> None:
        queue = QueueList(seat, id="queue")
        super().__init__(seat, queue, FilterRow(ContextLine(seat, queue)))
        self.why = WhyPane(seat, self.queue)
        self.day = DayPane(seat)
        self.preview = PreviewPane(seat)
        self.trouble = Trouble(seat)
        self._notices = Notices(seat)
        self._minute = seat.reader.now // MINUTE

    def body(self) -> ComposeResult:
        yield self.head
        with Container(id="body"):
            with Container(id="work"):
                yield self.queue
                yield self.day
                yield self.why
            yield self.preview
        yield self.trouble

    def on_mount(self) -> None:
        self._choose_layout()
        self.queue.focus()
        self.follow_cursor()

    def on_resize(self) -> None:
        self._choose_layout()

    def on_screen_resume(self) -> None:
        self.queue.learn()
        self.queue.acts_moved()
        self.day.redraw()
        self.refresh_cursor()
        self._show_status()
        self.tell_where()

    def desk_moved(self, delta: Delta) -> None:
        self._notices.tell(self.tell)
        if delta.reordered or delta.changed or delta.gone:
            self.queue.learn()
            self.day.redraw()
            if self.queue.cursor_key in delta.changed:
                self.refresh_cursor()
            else:
                self.why.follow()
        if delta.status_changed:
            self.day.redraw()
            self._show_status()
        self.tell_where()

    def acts_moved(self) -> None:
        super().acts_moved()
        self.day.redraw()
        self.preview.show()

    def second_passed(self) -> None:
        super().second_passed()
        self._notices.second_passed()
        self._notices.tell(self.tell)
        self.queue.second_passed()
        minute = self.seat.reader.now // MINUTE
        if minute != self._minute and not self.paused:
            self._minute = minute
            self.day.redraw()
            self.refresh_cursor()
        self._show_status()
        self.tell_where()

    def _choose_layout(self) -> None:
        width, height = self.app.size
        bare = width < PANES_FROM[0] or height < PANES_FROM[1]
        fits = "-compact" if bare else "-wide" if width >= 160 and height >= 36 else "-normal"
        for name in LAYOUTS:
            self.set_class(name == fits, name)
        for pane in (self.why, self.day, self.preview):
            pane.boxed = fits != "-compact"

    def tell_where(self) -> None:
        """The words that tell where the person is in the list."""
        queue = self.queue
        shown = queue.snapshot
        title, tone = list_title(TITLES[queue.view], self.seat)
        nothing = "empty" if self.seat.filled else "nothing yet"
        where = f"{queue.position + 1} of {len(queue)}" if len(queue) else nothing
        paused = f"{shown.paused} waiting" if shown is not None and shown.paused else ""
        sifted = f"filter {queue.filter_text}" if queue.filter_text else ""
        marked = f"{len(queue.marks)} marked" if queue.marks else ""
        if queue.ranging:
            marked = f"{marked}, v ends the range"
        if self.paused and self.has_class("-no-header"):
            title = f"PAUSED · {title}"
        queue.set_titles(title, " · ".join(text for text in (where, paused, marked, sifted) if text), tone)
        queue.set_empty(
            READING
            if not self.seat.desk.loaded
            else why_empty(self.seat.desk.status, filter_text=queue.filter_text, view=queue.view.value)
        )
        self.head.context.redraw()
        self.hints.redraw()
        self.top.redraw()

    def refresh_cursor(self) -> None:
        """Tell and read anew what there is to say of the item under the cursor."""
        self.why.follow()
        self.preview.read()

    def _show_status(self) -> None:
        self.trouble.follow()
        self.set_class(bool(self.trouble.display), "-troubled")

    def follow_cursor(self) -> None:
        self.why.follow()
        self.preview.follow(self.subject)
        self.tell_where()
