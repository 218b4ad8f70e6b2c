"""The weekly sheet: which days miss hours before it is handed in, and the way into Autotask's own."""

from datetime import date, timedelta
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.acts.offers import WeekDay
from desk.acts.surface import Acts
from desk.acts.told import Week
from desk.durations import local
from tui.commands.record import bindings
from tui.commands.sheets import WEEK
from tui.screens.page import Page
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.words import meaning
from tui.words import week as words


class WeekPage(Page):
    """Monday to Sunday."""

    PLACE = "Week"
    CSS_PATH = "week.tcss"
    TEXT = meaning.SHEETS
    COMMANDS_HERE = WEEK
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(WEEK)]

    def __init__(self, seat: Seat, acts: Acts) -> None:
        super().__init__(seat, acts)
        self._week: Week | None = None
        self._first: date | None = None
        self.table: LiveTable[WeekDay] = LiveTable(words.COLUMNS, key=lambda day: day.day, line=self._line, id="week")

    def body(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.set_empty("Adding up the week ...")
        self.table.focus()

    def show(self) -> None:
        self._load()

    @work(exclusive=True, group="week", exit_on_error=False, description="add up a week")
    async def _load(self) -> None:
        week = await self.acts.week(self._first)
        self._week, self._first = week, week.first
        self.table.set_rows(week.days)
        self.table.set_titles(f"Week of {week.first.day} {week.first:%b %Y}", words.total(week))

    def _line(self, day: WeekDay) -> Line:
        reader = self.seat.reader
        return words.row(day, local(reader.now, reader.zone).date())

    def action_step(self, weeks: int) -> None:
        """So many weeks later."""
        if self._week is not None:
            self._first = self._week.first + timedelta(weeks=weeks)
            self.show()

    def _url(self) -> str | None:
        url = self._week.url if self._week is not None else None
        if url is None or not url.startswith(("https://", "http://")):
            self.tell("The address of Autotask's web pages is not known yet.")
            return None
        return url
