"""A box of lines, or lines without a box: every other part of a screen than the list.

Lines are asked for again when the width changes, are drawn cell by cell without any markup, and are repainted
only where they differ from what stands there.
"""

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.strip import Strip

from tui.commands.record import Command, bindings
from tui.widgets.cells import printable
from tui.widgets.frame import HEAVY, LIGHT, bottom_edge, top_edge
from tui.widgets.parts import Part, Parts, cells, cut, parts
from tui.widgets.tones import Toned

Lines = Callable[[int, int], list[Parts]]
"""The lines of a pane for a width and a height in cells. More lines than the height can be scrolled to."""

SIDES = 4
"""Cells that a box takes from its lines: its sides and a space beside each."""
EDGES = 2
WHEEL_LINES = 3

SCROLLS = (
    Command("pane.down", "Scroll down", "One line down.", "j,down", "scroll(1)", in_palette=False),
    Command("pane.up", "Scroll up", "One line up.", "k,up", "scroll(-1)", in_palette=False),
    Command("pane.first", "To the top", "To the first line.", "g,home", "scroll(-100000)", in_palette=False),
    Command("pane.last", "To the end", "To the last line.", "G,end", "scroll(100000)", in_palette=False),
    Command("pane.page-down", "Page down", "One page down.", "ctrl+d,pagedown,space", "page(1)", in_palette=False),
    Command("pane.page-up", "Page up", "One page up.", "ctrl+u,pageup", "page(-1)", in_palette=False),
)


class Pane(Toned):
    """Lines in a box with a title, or bare."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, boxed: bool = True) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._boxed = boxed
        self._make: Lines = lambda _width, _height: []
        self._lines: list[Parts] = []
        self._title: Parts = ()
        self._subtitle = ""
        self._top = 0
        self._styles_now: dict[str, Style] = {}

    @property
    def boxed(self) -> bool:
        """Whether a box stands around the lines. Set by the screen's layout."""
        return self._boxed

    @boxed.setter
    def boxed(self, boxed: bool) -> None:
        if boxed != self._boxed:
            self._boxed = boxed
            self._restyle()

    @property
    def text(self) -> list[str]:
        """What stands in the pane, line by line."""
        return ["".join(part.text for part in line) for line in self._lines]

    @property
    def room(self) -> tuple[int, int]:
        """Width and height for lines, in cells."""
        width, height = self.size
        return (max(0, width - SIDES), max(0, height - EDGES)) if self._boxed else (width, height)

    def set_lines(self, make: Lines, *, keep_end: bool = False) -> None:
        """Show these lines. With `keep_end`, a pane scrolled away from its top keeps its distance from the end:
        what is new comes in above without moving what a person reads."""
        self._make = make
        old_count = len(self._lines)
        self._redraw()
        if keep_end and self._top:
            self._go_to(self._top + len(self._lines) - old_count)

    def set_titles(self, title: str | Parts, subtitle: str = "") -> None:
        """The words in the upper and lower side of the box."""
        line = parts(title) if isinstance(title, str) else tuple(title)
        if (line, subtitle) != (self._title, self._subtitle):
            self._title, self._subtitle = line, subtitle
            self._refresh_lines(0, self.size.height - 1)

    def redraw(self) -> None:
        """Ask for the lines again: time has passed."""
        self._redraw()

    def to_top(self) -> None:
        self._go_to(0)

    def _redraw(self) -> None:
        old, self._lines = self._lines, self._make(*self.room)
        if len(old) != len(self._lines):
            self._top = self._clamped(self._top)
            self.refresh()
            return
        first = 1 if self._boxed else 0
        changed = [at - self._top + first for at, line in enumerate(self._lines) if line != old[at]]
        self._refresh_lines(*(y for y in changed if first <= y < first + self.room[1]))

    def _refresh_lines(self, *lines: int) -> None:
        if lines:
            self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if not self._boxed:
            return Strip(self._segments(self._line(y), width), width)
        if width < SIDES or height < EDGES:
            return Strip.blank(width, self._style("row"))
        if y in (0, height - 1):
            return self._edge(y == 0)
        side = Segment((HEAVY if self.has_focus else LIGHT).down, self._style("frame"))
        space = Segment(" ", self._style("row"))
        inner = self._segments(self._line(y - 1), width - SIDES)
        return Strip([side, space, *inner, space, side], width)

    def _line(self, y: int) -> Parts:
        at = self._top + y
        return self._lines[at] if at < len(self._lines) else ()

    def _segments(self, line: Parts, width: int) -> list[Segment]:
        row = self._style("row")
        kept = cut(line, width)
        segments = [Segment(printable(part.text), row + self._tone(part)) for part in kept]
        return [*segments, Segment(" " * (width - cells(kept)), row)]

    def _tone(self, part: Part) -> Style:
        style = self._style(part.tone) if part.tone else Style()
        return style + Style(meta={"@click": part.action}) if part.action else style

    def _edge(self, top: bool) -> Strip:
        box = HEAVY if self.has_focus else LIGHT
        line, width = self._style("frame"), self.size.width
        title = "".join(printable(part.text) for part in self._title)
        lead, words, tail = top_edge(box, title, width) if top else bottom_edge(box, self._below(), width)
        middle = [Segment(words, line + self._style("title" if top else "quiet"))]
        if top and len(words) == len(title) + 2:
            space = Segment(" ", line)
            tones = [
                Segment(printable(part.text), line + (self._tone(part) if part.tone else self._style("title")))
                for part in self._title
            ]
            middle = [space, *tones, space]
        return Strip([Segment(lead, line), *middle, Segment(tail, line)], width)

    def _below(self) -> str:
        hidden = len(self._lines) > self.room[1]
        if not hidden or not self.can_focus:
            return self._subtitle
        last = min(len(self._lines), self._top + self.room[1])
        where = f"line {self._top + 1}–{last} of {len(self._lines)}"
        return f"{where} · {self._subtitle}" if self._subtitle else where

    def _style(self, part: str) -> Style:
        style = self._styles_now.get(part)
        if style is None:
            style = self._styles_now[part] = self.part_style(part)
        return style

    def _restyle(self) -> None:
        self._styles_now.clear()
        self._lines = self._make(*self.room)
        self._top = self._clamped(self._top)
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._restyle()

    def on_resize(self) -> None:
        self._restyle()

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.room[1]))

    def _go_to(self, top: int) -> None:
        top = self._clamped(top)
        if top != self._top:
            self._top = top
            self.refresh()


class ScrollPane(Pane, can_focus=True):
    """A pane that a person can step into and scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SCROLLS)]

    def on_focus(self) -> None:
        self._restyle()

    def on_blur(self) -> None:
        self._restyle()

    def action_scroll(self, lines: int) -> None:
        self._go_to(self._top + lines)

    def action_page(self, pages: int) -> None:
        self._go_to(self._top + pages * max(1, self.room[1] - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._go_to(self._top + WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._go_to(self._top - WHEEL_LINES)
