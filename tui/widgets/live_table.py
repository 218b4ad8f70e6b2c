"""The list that many eyes live in: ten thousand rows of which only those on screen are ever drawn.

Three promises. The cursor is a key, so that no refresh moves it to another ticket. The ticket under the cursor
keeps its line on the screen as long as the rows above and below it allow. A refresh repaints the lines that
changed and no others; the frame and its counter are drawn here for that reason.

It is a plain line-drawing widget with a scroll position of its own: Textual's ScrollView lays the whole screen
out anew whenever the number of rows changes, which in a living queue is every few seconds.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.commands.record import Command, bindings
from tui.widgets.anchor import Anchor
from tui.widgets.cells import wrap
from tui.widgets.columns import Column
from tui.widgets.marks import Marks
from tui.widgets.painter import MARKER, Drawn, Line, Painter
from tui.widgets.tones import Toned

RowT = TypeVar("RowT")

FIRST_LINE = 2
"""Lines above the first row: the edge and the column titles."""
FRAME_LINES = 3
WHEEL_LINES = 3

MOVES = (
    Command("list.down", "Next line", "One line down.", "j,down", "down", in_palette=False),
    Command("list.up", "Previous line", "One line up.", "k,up", "up", in_palette=False),
    Command("list.first", "First line", "To the top of the list.", "g,home", "first", in_palette=False),
    Command("list.last", "Last line", "To the end of the list.", "G,end", "last", in_palette=False),
    Command("list.page-down", "Page down", "One page down.", "ctrl+d,pagedown", "page_down", in_palette=False),
    Command("list.page-up", "Page up", "One page up.", "ctrl+u,pageup", "page_up", in_palette=False),
)


class LiveTable(Toned, Generic[RowT], can_focus=True):
    """A keyed, virtual, single-cursor table. `set_rows` is the whole way in."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVES)]

    @dataclass
    class Moved(Message):
        """The cursor stands on another row; None where the list is empty."""

        table: "LiveTable[Any]"
        key: Hashable | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, LiveTable.Moved) and message.table is self.table

        @property
        def control(self) -> "LiveTable[Any]":
            return self.table

    @dataclass
    class Opened(Message):
        """A row was clicked twice."""

        table: "LiveTable[Any]"
        key: Hashable

        @property
        def control(self) -> "LiveTable[Any]":
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[RowT], Hashable],
        line: Callable[[RowT], Line],
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """`key` names a row for good, `line` words it; `line` is asked for rows on screen only."""
        super().__init__(id=id)
        self._key_of = key
        self._line_of = line
        self._rows: Sequence[RowT] = ()
        self._at = Anchor()
        self._hover: int | None = None
        self._marks = Marks()
        self._titles = ("", "", "")
        self._empty = ""
        self._notice = ""
        self._beyond = (0, 0)
        self._window: list[Drawn] = []
        self._painter = Painter(columns, self.part_style)

    @property
    def cursor_key(self) -> Hashable | None:
        """The key of the row under the cursor, None where the list is empty."""
        return self._at.key

    @property
    def cursor_row(self) -> RowT | None:
        return self._rows[self._at.index] if self._rows else None

    @property
    def rows(self) -> Sequence[RowT]:
        """All of them in their order."""
        return self._rows

    @property
    def position(self) -> int:
        """Where the cursor stands in the list, counted from 0."""
        return self._at.index

    @property
    def cursor_line(self) -> int:
        """The line of the window on which the cursor stands, counted from 0."""
        return self._at.line

    @property
    def marks(self) -> frozenset[Hashable]:
        return frozenset(self._marks.keys)

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        # A widget without rows is a widget all the same.
        return True

    def marked_rows(self) -> list[RowT]:
        """The marked rows in the order of the list."""
        return [row for row, key in zip(self._rows, self._at.keys, strict=True) if key in self._marks.keys]

    def set_rows(self, rows: Sequence[RowT]) -> None:
        """Show these rows in this order, the cursor on its row and its row on its line.

        A row that vanished hands its line to the next row that is still there.
        """
        before = self._at.key
        self._rows = rows
        self._at.put(list(map(self._key_of, rows)))
        self._marks.keep(self._at.keys)
        self.repaint()
        if self._at.key != before:
            self.post_message(self.Moved(self, self._at.key))

    def set_titles(self, title: str, subtitle: str, tone: str = "") -> None:
        """The words in the upper and lower edge; `tone` colours both, for a state that must be seen."""
        if (title, subtitle, tone) == self._titles:
            return
        old, self._titles = self._titles, (title, subtitle, tone)
        if (title, tone) != (old[0], old[2]):
            self._refresh_lines(0)
        if (subtitle, tone) != (old[1], old[2]):
            self._refresh_lines(self.size.height - 1)

    def set_notice(self, text: str) -> None:
        """A line right above the rows, in place of the column titles; empty brings these back."""
        if text != self._notice:
            self._notice = text
            self._refresh_lines(1)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns for the same rows. Their number has to agree with what `line` returns."""
        self._painter.columns = tuple(columns)
        self._restyle()

    def set_empty(self, text: str) -> None:
        """What stands in the list when it has no rows: why, and the next step."""
        if text != self._empty:
            self._empty = text
            if not self._rows:
                self.refresh()

    def move_to(self, key: Hashable) -> bool:
        """Put the cursor on this row, scrolling as little as it takes. False where the list has no such row."""
        try:
            index = self._at.keys.index(key)
        except ValueError:
            return False
        self._show(self._at.move(index))
        return True

    def place_on_line(self, key: Hashable, line: int) -> None:
        """Put the cursor on this row and the row on this line of the window, as on coming back to a view."""
        if self.move_to(key):
            self._at.place(self._at.index, line)
            self.repaint()

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor."""
        if (key := self._at.key) is not None:
            self._marks.end()
            self._marks.keys ^= {key}
            self.repaint()

    def mark_all(self) -> None:
        """Mark every row of the list; where all are marked, none."""
        everything = set(self._at.keys)
        all_marked = self._marks.keys == everything
        self._marks.clear()
        if not all_marked:
            self._marks.keys = everything
        self.repaint()

    @property
    def ranging(self) -> bool:
        """Whether the cursor marks what it passes."""
        return self._marks.ranging

    def toggle_range(self) -> None:
        """Mark from this row on to wherever the cursor goes, until this is asked for again."""
        if self._marks.ranging:
            self._marks.end()
        elif (key := self._at.key) is not None:
            self._marks.begin(key)
        self.repaint()

    def clear_marks(self) -> None:
        self._marks.clear()
        self.repaint()

    def repaint(self) -> None:
        """Draw the lines whose words or state changed since they were last drawn, as on every tick of a clock."""
        old, self._window = self._window, self._look()
        lines = range(max(len(old), len(self._window)))
        padded_old = [*old, *[None] * (len(lines) - len(old))]
        padded_new = [*self._window, *[None] * (len(lines) - len(self._window))]
        changed = [line for line in lines if padded_old[line] != padded_new[line]]
        if len(changed) > self._at.page // 2 or not (old and self._window):
            self.refresh(Region(0, FIRST_LINE, self.size.width, self._at.page))
        elif changed:
            self._refresh_lines(*(line + FIRST_LINE for line in changed))
        self._count_beyond()

    def _count_beyond(self) -> None:
        """Tell in the edges how many rows are above and below the window."""
        above, below = self._at.top, max(0, len(self._at.keys) - self._at.top - self._at.page)
        old, self._beyond = self._beyond, (above, below)
        if above != old[0]:
            self._refresh_lines(0)
        if below != old[1]:
            self._refresh_lines(self.size.height - 1)

    def _look(self) -> list[Drawn]:
        at, marks, line_of = self._at, self._marks.keys, self._line_of
        return [
            Drawn(line_of(self._rows[index]), index == at.index, at.keys[index] in marks, index - at.top == self._hover)
            for index in range(at.top, min(at.top + at.page, len(at.keys)))
        ]

    def _refresh_lines(self, *lines: int) -> None:
        self.refresh(*(Region(0, line, self.size.width, 1) for line in lines))

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        title, subtitle, tone = self._titles
        if width < 3 or height < FRAME_LINES:
            return self._painter.blank(width)
        if y == 0:
            return self._painter.upper(title, tone, f"▲ {self._beyond[0]} above" if self._beyond[0] else "")
        if y == height - 1:
            return self._painter.lower(subtitle, tone, f"▼ {self._beyond[1]} below" if self._beyond[1] else "")
        if y == 1:
            return self._painter.words(" " * MARKER + self._notice, "late") if self._notice else self._painter.titles()
        line = y - FIRST_LINE
        if line < len(self._window):
            return self._painter.row(self._window[line])
        return self._painter.words(self._empty_line(line), "quiet")

    def _empty_line(self, line: int) -> str:
        if self._rows or not self._empty:
            return ""
        room = self.size.width - 4 - MARKER
        texts = [row for part in self._empty.splitlines() for row in (wrap(part, room, lines=8) or [""])]
        return " " * MARKER + texts[line - 1] if 0 <= line - 1 < len(texts) else ""

    def _restyle(self) -> None:
        """Forget everything that was drawn: the colours, the width or the columns are others."""
        self._painter.reset(self.size.width, focused=self.has_focus)
        self._window = self._look()
        self._count_beyond()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._restyle()

    def on_focus(self) -> None:
        self._restyle()

    def on_blur(self) -> None:
        self._restyle()

    def on_resize(self) -> None:
        self._at.resize(self.size.height - FRAME_LINES)
        self._restyle()

    def _show(self, moved: bool) -> None:
        if moved and self._marks.ranging:
            self._marks.reach(self._at.keys, self._at.index)
        self.repaint()
        if moved:
            self.post_message(self.Moved(self, self._at.key))

    def action_down(self) -> None:
        self._show(self._at.move(self._at.index + 1))

    def action_up(self) -> None:
        self._show(self._at.move(self._at.index - 1))

    def action_first(self) -> None:
        self._show(self._at.move(0))

    def action_last(self) -> None:
        self._show(self._at.move(len(self._at.keys)))

    def action_page_down(self) -> None:
        self._show(self._at.move(self._at.index + self._at.page))

    def action_page_up(self) -> None:
        self._show(self._at.move(self._at.index - self._at.page))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._show(self._at.scroll(WHEEL_LINES))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._show(self._at.scroll(-WHEEL_LINES))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover_over(event.y - FIRST_LINE if 0 <= event.y - FIRST_LINE < len(self._window) else None)

    def on_leave(self) -> None:
        self._hover_over(None)

    def _hover_over(self, line: int | None) -> None:
        if line != self._hover:
            self._hover = line
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        line = event.y - FIRST_LINE
        if 0 <= line < len(self._window):
            self._show(self._at.move(self._at.top + line))
            if event.chain == 2 and (key := self._at.key) is not None:
                self.post_message(self.Opened(self, key))
