"""A field that holds one of many: the list opens under it and filters while somebody types.

Typing or space opens the list, arrows move in it, enter or tab takes the line under the cursor, escape leaves what
stood there. What was typed and fits nothing stays, and is said.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on, work
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input
from textual.worker import Worker, WorkerCancelled

from desk.acts.offers import Choice
from tui.forms.chooser import fitting
from tui.forms.fields import Field, Line
from tui.widgets.cells import fit, printable
from tui.widgets.parts import Part, cut, parts
from tui.widgets.tones import Toned

Find = Callable[[str], Awaitable[Sequence[Choice]]]
"""The choices for what is typed, best first."""

MOST_ROWS = 8


class Choosing(Line):
    """The editor of a choice: keys that mean something else while its list is open go to the field first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next", show=False),
        Binding("up", "step(-1)", "Previous", show=False),
        Binding("escape", "leave", "Leave the list", show=False),
        Binding("tab", "go_on", "Take it and go on", show=False),
    ]

    @dataclass
    class Step(Message):
        """Another line of the list."""

        lines: int

    class Left(Message):
        """The list is not wanted, or the field is left."""

        def __init__(self, *, escaped: bool) -> None:
            super().__init__()
            self.escaped = escaped

    class GoOn(Message):
        """What stands here is it, and the next field is wanted."""

    class Wanted(Message):
        """The whole list is wanted."""

    def __init__(self, value: str, placeholder: str) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=True)
        self.open = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "space" and not self.open and self.selected_text == self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Wanted())
            return
        await super()._on_key(event)

    def _on_blur(self, event: events.Blur) -> None:
        super()._on_blur(event)
        self.post_message(self.Left(escaped=False))

    def action_step(self, lines: int) -> None:
        if self.open:
            self.post_message(self.Step(lines))
        elif lines > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_go_on(self) -> None:
        self.post_message(self.GoOn())

    def action_leave(self) -> None:
        if not self.open:
            raise SkipAction
        self.post_message(self.Left(escaped=True))


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


class PickField(Field[Choosing]):
    """One of `choices`, or of what `find` finds for the letters typed.

    An optional field may be empty. Where `own_words` are taken, what fits no choice stands for itself, and escape keeps
    it where the list has something else.
    """

    def __init__(
        self,
        key: str,
        label: str,
        choices: Sequence[Choice] = (),
        now: int | None = None,
        *,
        find: Find | None = None,
        optional: bool = False,
        own_words: bool = False,
        stands_for: tuple[str, ...] = (),
        placeholder: str = "",
        hint: str = "",
    ) -> None:
        self.choices = choices
        self.chosen = next((choice for choice in choices if choice.id == now), None)
        self.optional = optional or own_words
        self._own_words = own_words
        self.listed = Listed()
        self._find = find
        self._looking: Worker[None] | None = None
        editor = Choosing(self._words, placeholder)
        super().__init__(key, label, editor, stands_for=stands_for, hint=hint)

    def compose(self) -> ComposeResult:
        yield self.editor
        self.listed.display = False
        yield self.listed

    @property
    def value(self) -> int | None:
        """The id of what is chosen."""
        return None if self.chosen is None or self.typed else self.chosen.id

    @property
    def typed(self) -> str:
        """What was typed and is none of the choices; "" where all is well."""
        typed = self.editor.value.strip()
        return typed if typed and typed != self._words.strip() else ""

    @property
    def words(self) -> str:
        """The label of what is chosen, or what was typed."""
        return self.editor.value.strip()

    @property
    def unread(self) -> str:
        if self._own_words:
            return ""
        return f"“{self.typed}” is none of the choices." if self.typed and not self.editor.open else ""

    @property
    def kept(self) -> object:
        return self.words if self._own_words else self.value

    def restore(self, kept: object) -> None:
        if self._own_words:
            self.say_words(str(kept or ""))
            return
        found = next((choice for choice in self.choices if choice.id == kept), None)
        if found is not None or (kept is None and self.optional):
            self.choose(found)

    def say_words(self, words: str) -> None:
        """Put a choice into it by its label, or own words."""
        self.choose(next((choice for choice in self.choices if choice.label == words), None))
        if self.chosen is None:
            with self.prevent(Input.Changed):
                self.editor.value = printable(words)

    def choose(self, choice: Choice | None) -> None:
        """Put a choice into it, or none."""
        self.chosen = choice
        self._shut()

    def offer(self, choices: Sequence[Choice], now: int | None) -> None:
        """Other choices, one of which stands."""
        self.choices = choices
        self.choose(next((choice for choice in choices if choice.id == now), None))

    @property
    def _words(self) -> str:
        return "" if self.chosen is None else printable(self.chosen.label)

    # The list -------------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.editor.value == self._words:
            return
        if self._find is None:
            self._open(fitting(self.choices, self.editor.value))
        else:
            self._looking = self._look(self._find, self.editor.value)
        self.changed()

    @work(exclusive=True, group="find", exit_on_error=True, description="look for choices")
    async def _look(self, find: Find, text: str) -> None:
        found = await find(text)
        if self.editor.has_focus:
            self._open(found)
        self.listed.rows = found

    @on(Choosing.Wanted)
    def _wanted(self) -> None:
        if self._find is None:
            self._open(self.choices)

    def _open(self, found: Sequence[Choice]) -> None:
        """Show the list, the cursor on what is chosen where nothing was typed."""
        standing = self.editor.value == self._words and self.chosen in found
        self.listed.show(found, found.index(self.chosen) if standing and self.chosen is not None else 0)
        self.editor.open = bool(found)

    def _shut(self) -> None:
        with self.prevent(Input.Changed):
            self.editor.value = self._words
        self.editor.cursor_position = len(self.editor.value)
        self._close_list()

    def _close_list(self) -> None:
        self.editor.open = False
        self.listed.show((), 0)

    @on(Choosing.Step)
    def _step(self, event: Choosing.Step) -> None:
        event.stop()
        self.listed.step(event.lines)

    @on(Listed.Clicked)
    def _clicked(self, event: Listed.Clicked) -> None:
        event.stop()
        if event.row < len(self.listed.rows):
            self.listed.at = event.row
            self._take()
            self.editor.focus()

    @on(Choosing.Left)
    async def _left(self, event: Choosing.Left) -> None:
        event.stop()
        if event.escaped:
            if self._own_words:
                self._close_list()
            else:
                self._shut()
            self.changed()
            return
        await self._settle()

    @on(Choosing.GoOn)
    async def _go_on(self, event: Choosing.GoOn) -> None:
        """Only when the form knows what was taken: it may show and hide the fields that come next."""
        event.stop()
        await self._settle()
        self.post_message(self.Next())

    async def _settle(self) -> None:
        """Take what was meant: the line under the cursor, or what was typed."""
        await self._found()
        if not self.editor.value.strip() and self.optional and self.chosen is not None:
            self.choose(None)
            self.changed()
        elif self.typed and self.listed.rows:
            self._take()
        elif self.typed:
            self._close_list()
            self.changed()
        else:
            self._shut()

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        await self._found()
        if self.listed.rows and (self.editor.open or self.typed):
            self._take()
        else:
            self.post_message(self.Save())

    async def _found(self) -> None:
        """Who types fast means what is found for all that they typed."""
        if self._looking is not None:
            with suppress(WorkerCancelled):
                await self._looking.wait()

    def _take(self) -> None:
        self.choose(self.listed.rows[self.listed.at])
        self.changed()
