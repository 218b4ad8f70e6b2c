"""Fields of a form: one line of text, a text of several lines, a tick. `fields_pick` chooses from a list.

A field draws its label and, under its editor, what is to be said of it: what is wrong, else what was asked for, else a
hint. Only the editor is a widget of its own, so that a form of a dozen fields opens at once.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.widgets.cells import fit, printable, wrap
from tui.widgets.tones import Toned

LABEL = 14
"""Cells of a label."""
MOST_SAID = 4
"""Lines that may be said of one field."""

EditorT = TypeVar("EditorT", bound=Widget)


class Field(Toned, Generic[EditorT]):
    """A labelled field.

    Attributes:
        key: names it within its form, in its draft and, unless `stands_for` says otherwise, in the command.
        stands_for: the fields of the command that it fills; what is wrong with one of them is said here.
        touched: the person has been here: from now on it is said what is wrong.
    """

    ALLOW_SELECT = False
    LINES: ClassVar[int] = 1

    @dataclass
    class Changed(Message):
        """The person changed what stands in it."""

        field: "Field[Any]"

    class Save(Message):
        """The person wants the form saved."""

    class Next(Message):
        """The person wants the next field."""

    def __init__(
        self, key: str, label: str, editor: EditorT, *, stands_for: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(id=f"field-{key.replace('_', '-')}", classes="field")
        self.key = key
        self.label = label
        self.stands_for = stands_for or (key,)
        self.editor = editor
        self.touched = False
        self._hint = hint
        self._problem = ""
        self._lines: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.editor

    @property
    def kept(self) -> object:
        """What stands in it, for the draft."""
        raise NotImplementedError

    @property
    def unread(self) -> str:
        """Why what stands in it cannot be read; "" where it can."""
        return ""

    def restore(self, kept: object) -> None:
        """Put back what the draft kept."""
        raise NotImplementedError

    def enter(self) -> None:
        """Put the cursor into it."""
        self.editor.focus()

    @property
    def lines(self) -> int:
        """Lines of its editor."""
        return self.LINES

    def say(self, hint: str) -> None:
        """What is told under it as long as nothing is wrong."""
        if hint != self._hint:
            self._hint = hint
            self._word()

    def complain(self, problem: str) -> None:
        """What is wrong with it; "" where nothing is."""
        if problem != self._problem:
            self._problem = problem
            self._word()

    @property
    def problem(self) -> str:
        return self._problem

    def changed(self) -> None:
        """The person changed it."""
        self.touched = True
        self.post_message(self.Changed(self))

    def on_mount(self) -> None:
        self._word()

    def on_resize(self) -> None:
        self._word()

    def _word(self) -> None:
        room = max(1, self.size.width - LABEL)
        said = f"! {self._problem}" if self._problem else self._hint
        self._lines = wrap(said, room, lines=MOST_SAID) if said and self.size.width else [said] if said else []
        self.styles.height = self.lines + len(self._lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, row = self.size.width, self.part_style("row")
        if y == 0:
            style = row + self.part_style("late" if self._problem else "quiet")
            return Strip([Segment(fit(self.label, width), style)], width)
        if 0 <= (at := y - self.lines) < len(self._lines):
            style = row + self.part_style("late" if self._problem else "quiet")
            return Strip([Segment(fit(" " * LABEL + self._lines[at], width), style)], width)
        return Strip([Segment(" " * width, row)], width)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()


TO_NEIGHBOURS: tuple[BindingType, ...] = (
    Binding("up", "app.focus_previous", "Previous field", show=False),
    Binding("down", "app.focus_next", "Next field", show=False),
)


class Line(Input):
    """An input of one line whose caret does not blink."""

    BINDINGS: ClassVar[list[BindingType]] = [*TO_NEIGHBOURS]

    def on_mount(self) -> None:
        self.cursor_blink = False


class TextField(Field[Line]):
    """One line of text."""

    EDITOR: ClassVar[type[Line]] = Line

    def __init__(
        self,
        key: str,
        label: str,
        value: str = "",
        *,
        stands_for: tuple[str, ...] = (),
        placeholder: str = "",
        hint: str = "",
        longest: int = 0,
    ) -> None:
        """`longest` is the number of characters that Autotask takes; 0 where it takes any."""
        line = self.EDITOR(
            printable(value), placeholder=placeholder, compact=True, max_length=longest, select_on_focus=False
        )
        super().__init__(key, label, line, stands_for=stands_for, hint=hint)

    @property
    def value(self) -> str:
        return self.editor.value.strip()

    @value.setter
    def value(self, text: str) -> None:
        self.editor.value = printable(text)
        self.editor.cursor_position = len(self.editor.value)

    @property
    def kept(self) -> object:
        return self.editor.value

    def restore(self, kept: object) -> None:
        self.value = str(kept)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Save())


class Area(TextArea):
    """A text of several lines, which is left upwards from its first line and downwards from its last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "enter", "Save, or a new line", show=False, priority=True),
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", "New line", show=False, priority=True),
    ]

    class Entered(Message):
        """Enter was pressed where it saves."""

    def __init__(self, text: str, *, placeholder: str, enter_saves: bool) -> None:
        super().__init__(text, compact=True, placeholder=placeholder, highlight_cursor_line=False)
        self._enter_saves = enter_saves

    def on_mount(self) -> None:
        self.cursor_blink = False
        self.show_vertical_scrollbar = False

    def action_enter(self) -> None:
        if self._enter_saves:
            self.post_message(self.Entered())
        else:
            self.action_new_line()

    def action_new_line(self) -> None:
        self.insert("\n", maintain_selection_offset=False)

    def action_cursor_up(self, select: bool = False) -> None:
        if not select and self.cursor_at_first_line:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        if not select and self.cursor_at_last_line:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)


class AreaField(Field[Area]):
    """A text of several lines. Where Enter saves, ^j begins a new line."""

    def __init__(
        self,
        key: str,
        label: str,
        value: str = "",
        *,
        lines: int = 3,
        enter_saves: bool = True,
        stands_for: tuple[str, ...] = (),
        placeholder: str = "",
        hint: str = "",
    ) -> None:
        self._height = lines
        area = Area(_several(value), placeholder=placeholder, enter_saves=enter_saves)
        area.styles.height = lines
        super().__init__(key, label, area, stands_for=stands_for, hint=hint)

    @property
    def lines(self) -> int:
        return self._height

    @property
    def value(self) -> str:
        return self.editor.text.strip()

    @value.setter
    def value(self, text: str) -> None:
        self.editor.text = _several(text)
        self.editor.move_cursor(self.editor.document.end)

    @property
    def kept(self) -> object:
        return self.editor.text

    def restore(self, kept: object) -> None:
        self.value = str(kept)

    def enter(self) -> None:
        super().enter()
        self.editor.move_cursor(self.editor.document.end)

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.changed()

    @on(Area.Entered)
    def _entered(self, event: Area.Entered) -> None:
        event.stop()
        self.post_message(self.Save())


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
        self.post_message(self.Save())


def _several(text: str) -> str:
    """A text whose line ends are kept, all else that a terminal might act on replaced."""
    return "\n".join(printable(line) for line in text.splitlines())
