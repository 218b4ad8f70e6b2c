"""Fields of a form: one line of text, and a text of several lines. Beside them stand `fields_pick`, which chooses from
a list, `fields_ticks`, `fields_time` and `fields_day`.

A field draws its label and, under its editor, what is to be said of it: what is wrong, else what was asked for, else a
hint. Only the editor is a widget of its own, so that a form of a dozen fields opens at once.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

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


@runtime_checkable
class Saves(Protocol):
    """A form."""

    def action_save(self) -> None:
        """Save it as it stands."""


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

    def save(self) -> None:
        """The person wants the form saved as it stands now: what is typed behind that is not in it."""
        if isinstance(self.screen, Saves):
            self.screen.action_save()

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


def goes_elsewhere(editor: Widget, event: events.Key) -> bool:
    """Leave the field by a tab, and hand on what is pressed behind it. Whether the key was one of these."""
    there = editor.screen.focused
    if there is not None and there is not editor:
        there._forward_event(events.Key(event.key, event.character))
    elif event.key == "tab":
        editor.screen.focus_next()
    elif event.key == "shift+tab":
        editor.screen.focus_previous()
    else:
        return False
    event.stop()
    event.prevent_default()
    return True


def hand_on(editor: Widget, event: events.Paste) -> None:
    """Give what is pasted behind a tab to the field that it is meant for."""
    there = editor.screen.focused
    if there is not None and there is not editor:
        there._forward_event(events.Paste(event.text))
        event.stop()
        event.prevent_default()


async def in_order(editor: Widget, event: events.Key, *, takes_text: bool = True) -> bool:
    """Do at once what a key means, so that keys count in their order where they come faster than the screen follows.

    Textual does it only when the key has passed through everything above the editor. What is typed meanwhile would
    land in the field that a tab has left, or be taken away by a ^u that was pressed before it.

    Args:
        takes_text: letters are text here, and mean nothing else.

    Returns:
        Whether the key meant something else than text.
    """
    if goes_elsewhere(editor, event):
        return True
    if (event.is_printable and takes_text) or not await editor.app._check_bindings(event.key):
        return False
    event.stop()
    event.prevent_default()
    return True


class Line(Input):
    """An input of one line whose caret does not blink."""

    BINDINGS: ClassVar[list[BindingType]] = [*TO_NEIGHBOURS]

    def on_mount(self) -> None:
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if not await in_order(self, event):
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        hand_on(self, event)

    async def action_submit(self) -> None:
        if isinstance(field := self.parent, Field):
            field.save()
        else:
            await super().action_submit()


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


NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")


class Area(TextArea):
    """A text of several lines, which is left upwards from its first line and downwards from its last."""

    def __init__(self, text: str, *, placeholder: str, enter_saves: bool) -> None:
        super().__init__(text, compact=True, placeholder=placeholder, highlight_cursor_line=False)
        self._enter_saves = enter_saves

    def on_mount(self) -> None:
        self.cursor_blink = False
        self.show_vertical_scrollbar = False
        self.move_cursor(self.document.end)

    def on_unmount(self) -> None:
        # Textual keeps a text area on the app's list of who hears of a new theme, and with it all that it has drawn.
        watchers = getattr(self.app, "__watchers").get("theme", [])
        watchers[:] = [(node, heard) for node, heard in watchers if node is not self]

    async def _on_key(self, event: events.Key) -> None:
        if goes_elsewhere(self, event):
            return
        field = self.parent
        if event.key == "enter" and self._enter_saves and isinstance(field, Field):
            field.save()
        elif event.key in NEW_LINE:
            self.insert("\n", maintain_selection_offset=False)
        elif await in_order(self, event):
            return
        else:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        hand_on(self, event)

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

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.changed()


def _several(text: str) -> str:
    """A text whose line ends are kept, all else that a terminal might act on replaced."""
    return "\n".join(printable(line) for line in text.splitlines())
