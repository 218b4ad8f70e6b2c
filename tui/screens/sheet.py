"""Today's sheet: what is entered, booked and missing, and the way to enter what is missing."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.acts.surface import Acts
from desk.model import ItemId
from tui.acting import filling
from tui.commands.record import bindings
from tui.commands.sheets import SHEET
from tui.forms import time
from tui.screens.acting import act
from tui.screens.page import Page
from tui.screens.queue_list import SHORT_BELOW
from tui.screens.week import WeekPage
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import EDGES, Pane
from tui.words import meaning
from tui.words import sheet as words
from tui.words.day import parked_of, running_of
from tui.words.sheet import SheetLine


class SheetPage(Page):
    """The day of the person at the screen, line by line."""

    PLACE = "Today"
    CSS_PATH = "sheet.tcss"
    TEXT = meaning.SHEETS
    COMMANDS_HERE = SHEET
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SHEET)]

    def __init__(self, seat: Seat, acts: Acts) -> None:
        super().__init__(seat, acts)
        self.bar = Pane(id="day-bar")
        self.table: LiveTable[SheetLine] = LiveTable(
            words.columns(short=False), key=lambda line: line.key, line=self._line, id="sheet"
        )
        self._sheet = acts.sheet()

    def body(self) -> ComposeResult:
        yield self.bar
        yield self.table

    def on_mount(self) -> None:
        self.table.set_empty("Nothing is entered, booked or missing yet today: t logs time.")
        self.table.focus()

    def on_resize(self) -> None:
        self.table.set_columns(words.columns(short=self.app.size.width < SHORT_BELOW))
        self.call_after_refresh(self._fit)

    def second_passed(self) -> None:
        super().second_passed()
        self.show()

    @property
    def item(self) -> ItemId | None:
        return None if self.table.cursor_row is None else self.table.cursor_row.item

    def show(self) -> None:
        self._sheet = sheet = self.acts.sheet()
        timers = self.acts.timers
        running = running_of(timers, sheet.today.now)
        lines = words.lines(
            sheet, running, timers.running.what if timers.running is not None else "", parked_of(timers)
        )
        self.bar.set_titles(words.heading(sheet, sheet.today.now))
        self.bar.set_lines(lambda width, _height: words.head(sheet, running, width))
        self._fit()
        self.table.set_rows(lines)
        self._count()

    def _fit(self) -> None:
        """The bar takes as many lines as its words need."""
        self.bar.styles.height = len(self.bar.text) + EDGES

    @on(LiveTable.Moved)
    def _count(self) -> None:
        where = f"{self.table.position + 1} of {len(self.table)}" if len(self.table) else "empty"
        self.table.set_titles("What the day is made of", where)

    def _line(self, line: SheetLine) -> Line:
        return words.row(line, self.seat.reader, short=self.app.size.width < SHORT_BELOW)

    # What a person does

    @act("fill a gap")
    async def action_fill(self) -> None:
        if self.may_enter:
            await filling.fill(self.work_here, words.gap_of(self.table.cursor_row, self._sheet))

    @act("edit an entry")
    async def action_edit(self) -> None:
        if (entry_id := self._entry()) is not None:
            await time.edit_entry(self.work_here, entry_id)

    @act("delete an entry")
    async def action_delete(self) -> None:
        if (entry_id := self._entry()) is not None:
            await time.delete_entry(self.work_here, entry_id)

    def _entry(self) -> int | None:
        """The entry under the cursor; says so where there is none, or none may be changed."""
        if not self.may_enter:
            return None
        line = self.table.cursor_row
        if line is None or line.entry_id is None:
            self.tell("This line is no time entry.")
            return None
        return line.entry_id

    def action_week(self) -> None:
        """The week that today lies in."""
        self.app.push_screen(WeekPage(self.seat, self.acts))
