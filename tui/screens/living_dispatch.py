"""The intervention list and what stands around it, kept true: to the desk, to the clock, to the cursor."""

from textual.app import ComposeResult
from textual.containers import Container

from desk.model import Delta
from tui.screens.dispatch_panes import LastPane, LoadPane, NeedPane, SuggestionPane
from tui.screens.filter_row import FilterRow
from tui.screens.need_list import NeedList
from tui.screens.need_tabs import NeedTabs
from tui.screens.opening_list import OpeningList
from tui.screens.panes import PreviewPane
from tui.screens.pulse_panes import PulseRow
from tui.screens.trouble import Trouble, list_title, why_empty
from tui.seat import Seat

TITLE = "Needs a decision"
READING = "Reading the copy ..."
MINUTE = 60_000_000
LAYOUTS = ("-compact", "-normal", "-wide")
PANES_FROM = (100, 30)
"""Cells and lines from which on panes stand around the list; in fewer they fold to lines."""
BESIDE_FROM = (160, 36)
"""From here on they stand beside it."""
TALL_FROM = 44
"""Lines from which on the pulse of the desk has room under both."""


class LivingDispatch(OpeningList):
    """What a dispatcher sees."""

    def __init__(self, seat: Seat) -> None:
        self.needs = NeedList(seat, id="queue")
        self.tabs = NeedTabs(seat, self.needs)
        super().__init__(seat, self.needs, FilterRow(self.tabs))
        self.why = NeedPane(seat, self.needs)
        self.load = LoadPane(seat)
        self.preview = PreviewPane(seat)
        self.suggested = SuggestionPane(seat)
        self.pulse = PulseRow(seat)
        self.last = LastPane(seat)
        self.trouble = Trouble(seat)
        self._minute = seat.reader.now // MINUTE

    def body(self) -> ComposeResult:
        yield self.head
        with Container(id="dispatch"):
            with Container(id="listed"):
                yield self.queue
                yield self.why
            with Container(id="people"):
                yield self.load
                yield self.preview
                yield self.suggested
        yield self.pulse
        yield self.last
        yield self.trouble

    def on_mount(self) -> None:
        self._choose_layout()
        self.queue.focus()
        self.queue.learn()
        self.follow_cursor()

    def on_resize(self) -> None:
        self._choose_layout()
        self._follow_ticket()

    def on_screen_resume(self) -> None:
        self.queue.learn()
        self.queue.acts_moved()
        self.load.read()
        self.last.read()
        self.pulse.read()
        self.follow_cursor()
        self._show_status()

    def desk_moved(self, delta: Delta) -> None:
        if delta.needs or delta.changed or delta.gone:
            self.queue.learn()
            self.load.read()
            if self.queue.cursor_key in delta.changed:
                self.suggested.follow(self.subject)
                self.preview.read()
            self.why.redraw()
        if delta.status_changed:
            self._show_status()
        self.tell_where()

    def acts_moved(self) -> None:
        super().acts_moved()
        self.last.read()
        self.preview.show()

    def second_passed(self) -> None:
        super().second_passed()
        self.queue.second_passed()
        minute = self.seat.reader.now // MINUTE
        if minute != self._minute and not self.paused:
            self._minute = minute
            self.load.read()
            self.preview.read()
            self.pulse.read()
            self.why.redraw()
        self._show_status()
        self.tell_where()

    def follow_cursor(self) -> None:
        self.why.redraw()
        self.suggested.follow(self.subject)
        self._follow_ticket()
        self.tell_where()

    def _follow_ticket(self) -> None:
        """Show what was said on the ticket under the cursor, where there is room for it."""
        if self.has_class("-wide"):
            self.preview.follow(self.subject)

    def tell_where(self) -> None:
        queue, seat = self.queue, self.seat
        title, tone = list_title(TITLE, seat)
        nothing = "nothing" if seat.filled else "nothing yet"
        where = f"{queue.position + 1} of {len(queue)}" if len(queue) else nothing
        marked = f"{len(queue.marks)} marked" if queue.marks else ""
        if queue.ranging:
            marked = f"{marked}, v ends the range"
        sifted = f"filter {queue.filter_text}" if queue.filter_text else ""
        if self.paused and self.has_class("-no-header"):
            title = f"PAUSED · {title}"
        queue.set_titles(title, " · ".join(text for text in (where, marked, sifted) if text), tone)
        queue.set_empty(self._empty())
        self.head.context.redraw()
        self.hints.redraw()
        self.top.redraw()

    def _empty(self) -> str:
        """Why there is nothing: it is not read yet, could not be, a filter hides it, or all is well."""
        desk, queue = self.seat.desk, self.queue
        if not desk.loaded:
            return READING
        if desk.status.last_good is None or queue.filter_text:
            return why_empty(desk.status, filter_text=queue.filter_text, view=queue.view.value)
        if self.needs.counts.get(self.needs.tab.ALL, 0):
            return "Nothing under this heading. h and l show the others."
        return desk.calm_text()

    def _show_status(self) -> None:
        self.trouble.follow()
        self.set_class(bool(self.trouble.display), "-troubled")

    def _choose_layout(self) -> None:
        width, height = self.app.size
        bare = width < PANES_FROM[0] or height < PANES_FROM[1]
        beside = width >= BESIDE_FROM[0] and height >= BESIDE_FROM[1]
        fits = "-compact" if bare else "-wide" if beside else "-normal"
        for name in LAYOUTS:
            self.set_class(name == fits, name)
        tall = beside and height >= TALL_FROM
        if tall is not self.pulse.display:
            self.pulse.display = tall
            self.pulse.read()
        for pane in (self.load, self.suggested):
            pane.boxed = not bare
