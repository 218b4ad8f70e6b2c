"""The editor of a choice, and the list that opens under it; what is chosen is the field's matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from desk.acts.offers import Choice
from tui.forms.fields import Line, goes_elsewhere
from tui.widgets.cells import fit, printable
from tui.widgets.parts import Part, cut, parts
from tui.widgets.tones import Toned

MOST_ROWS = 8


class Choosing(Line):
    """The editor of a choice: keys that mean something else while its list is open go to the field first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next", show=False),
        Binding("up", "step(-1)", "Previous", show=False),
        Binding("escape", "leave", "Leave the list", show=False),
    ]

    @dataclass
    class Step(Message):
        """Another line of the list."""

        lines: int

    @dataclass
    class GoOn(Message):
        """What stands here is meant, and the next field is wanted. Enter saves where nothing is to be taken."""

        enters: bool = False

    class Left(Message):
        """The field is left otherwise."""

    class Escaped(Message):
        """The list is not wanted."""

    class Wanted(Message):
        """The whole list is wanted."""

    def __init__(self, value: str, placeholder: str) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=True)
        self.open = False
        self._going = False
        self._held: list[events.Key] = []
        """Pressed after tab, before the form knew what was taken and which field comes next."""

    async def _on_key(self, event: events.Key) -> None:
        if self._going:
            self._held.append(event)
        elif event.key in ("tab", "enter") and self.screen.focused is self:
            self._going = True
            self.post_message(self.GoOn(enters=event.key == "enter"))
        elif event.key == "space" and not self.open and self.selected_text == self.value and self.has_focus:
            self.post_message(self.Wanted())
        else:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    def stay(self) -> None:
        """This field is not left after all."""
        self._going = False
        held, self._held = self._held, []
        for key in held:
            self.post_message(events.Key(key.key, key.character))

    def _on_blur(self, event: events.Blur) -> None:
        super()._on_blur(event)
        if not self._going:
            self.post_message(self.Left())
        self._going = False
        held, self._held = self._held, []
        for key in held:
            goes_elsewhere(self, key)

    def action_step(self, lines: int) -> None:
        if self.open:
            self.post_message(self.Step(lines))
        elif lines > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_leave(self) -> None:
        if not self.open:
            raise SkipAction
        self.post_message(self.Escaped())


class Listed(Toned):
    """The open list, over whatever is below."""

    ALLOW_SELECT = False

    @dataclass
    class Clicked(Message):
        row: int

    def __init__(self) -> None:
        super().__init__(classes="listed")
        self.rows: Sequence[Choice] = ()
        self.at = 0
        self._top = 0

    def show(self, rows: Sequence[Choice], at: int) -> None:
        """Show these, the cursor on one of them; nothing where there are none."""
        self.rows, self.at, self._top = rows, at, 0
        self.step(0)
        self.styles.height = max(1, min(MOST_ROWS, len(rows)))
        self.display = bool(rows)
        self.refresh()

    def step(self, lines: int) -> None:
        self.at = max(0, min(len(self.rows) - 1, self.at + lines))
        self._top = max(self.at - MOST_ROWS + 1, min(self._top, self.at))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, at = self.size.width, self._top + y
        row = self.part_style("row") + self.part_style("cursor" if at == self.at else "hover")
        if at >= len(self.rows):
            return Strip([Segment(" " * width, row)], width)
        choice = self.rows[at]
        more = len(self.rows) - self._top - MOST_ROWS
        tail = f" ▼ {more} more" if y == MOST_ROWS - 1 and more > 0 else ""
        words = parts(f" {choice.label}", *([Part(f"  {choice.why}", "quiet")] if choice.why else []))
        room = max(0, width - len(tail))
        kept = cut(words, room)
        drawn = [Segment(printable(part.text), row + self._tone(part)) for part in kept]
        filled = sum(segment.cell_length for segment in drawn)
        return Strip([*drawn, Segment(" " * (room - filled) + fit(tail, width - room), row)], width)

    def _tone(self, part: Part) -> Style:
        return self.part_style(part.tone) if part.tone else Style()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked(self._top + event.y))
