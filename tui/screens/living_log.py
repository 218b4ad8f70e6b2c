"""The log on the screen, kept true: to what is entered, to the clock, to the cursor."""

from textual import on, work
from textual.app import ComposeResult

from desk.acts.surface import Acts
from desk.acts.told import LogEntry, Stage
from desk.model import Delta, ItemId
from tui.screens.page import Page
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import ScrollPane
from tui.words import log as words

SHOWN = 500
"""Acts that are read back; older ones by `servicedeck outbox list`."""


class LivingLog(Page):
    """What a person sees of the log, newest first; of one ticket only, where that is wished."""

    def __init__(self, seat: Seat, acts: Acts, only: ItemId | None = None) -> None:
        super().__init__(seat, acts)
        self.only = only
        self._history: tuple[str, ...] = ()
        self.table: LiveTable[LogEntry] = LiveTable(
            words.columns(short=False), key=lambda entry: entry.op_id, line=self._line, id="log"
        )
        self.entry = ScrollPane(id="entry")

    def body(self) -> ComposeResult:
        yield self.table
        yield self.entry

    def on_mount(self) -> None:
        self.table.set_empty("Reading the log ...")
        self.table.focus()

    def on_resize(self) -> None:
        self.table.set_columns(words.columns(short=self._short))

    def desk_moved(self, delta: Delta) -> None:  # noqa: ARG002 - nothing that the log says
        self.top.redraw()

    def second_passed(self) -> None:
        super().second_passed()
        if any(entry.stage is Stage.PENDING for entry in self.table.rows):
            self.show()

    @property
    def _short(self) -> bool:
        return self.app.size.width < SHORT_BELOW

    def _line(self, entry: LogEntry) -> Line:
        return words.line(entry, self.seat.reader.moment_of(entry.entered), short=self._short)

    def show(self) -> None:
        self._load()

    @work(exclusive=True, group="log", exit_on_error=False, description="read the log")
    async def _load(self) -> None:
        entries = await self.acts.log(SHOWN, self.only)
        self.table.set_rows(entries)
        nothing = "Nothing was entered on this ticket here." if self.only is not None else "Nothing was entered yet."
        self.table.set_empty(nothing)
        standing = self.acts.standing
        self.table.set_notice(f"Nothing leaves: {standing.paused}" if standing.paused else "")
        whose = " of this ticket" if self.only is not None else ""
        where = f"{self.table.position + 1} of {len(entries)}" if entries else "empty"
        self.table.set_titles(f"What was entered{whose}", " · ".join(filter(None, (standing.says, where))))
        self._tell()

    @on(LiveTable.Moved)
    def _moved(self) -> None:
        self._history = ()
        self._tell()
        self.hints.redraw()

    def _tell(self) -> None:
        entry = self.table.cursor_row
        self.entry.display = entry is not None
        if entry is None:
            return
        self.entry.set_titles(entry.ticket or "Internal", "tab scrolls here")
        self.entry.set_lines(lambda width, _height: words.detail(entry, self._history, width))
        self._read(entry)

    @work(exclusive=True, group="history", exit_on_error=False, description="read the life of an op")
    async def _read(self, entry: LogEntry) -> None:
        history = tuple(await self.acts.history(entry.op_id))
        if self.table.cursor_key == entry.op_id and history != self._history:
            self._history = history
            self.entry.redraw()
