"""Replies that were taken for thanks and hidden, and all on complete tickets; each decision can be turned round."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.acts.answers import Outcome
from desk.acts.commands import Recomplete, Reopen
from desk.acts.surface import Acts
from desk.acts.told import Thanks
from desk.model import ItemId
from desk.pages import FileLine
from tui.commands.record import bindings
from tui.commands.sheets import THANKS
from tui.screens.acting import act
from tui.screens.page import Page
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import ScrollPane
from tui.words import meaning
from tui.words import thanks as words


class ThanksPage(Page):
    """What waits for the person at the screen first, then the newest."""

    PLACE = "Thank-yous"
    CSS_PATH = "thanks.tcss"
    TEXT = meaning.THANKS
    COMMANDS_HERE = THANKS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(THANKS)]

    def __init__(self, seat: Seat, acts: Acts, start: ItemId | None = None) -> None:
        """`start` has the cursor first, where it has such a reply."""
        super().__init__(seat, acts)
        self._start = start
        self._files: tuple[FileLine, ...] = ()
        self._files_of = ""
        """The key of the reply that these came with."""
        self.table: LiveTable[Thanks] = LiveTable(
            words.columns(short=False), key=lambda reply: reply.key, line=self._line, id="thanks"
        )
        self.reply = ScrollPane(id="reply")

    def body(self) -> ComposeResult:
        yield self.table
        yield self.reply

    def on_mount(self) -> None:
        self.table.set_empty("No reply of the last fortnight was taken for thanks.")
        self.table.focus()

    def on_resize(self) -> None:
        self.table.set_columns(words.columns(short=self.app.size.width < SHORT_BELOW))

    @property
    def item(self) -> ItemId | None:
        return None if self.table.cursor_row is None else self.table.cursor_row.item

    def show(self) -> None:
        replies = self.acts.thanks()
        self.table.set_rows(replies)
        if self._start is not None:
            wanted = next((reply.key for reply in replies if reply.item == self._start), None)
            self.table.move_to(wanted)
            self._start = None
        self._tell()

    @on(LiveTable.Moved)
    def _tell(self) -> None:
        reply, count = self.table.cursor_row, len(self.table)
        where = f"{self.table.position + 1} of {count}" if count else "none"
        self.table.set_titles("Replies taken for thanks", f"{words.counted(self.table.rows)} · {where}")
        self.reply.set_titles(reply.number if reply is not None else "", "tab scrolls here" if reply else "")
        files = self._files if reply is not None and reply.key == self._files_of else ()
        self.reply.set_lines(lambda width, _height: words.detail(reply, files, width) if reply is not None else [])
        if reply is not None and reply.key != self._files_of:
            self._read_files(reply)

    @work(exclusive=True, group="files", exit_on_error=False, description="read the files of a reply")
    async def _read_files(self, reply: Thanks) -> None:
        """A reply with a file is seldom thanks alone."""
        await self.acts.read_beside(reply.item.id)
        self._files = words.came_with(reply, await self.seat.desk.detail(reply.item.id))
        self._files_of = reply.key
        self._tell()

    def _line(self, reply: Thanks) -> Line:
        return words.line(reply, self.seat.reader, short=self.app.size.width < SHORT_BELOW)

    # What a person does

    @act("it was a reply")
    async def action_not_thanks(self) -> None:
        await self._decide(self.acts.not_thanks)

    @act("it was thanks")
    async def action_is_thanks(self) -> None:
        await self._decide(self.acts.is_thanks)

    async def _decide(self, how: Callable[[str], Awaitable[Outcome]]) -> None:
        reply, below = self.table.cursor_row, self.table.rows[self.table.position + 1 :]
        if reply is None:
            return
        self.work_here.tell(await how(reply.key))
        if reply.waits and below:
            # It takes its place among the others now: the next that waits comes under the cursor, not it again.
            self.table.move_to(below[0].key)
        self.show()

    @act("complete again")
    async def action_recomplete(self) -> None:
        reply = self.table.cursor_row
        if reply is None:
            return
        if reply.complete:
            self.tell("It is complete still.")
            return
        if not reply.reopened:
            self.tell("The thanks have not opened this ticket: x on the ticket completes it.")
            return
        await self.work_here.do(Recomplete(ticket_id=reply.item.id))
        self.show()

    @act("open again")
    async def action_reopen(self) -> None:
        reply = self.table.cursor_row
        if reply is not None:
            await self.work_here.do(Reopen(ticket_id=reply.item.id))
            self.show()
