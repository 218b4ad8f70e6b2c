"""The whole ranking of a view with the rule that put each item there."""

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from desk.model import ItemId, RankingLine, View
from tui.commands.record import Command, bindings
from tui.screens.queue_list import SHORT_BELOW
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.widgets.painter import Line
from tui.widgets.pane import Pane
from tui.words import reasons

CLOSE = Command("ranking.close", "Back", "The list is where it was.", "escape,q,w", "screen.close", in_palette=False)
GO = Command("ranking.go", "Go to the item", "In the list behind.", "enter", "screen.go", in_palette=False)


SHOWN = 500
"""Lines of the ranking that are worded; nobody reads on, and the filter of the list finds the rest."""


class Ranking(ModalScreen[ItemId | None]):
    """Answers with the item to go to, or None."""

    CSS_PATH = "ranking.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((CLOSE, GO))]

    def __init__(self, seat: Seat, view: View, start: object) -> None:
        super().__init__()
        self._lines = list(seat.desk.ranking(view, count=SHOWN))
        self._start = start
        self._view = view
        self.table: LiveTable[RankingLine] = LiveTable(
            reasons.ranking_columns(short=False), key=lambda line: line.item, line=self._line, id="ranking"
        )
        self.sentence = Pane(id="ranking-why", boxed=False)

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.sentence

    @property
    def _short(self) -> bool:
        return self.app.size.width < SHORT_BELOW

    def _line(self, line: RankingLine) -> Line:
        return reasons.ranking_line(line, short=self._short)

    def on_resize(self) -> None:
        self.table.set_columns(reasons.ranking_columns(short=self._short))

    def on_mount(self) -> None:
        self.table.set_rows(self._lines)
        self.table.set_empty("Nothing is ranked in this view.")
        if isinstance(self._start, ItemId):
            # As far down as it takes for the first line of the ranking to be in sight.
            self.table.place_on_line(self._start, len(self._lines))
        self.table.focus()
        self._word()

    @on(LiveTable.Moved)
    def _word(self) -> None:
        where = f"{self.table.position + 1} of {len(self._lines)}" if self._lines else "empty"
        under = self.table.cursor_row
        self.sentence.set_lines(lambda width, height: reasons.in_full(under, width, height) if under else [])
        self.table.set_titles(f"Full ranking, {self._view.value}", f"{where} · enter goes there · esc back")

    @on(LiveTable.Opened)
    def action_go(self) -> None:
        self.dismiss(cast("ItemId | None", self.table.cursor_key))

    def action_close(self) -> None:
        self.dismiss(None)
