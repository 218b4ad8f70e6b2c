"""A text to read over the screen: what a screen means, or a plan that has no page of its own."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from tui.commands.record import Command, bindings
from tui.widgets.pane import ScrollPane
from tui.widgets.parts import Parts

CLOSE = Command("reading.close", "Back", "To the screen behind.", "escape,q,enter,f1", "screen.close", in_palette=False)


class Reading(ModalScreen[None]):
    """One pane of text."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((CLOSE,))]

    def __init__(self, title: str, make: Callable[[int], list[Parts]]) -> None:
        """`make` words the text for a width in cells."""
        super().__init__()
        self._title = title
        self._make = make
        self.pane = ScrollPane(id="reading")

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.set_titles(self._title, "j k scroll · esc back")
        self.pane.set_lines(lambda width, _height: self._make(width))
        self.pane.focus()

    def action_close(self) -> None:
        self.dismiss(None)
