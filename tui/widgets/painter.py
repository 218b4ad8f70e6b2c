"""Rows and edges of a list as strips of styled cells, kept for as long as nothing in them changes.

Cells are plain text in segments: no markup parser and no rich text comes near them, so that a ticket title can
be nothing else than a title.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from tui.widgets.cells import fit
from tui.widgets.columns import GAP, Column, Placed, lay_out
from tui.widgets.frame import HEAVY, LIGHT, bottom_edge, top_edge

MARKER = 2
"""Cells before the first column: the cursor and the mark, so that neither is colour alone."""
KEPT = 512


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words: a text for each column, and the state that colours it."""

    cells: tuple[str, ...]
    tone: str = ""
    """"late", "soon", "active", "quiet" or nothing."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that decides how a row looks; two equal ones need no repaint."""

    line: Line
    cursor: bool = False
    marked: bool = False
    hovered: bool = False


class Painter:
    """Draws for one width, one set of columns and one theme; `reset` when any of them changes."""

    def __init__(self, columns: Sequence[Column], style: Callable[[str], Style]) -> None:
        """`style` gives the look of a part by its name, see tui.widgets.tones."""
        self.columns = tuple(columns)
        self._style_of = style
        self._styles: dict[str, Style] = {}
        self._strips: LRUCache[Drawn, Strip] = LRUCache(KEPT)
        self._placed: tuple[Placed, ...] = ()
        self._width = 0
        self._box = LIGHT

    def reset(self, width: int, *, focused: bool) -> None:
        """Forget everything that was drawn."""
        self._styles.clear()
        self._strips.clear()
        self._width = width
        self._box = HEAVY if focused else LIGHT
        self._placed = lay_out(self.columns, width - 2 - MARKER - GAP)

    def row(self, drawn: Drawn) -> Strip:
        """A row between the sides of the box."""
        strip = self._strips.get(drawn)
        if strip is None:
            strip = self._strips[drawn] = self._draw(drawn)
        return strip

    def titles(self) -> Strip:
        """The line of column titles."""
        cells = (fit(place.column.title, place.width, right=place.column.right) + " " * GAP for place in self._placed)
        return self.words(" " * MARKER + "".join(cells), "header")

    def words(self, text: str, part: str) -> Strip:
        """A line of plain words between the sides of the box."""
        row = self._style("row")
        return self._boxed([Segment(fit(text, self._width - 2), row + self._style(part))], row)

    def upper(self, title: str, tone: str, corner: str) -> Strip:
        """The upper side of the box: its title, and a note at the right, for which the title gives way."""
        note = f" {corner} " if corner and self._width > 3 * cell_len(corner) else ""
        lead, words, tail = top_edge(self._box, title, self._width - cell_len(note))
        line, title_style = self._style("frame"), self._style("frame") + self._style(tone or "title")
        pieces = [Segment(lead, line), Segment(words, title_style), Segment(tail[:-2], line)]
        return Strip([*pieces, Segment(note, line + self._style("key")), Segment(tail[-2:], line)], self._width)

    def lower(self, title: str, tone: str, corner: str) -> Strip:
        """The lower side of the box: its title, and a note at the left where there is room for it."""
        lead, words, tail = bottom_edge(self._box, title, self._width)
        note = f" {corner} " if corner and len(lead) >= cell_len(corner) + 4 else ""
        line, title_style = self._style("frame"), self._style("frame") + self._style(tone or "quiet")
        pieces = [Segment(lead[:2], line), Segment(note, line + self._style("key"))]
        pieces += [Segment(lead[2 + cell_len(note) :], line), Segment(words, title_style), Segment(tail, line)]
        return Strip(pieces, self._width)

    def blank(self, width: int) -> Strip:
        """A line of a widget too small to show anything."""
        return Strip.blank(width, self._style("row"))

    def _draw(self, drawn: Drawn) -> Strip:
        base = self._style("row")
        if drawn.cursor:
            base += self._style("cursor")
        elif drawn.hovered:
            base += self._style("hover")
        toned = base + self._style(drawn.line.tone) if drawn.line.tone else base
        plain = toned if drawn.line.tone == "quiet" else base
        marker = (">" if drawn.cursor else " ") + ("*" if drawn.marked else " ")
        segments = [Segment(marker, base + self._style("mark"))]
        for place in self._placed:
            cell = fit(drawn.line.cells[place.index], place.width, right=place.column.right)
            segments.append(Segment(cell + " " * GAP, toned if place.column.toned else plain))
        return self._boxed(segments, base)

    def _boxed(self, segments: list[Segment], base: Style) -> Strip:
        inside = Strip(segments).adjust_cell_length(self._width - 2, base)
        side = Segment(self._box.down, self._style("frame"))
        return Strip([side, *inside, side], self._width)

    def _style(self, part: str) -> Style:
        style = self._styles.get(part)
        if style is None:
            style = self._styles[part] = self._style_of(part)
        return style
