"""Fields to be ticked: one yes or no, and the lines of a checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events, on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from desk.pages import ChecklistLine
from tui.forms.fields import TO_NEIGHBOURS, Field, in_order
from tui.widgets.cells import fit
from tui.widgets.tones import Toned

MOST_LINES = 4


class Tick(Toned, can_focus=True):
    """A box that is ticked or not, and what it means."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", show=False),
        Binding("enter", "enter", "Save", show=False),
        *TO_NEIGHBOURS,
    ]

    class Toggled(Message):
        """The person ticked it, or took the tick away."""

    class Entered(Message):
        """Enter was pressed on it."""

    def __init__(self, words: str, *, ticked: bool) -> None:
        super().__init__()
        self.words = words
        self.ticked = ticked

    async def on_key(self, event: events.Key) -> None:
        await in_order(self, event, takes_text=False)

    def render_line(self, y: int) -> Strip:
        style = self.part_style("row") + self.part_style("cursor" if self.has_focus else "row")
        text = fit(f"[{'x' if self.ticked else ' '}] {self.words}", self.size.width) if y == 0 else ""
        return Strip([Segment(text.ljust(self.size.width), style)], self.size.width)

    def action_tick(self) -> None:
        self.ticked = not self.ticked
        self.refresh()
        self.post_message(self.Toggled())

    def action_enter(self) -> None:
        self.post_message(self.Entered())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_tick()


class TickField(Field[Tick]):
    """Yes or no."""

    def __init__(
        self, key: str, label: str, words: str, *, ticked: bool, stands_for: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(key, label, Tick(words, ticked=ticked), stands_for=stands_for, hint=hint)

    @property
    def value(self) -> bool:
        return self.editor.ticked

    @value.setter
    def value(self, ticked: bool) -> None:
        self.editor.ticked = ticked
        self.editor.refresh()

    @property
    def kept(self) -> object:
        return self.editor.ticked

    def restore(self, kept: object) -> None:
        self.value = bool(kept)

    @on(Tick.Toggled)
    def _toggled(self, event: Tick.Toggled) -> None:
        event.stop()
        self.changed()

    @on(Tick.Entered)
    def _entered(self, event: Tick.Entered) -> None:
        event.stop()
        self.save()


class Ticks(Toned, can_focus=True):
    """Lines with a box before each."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", show=False),
        Binding("enter", "enter", "Save", show=False),
        Binding("down", "step(1)", "Next", show=False),
        Binding("up", "step(-1)", "Previous", show=False),
    ]

    @dataclass
    class Ticked(Message):
        """The person ticked a line, or took the tick away."""

        line: ChecklistLine
        done: bool

    class Entered(Message):
        """Enter was pressed on it."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[ChecklistLine] = ()
        self.done: set[int] = set()
        self._at = 0
        self._top = 0

    def show(self, rows: Sequence[ChecklistLine]) -> None:
        self.rows = rows
        self.action_step(0)
        self.refresh()

    async def on_key(self, event: events.Key) -> None:
        await in_order(self, event, takes_text=False)

    def render_line(self, y: int) -> Strip:
        width, at = self.size.width, self._top + y
        row = self.part_style("row")
        if at >= len(self.rows):
            return Strip([Segment(" " * width, row)], width)
        line = self.rows[at]
        style = row + self.part_style("cursor" if self.has_focus and at == self._at else "row")
        words = f"[{'x' if line.id in self.done else ' '}] {line.text}{' (important)' if line.important else ''}"
        more = len(self.rows) - self._top - self.size.height
        tail = f" ▼ {more} more" if y == self.size.height - 1 and more > 0 else ""
        return Strip([Segment(fit(words, width - len(tail)) + tail, style)], width)

    def action_step(self, lines: int) -> None:
        at = self._at + lines
        if lines and at < 0:
            self.screen.focus_previous()
        elif lines and at >= len(self.rows):
            self.screen.focus_next()
        self._at = max(0, min(len(self.rows) - 1, at))
        self._top = max(self._at - MOST_LINES + 1, min(self._top, self._at), 0)
        self.refresh()

    def action_tick(self) -> None:
        if self.rows:
            line = self.rows[self._at]
            self.done ^= {line.id}
            self.refresh()
            self.post_message(self.Ticked(line, line.id in self.done))

    def action_enter(self) -> None:
        self.post_message(self.Entered())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self._at = min(len(self.rows) - 1, self._top + event.y)
        self.action_tick()


class TicksField(Field[Ticks]):
    """Lines to be ticked; ticking is an act of its own, so no draft keeps it."""

    def __init__(self, key: str, label: str, rows: Sequence[ChecklistLine]) -> None:
        super().__init__(key, label, Ticks())
        self.show(rows)

    @property
    def lines(self) -> int:
        return max(1, min(MOST_LINES, len(self.editor.rows)))

    @property
    def kept(self) -> object:
        return None

    def restore(self, kept: object) -> None:
        """Nothing of it was kept."""

    def show(self, rows: Sequence[ChecklistLine]) -> None:
        """Show these, and what was ticked here as ticked."""
        done = [row for row in self.editor.rows if row.id in self.editor.done and row not in rows]
        self.editor.show([*rows, *done])
        self.editor.styles.height = self.lines
        self._word()

    @on(Ticks.Entered)
    def _entered(self, event: Ticks.Entered) -> None:
        event.stop()
        self.save()
