"""The whole ranking of a view with the rule that put each item there, as it is now."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from desk.model import Delta, ItemId, RankingLine, View, WorkItem
from tui.commands.queue import BROWSER, COPY, COPY_LINK
from tui.commands.record import Command, bindings
from tui.screens.base import DeskScreen
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import Pane
from tui.words import meaning, reasons
from tui.words.header import Pressing, pressing

CLOSE = Command("ranking.close", "Back to the list", "The list is where it was.", "escape,q,w", "screen.back", "back")
GO = Command("ranking.go", "Go to the item", "In the list behind.", "enter", "screen.go", "go there")
REFRESH = Command("ranking.refresh", "Refresh", "Asks Autotask for what is new.", "r", "screen.refresh_now", "refresh")
RANKING = (GO, CLOSE, REFRESH, BROWSER, COPY, COPY_LINK)


Ranked = tuple[int, WorkItem]
"""A place in the order, from 1, and who has it."""


class Ranking(DeskScreen):
    """Over the list, and goes back there. No order is held here: each line says why it stands where it does now."""

    PLACE = "Ranking"
    CSS_PATH = "ranking.tcss"
    TEXT = meaning.RANKING
    COMMANDS_HERE = RANKING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(RANKING)]

    def __init__(self, seat: Seat, view: View, start: object, go: Callable[[ItemId], None]) -> None:
        """`start` is the item that the cursor begins on, if it is ranked; `go` takes the list to another."""
        super().__init__(seat)
        self._start = start
        self._view = view
        self._go = go
        self._minute = ""
        self.table: LiveTable[Ranked] = LiveTable(
            reasons.ranking_columns(short=False), key=lambda ranked: ranked[1].id, line=self._line, id="ranking"
        )
        self.sentence = Pane(id="ranking-why", boxed=False)

    def body(self) -> ComposeResult:
        yield self.table
        yield self.sentence

    def on_mount(self) -> None:
        self.table.set_empty("Nothing is ranked in this view.")
        self._rank()
        if isinstance(self._start, ItemId):
            # As far down as it takes for the first line of the ranking to be in sight.
            self.table.place_on_line(self._start, len(self.table))
        self.table.focus()

    def on_resize(self) -> None:
        self.table.set_columns(reasons.ranking_columns(short=self._short))

    def on_screen_resume(self) -> None:
        self._rank()

    def desk_moved(self, delta: Delta) -> None:
        if delta.reordered or delta.changed or delta.gone:
            self._rank()
        self.top.redraw()

    def second_passed(self) -> None:
        super().second_passed()
        if self._clock != self._minute:
            self._rank()

    @property
    def pressing(self) -> Pressing:
        return pressing(self.seat.desk.queue(self._view))

    @property
    def subject(self) -> WorkItem | None:
        ranked = self.table.cursor_row
        return None if ranked is None else self.seat.desk.item(ranked[1].id)

    @property
    def _short(self) -> bool:
        return self.app.size.width < SHORT_BELOW

    @property
    def _clock(self) -> str:
        """What the times in the reasons count in: the desk's hour and minute."""
        return self.seat.reader.time(self.seat.reader.now)

    def _rank(self) -> None:
        """Take the order and its reasons as they are; the cursor stays on its item."""
        self._minute = self._clock
        self.table.set_rows(tuple(enumerate(self.seat.desk.queue(self._view).items, 1)))
        self._word()

    def _line(self, ranked: Ranked) -> Line:
        return reasons.ranking_line(self._words(ranked), short=self._short)

    def _words(self, ranked: Ranked) -> RankingLine:
        return self.seat.desk.ranking_line(*ranked)

    @on(LiveTable.Moved)
    def _word(self) -> None:
        under = self.table.cursor_row
        where = f"{self.table.position + 1} of {len(self.table)}" if under is not None else "empty"
        words = None if under is None else self._words(under)
        self.sentence.set_lines(lambda width, height: reasons.in_full(words, width, height) if words else [])
        self.table.set_titles(f"Full ranking, {self._view.value}", where)

    @on(LiveTable.Opened)
    def action_go(self) -> None:
        ranked = self.table.cursor_row
        self.dismiss()
        if ranked is not None:
            self._go(ranked[1].id)

    def action_refresh_now(self) -> None:
        self._rank()
        self.seat.desk.refresh()

    def action_back(self) -> None:
        self.dismiss()
