"""All timers: the one that runs and those that are parked. Resumed, parked, begun earlier, entered, thrown away."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from desk.acts.answers import NotDone, Outcome
from desk.acts.told import Timer
from desk.spoken_time import SpokenTimeError
from tui.acting.work import Work
from tui.forms import time
from tui.forms.fields import Line as Editor
from tui.widgets.live_table import FRAME_LINES, LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import Pane
from tui.words import timers as words

MOST_LINES = 8


class TimersList(ModalScreen[Timer | None]):
    """Answers with the timer whose time is to be entered, or None."""

    CSS_PATH = "timers.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="timers.back"),
        Binding("enter", "turn", "Run or park", show=False, id="timers.turn"),
        Binding("t,S", "log", "Enter its time", show=False, id="timers.log"),
        Binding("b", "begin", "Began at", show=False, id="timers.begin"),
        Binding("d", "drop", "Drop", show=False, id="timers.drop"),
        Binding("u", "undo", "Take back", show=False, id="timers.undo"),
    ]

    def __init__(self, acting: Work) -> None:
        super().__init__()
        self._acting = acting
        self._acts = acting.acts
        self._stop: Callable[[], None] = lambda: None
        self._said = ""
        self.table: LiveTable[Timer] = LiveTable(
            words.COLUMNS, key=lambda timer: timer.timer_id, line=self._line, id="timers-list"
        )
        self.began = Editor(placeholder="it began at: 9:10, -20m, yesterday 16:30", id="timers-began", compact=True)
        self.below = Pane(id="timers-below", boxed=False)

    def compose(self) -> ComposeResult:
        with Vertical(id="timers"):
            yield self.table
            yield self.began
            yield self.below

    def on_mount(self) -> None:
        self.began.display = False
        self.below.set_lines(lambda width, _height: words.below(self._said, width))
        self._stop = self._acts.subscribe(lambda moved: self._show() if moved.timers else None)
        self.table.set_titles("Timers", "")
        self.table.set_empty("No timer runs and none is parked.\ns starts one on the ticket under the cursor.")
        self._show()
        self.table.focus()
        self.set_interval(1.0, self._show)

    def on_unmount(self) -> None:
        self._stop()

    def _show(self) -> None:
        timers = self._acts.timers
        rows = [*([timers.running] if timers.running is not None else []), *timers.parked]
        self.table.styles.height = max(2, min(len(rows), MOST_LINES)) + FRAME_LINES
        self.table.set_rows(rows)
        self.below.redraw()

    def _line(self, timer: Timer) -> Line:
        seat = self._acting.screen.seat
        item = None if timer.item is None else seat.desk.item(timer.item)
        return words.row(timer, item, seat.reader.moment_of(timer.started))

    @work(group="timers", exit_on_error=True, description="move a timer")
    async def _do(self, act: Callable[[], Awaitable[Outcome]]) -> None:
        outcome = await act()
        self._said = outcome.says if isinstance(outcome, NotDone) else ""
        self._show()

    def action_turn(self) -> None:
        timer = self.table.cursor_row
        if timer is not None:
            self._do(self._acts.park_timer if timer.running else lambda: self._acts.resume_timer(timer.timer_id))

    def action_drop(self) -> None:
        timer = self.table.cursor_row
        if timer is not None:
            self._do(lambda: self._acts.drop_timer(timer.timer_id))

    def action_undo(self) -> None:
        self._do(self._acts.undo)

    def action_log(self) -> None:
        self.dismiss(self.table.cursor_row)

    # When it began ----------------------------------------------------------------------------------------------------

    def action_begin(self) -> None:
        if self.table.cursor_row is not None:
            self.began.value = ""
            self.began.display = True
            self.began.focus()

    @on(Input.Submitted)
    def _begun(self) -> None:
        timer = self.table.cursor_row
        try:
            start = time.spoken_by(self._acting).read(self.began.value).start
        except SpokenTimeError as error:
            self._said = str(error)
            self.below.redraw()
            return
        self._close_began()
        if timer is not None:
            self._do(lambda: self._acts.set_timer_start(timer.timer_id, start))

    def _close_began(self) -> None:
        self._said = ""
        self.began.display = False
        self.below.redraw()
        self.table.focus()

    def action_back(self) -> None:
        if self.began.display:
            self._close_began()
        else:
            self.dismiss(None)


async def timers(work: Work) -> None:
    """Show all timers; the one that was chosen gets its form."""
    work.screen.app.clear_notifications()
    chosen = await work.ask(TimersList(work))
    if chosen is not None:
        await time.log(work, item=chosen.item, timer_id=chosen.timer_id)
