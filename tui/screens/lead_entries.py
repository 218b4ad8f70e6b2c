"""The entries behind a person's figures, each with its lag; from here to the ticket."""

from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.compliance.model import EntryLine, TechLine
from desk.model import Delta, ItemKind, View, WorkItem
from tui.commands.lead import OF_ONE
from tui.commands.record import bindings
from tui.screens.lead_page import LeadPage
from tui.screens.queue_list import SHORT_BELOW
from tui.screens.ticket import TicketScreen
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import Pane
from tui.widgets.parts import Parts
from tui.words import lead_entries as words
from tui.words.lead_meaning import LEAD


class LeadEntries(LeadPage):
    """Lies over the list of everybody."""

    PLACE = "Entries"
    CSS_PATH = "lead_entries.tcss"
    TEXT = LEAD
    COMMANDS_HERE = OF_ONE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(OF_ONE)]

    def __init__(self, seat: Seat, row: TechLine, first: date, last: date) -> None:
        super().__init__(seat)
        self._row = row
        self._first, self._last = first, last
        self.counts = Pane(id="entry-counts", boxed=False)
        self.about = Pane(id="entry-about", boxed=False)
        self.table: LiveTable[EntryLine] = LiveTable(
            words.columns(short=False), key=lambda entry: entry.id, line=self._line, id="lead-entries"
        )

    def body(self) -> ComposeResult:
        yield self.counts
        yield self.table
        yield self.about

    def on_mount(self) -> None:
        self.table.set_empty("Reading ...")
        self.counts.set_lines(lambda _width, _height: [words.counts(self.table.rows)])
        self.about.set_lines(self._about)
        self.table.focus()

    def on_resize(self) -> None:
        self.table.set_columns(words.columns(short=self.app.size.width < SHORT_BELOW))

    def on_screen_resume(self) -> None:
        self.read()

    def desk_moved(self, delta: Delta) -> None:
        if delta.changed or delta.gone:
            self.read()

    def acts_moved(self) -> None:
        super().acts_moved()
        self.read()

    @work(exclusive=True, group="entries", exit_on_error=False, description="read the entries of a person")
    async def read(self) -> None:
        """Read them anew."""
        compliance = self.seat.desk.compliance
        if compliance is None:
            return
        self.table.set_rows(await compliance.entries(self._row.resource_id, self._first, self._last))
        self.table.set_empty("Nothing was entered in these days.")
        self._tell()

    @on(LiveTable.Moved)
    def _tell(self) -> None:
        count = len(self.table)
        days = f"{self._first.day} {self._first:%b}"
        if self._last != self._first:
            days += f" to {self._last.day} {self._last:%b}"
        self.table.set_titles(f"{self._row.name}, {days}", f"{self.table.position + 1} of {count}" if count else "none")
        self.counts.redraw()
        self.about.redraw()

    def _about(self, width: int, height: int) -> list[Parts]:
        entry = self.table.cursor_row
        return [] if entry is None else words.about(entry, self.seat.reader, width)[:height]

    def _line(self, entry: EntryLine) -> Line:
        return words.line(entry, self.seat.reader, short=self.app.size.width < SHORT_BELOW)

    @property
    def subject(self) -> WorkItem | None:
        item = None if self.table.cursor_row is None else self.table.cursor_row.item
        return None if item is None else self.seat.desk.item(item)

    @on(LiveTable.Opened)
    def action_ticket(self) -> None:
        """The page of the ticket that the entry is on, open or closed."""
        entry = self.table.cursor_row
        if entry is None or entry.item is None or entry.item.kind is not ItemKind.TICKET:
            self.tell("This entry is on no ticket.")
            return
        self.app.push_screen(TicketScreen(self.seat, entry.item, View.TEAM, ()))

    def action_back(self) -> None:
        self.dismiss()
