"""The log: every act, what became of it, and what a person can do about it now."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.acts.surface import Acts
from desk.acts.told import LogEntry, Stage
from desk.model import Delta, ItemId
from tui.acting import deciding
from tui.commands.log import LOG
from tui.commands.record import Command, bindings
from tui.screens.conflict import ConflictPage
from tui.screens.page import Page
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import ScrollPane
from tui.words import log as words
from tui.words import meaning

SHOWN = 500
"""Acts that are read back; older ones by `servicedeck outbox list`."""


class LogPage(Page):
    """Newest first; of one ticket only, where that is wished."""

    PLACE = "Log"
    CSS_PATH = "log.tcss"
    TEXT = meaning.LOG
    COMMANDS_HERE = LOG
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LOG)]

    def __init__(self, seat: Seat, acts: Acts, only: ItemId | None = None) -> None:
        super().__init__(seat, acts)
        self._only = only
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

    def commands(self) -> list[Command]:
        """Without what cannot be done with the line under the cursor."""
        entry = self.table.cursor_row
        can = entry.can if entry is not None else frozenset()
        closed = {each.command for each in deciding.DECISIONS.values() if each.needs not in can}
        return [command for command in super().commands() if command not in closed]

    @property
    def item(self) -> ItemId | None:
        return None if self.table.cursor_row is None else self.table.cursor_row.item

    def show(self) -> None:
        self._load()

    @work(exclusive=True, group="log", exit_on_error=False, description="read the log")
    async def _load(self) -> None:
        entries = await self.acts.log(SHOWN, self._only)
        self.table.set_rows(entries)
        nothing = "Nothing was entered on this ticket here." if self._only is not None else "Nothing was entered yet."
        self.table.set_empty(nothing)
        standing = self.acts.standing
        self.table.set_notice(f"Nothing leaves: {standing.paused}" if standing.paused else "")
        whose = " of this ticket" if self._only is not None else ""
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

    @property
    def _short(self) -> bool:
        return self.app.size.width < SHORT_BELOW

    def _line(self, entry: LogEntry) -> Line:
        return words.line(entry, self.seat.reader.moment_of(entry.entered), short=self._short)

    # What a person does

    @on(LiveTable.Opened)
    def action_open(self) -> None:
        entry = self.table.cursor_row
        found = None if entry is None else self.acts.conflict(entry.op_id)
        if entry is not None and found is not None:
            self.app.push_screen(ConflictPage(self.seat, self.acts, entry.op_id))
        elif entry is not None:
            self.action_ticket()

    def action_only(self) -> None:
        self._only = None if self._only is not None else self.item
        self.show()

    @work(group="act", exit_on_error=True, description="decide about what was entered")
    async def action_decide(self, name: str) -> None:
        """Do one of the decisions (`tui.acting.deciding`) about the act under the cursor."""
        if (entry := self.table.cursor_row) is not None:
            await deciding.decide(name, self.work_here, entry)
