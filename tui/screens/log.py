"""The log: every act, what became of it, and what a person can do about it now."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.acts.answers import Done, Outcome
from desk.acts.offers import Choice
from desk.acts.surface import Acts
from desk.acts.told import LogEntry, Stage
from desk.model import Delta, ItemId
from tui.acting.reopened import REOPENED
from tui.commands.log import ADOPT, DROP, EDIT, LOG, RETRY
from tui.commands.record import Command, bindings
from tui.forms.chooser import Chooser
from tui.forms.confirm import Confirm
from tui.screens.conflict import ConflictPage
from tui.screens.page import Page
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import ScrollPane
from tui.widgets.parts import Parts, paragraph
from tui.words import log as words
from tui.words import meaning

IF_ALLOWED = {"retry": RETRY, "edit": EDIT, "drop": DROP, "adopt": ADOPT}
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
        closed = {command for what, command in IF_ALLOWED.items() if what not in can}
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

    @work(group="act", exit_on_error=True, description="send again")
    async def action_retry(self) -> None:
        if (entry := self._allowed("retry", "Only what was refused or held is sent again.")) is not None:
            self._decided(entry, await self.acts.retry(entry.op_id))

    @work(group="act", exit_on_error=True, description="drop what was entered")
    async def action_drop(self) -> None:
        entry = self._allowed("drop", "It is on its way or over: there is nothing to drop.")
        if entry is None:
            return

        def asked(width: int) -> list[Parts]:
            return [
                *paragraph(f"{entry.what} {entry.ticket}", width, tone="strong"),
                (),
                *paragraph("It will not be sent. What was typed stays in this log.", width),
            ]

        if await self.work_here.ask(Confirm("Drop it?", asked, "drop it")):
            self._decided(entry, await self.acts.drop(entry.op_id))

    @work(group="act", exit_on_error=True, description="edit what was entered")
    async def action_edit(self) -> None:
        entry = self._allowed("edit", "It is on its way or over: it can be edited here no more.")
        command = None if entry is None else await self.acts.reopen(entry.op_id)
        if entry is None:
            return
        form = REOPENED.get(type(command)) if command is not None else None
        if command is None or form is None:
            self.tell("No form makes this one: R sends it again, d drops it.", seconds=8)
            return
        await form(self.work_here, command)

    @work(group="act", exit_on_error=True, description="say which record it is")
    async def action_adopt(self) -> None:
        entry = self._allowed("adopt", "Only what nobody can tell from another is to be told.")
        if entry is None:
            return
        if not entry.found:
            self.tell("No record was found that could be it: R sends it again, d drops it.", seconds=8)
            return
        found = [Choice(id_, f"record {id_}") for id_ in entry.found]
        picked = await self.work_here.ask(Chooser("Which one is it?", found, columns=("In Autotask", "")))
        if picked is not None:
            self._decided(entry, await self.acts.adopt(entry.op_id, picked.choice.id))

    def _allowed(self, what: str, else_says: str) -> LogEntry | None:
        """The entry under the cursor where this can be done with it; else says why not."""
        entry = self.table.cursor_row
        if entry is not None and what not in entry.can:
            self.tell(else_says)
            return None
        return entry

    def _decided(self, entry: LogEntry, outcome: Outcome) -> None:
        if isinstance(outcome, Done):
            self.seat.hands.remarks.settle(entry.op_id)
            self.signs.follow()
        self.work_here.tell(outcome)
