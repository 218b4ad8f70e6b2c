"""What stands around the list: why, the day, and what was said on the ticket under the cursor."""

from textual import work

from desk.model import Explanation, SyncState, WorkItem
from tui.screens.base import is_ticket
from tui.screens.queue_list import QueueList
from tui.seat import Seat
from tui.widgets.pane import Pane, ScrollPane
from tui.widgets.parts import Part, Parts, paragraph
from tui.words import day, pending, preview, reasons

NOBODY = "Nobody is set as you, so there is no day to show: set me = your e-mail under [desk]."


WHY = Part(" Why    ", "key")
TODAY = Part(" Today  ", "key")


class WhyPane(Pane):
    """Why the item under the cursor stands where it stands."""

    def __init__(self, seat: Seat, queue: QueueList) -> None:
        super().__init__(id="why")
        self._seat = seat
        self._queue = queue

    def follow(self) -> None:
        """Explain the item under the cursor in the view that is shown."""
        item, following = self._queue.cursor_row, self._queue.following
        why = self._seat.desk.explain(item.id, self._queue.view) if item is not None else None
        if item is None or why is None:
            self.set_titles("Why")
            self.set_lines(lambda _width, _height: [])
            return
        desk = self._seat.desk
        then = desk.row(following, desk.clock.now()) if following is not None else None

        def strip(why: Explanation, width: int) -> Parts:
            return [WHY, *reasons.strip(why, then, width - len(WHY.text))]

        self.set_titles(f"{reasons.heading(item, why)}{self._meanwhile(why)}", "w shows the whole ranking")
        self.set_lines(lambda width, height: reasons.panel(why, width, height) if self.boxed else [strip(why, width)])

    def _meanwhile(self, why: Explanation) -> str:
        """Where the row stands on the screen while the order is held, if that is elsewhere than the reasons say."""
        queue, here = self._queue, self._queue.position + 1
        if not queue.waiting or queue.filter_text or why.position in (None, here):
            return ""
        return f", {reasons.ordinal(here)} here until {'p' if queue.paused else 'r'}"


class DayPane(Pane):
    """The day of the person at the screen."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="day")
        self._seat = seat

    def on_mount(self) -> None:
        self.set_lines(self._day)

    def _day(self, width: int, height: int) -> list[Parts]:
        desk = self._seat.desk
        if not self._seat.filled:
            return self._nothing(day.READING if desk.status.state is SyncState.FILLING else day.NOT_READ)
        if desk.me is None:
            return paragraph(f" {desk.me_problem or NOBODY}", width, tone="quiet")[: max(1, height)]
        acts = self._seat.hands.acts
        if (today := desk.today() if acts is None else acts.sheet().today) is None:
            return self._nothing(day.READING)
        running = day.running_of(None if acts is None else acts.timers, today.now)
        if not self.boxed:
            return [[TODAY, *day.strip(today, width - 8, running)]]
        self.set_titles(day.heading(today, running))
        return day.panel(today, width, height, running, self._seat.hands.line_mark)

    def _nothing(self, why: str) -> list[Parts]:
        """No figure is no zero: say why there is none."""
        self.set_titles("Today")
        return [[Part(why, "quiet")]] if self.boxed else [[TODAY, Part(why, "quiet")]]


class PreviewPane(ScrollPane):
    """The ticket under the cursor. It is read off the loop; meanwhile its facts stand there."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="preview")
        self._seat = seat
        self._item: WorkItem | None = None
        self._detail: preview.Detail | None = None

    def follow(self, item: WorkItem | None) -> None:
        """Show this item from its top."""
        self._item, self._detail = item, None
        self.to_top()
        self.show()
        self.read()

    @work(exclusive=True, group="preview", exit_on_error=False, description="read the ticket under the cursor")
    async def read(self) -> None:
        """Read the ticket anew; an answer for a ticket the cursor has left is dropped."""
        item = self._item
        if item is None:
            return
        desk = self._seat.desk
        detail = await (desk.detail(item.id.id) if is_ticket(item) else desk.planned(item.id))
        if detail is not None and self._item is item:
            self._detail = detail
            self.show()

    def show(self) -> None:
        """Word it anew: what is on its way may be in Autotask now."""
        item, detail, reader = self._item, self._detail, self._seat.reader
        sent = pending.signed(None if item is None else self._seat.hands.mark(item.id))
        self.set_titles(preview.heading(item, sent), "tab scrolls here · P hides it" if item is not None else "")

        def worded(width: int, height: int) -> list[Parts]:
            # Only now is it known how large the window is.
            make = preview.panel if self.boxed else preview.strip
            return make(item, detail, reader, width, height)

        self.set_lines(worded, keep_end=True)
