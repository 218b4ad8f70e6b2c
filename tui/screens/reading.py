"""A text to read over the screen: what a screen means, or a plan that has no page of its own."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.commands.record import Command, bindings
from tui.screens.over import Over
from tui.widgets.pane import ScrollPane
from tui.widgets.parts import Parts
from tui.words.meaning import Meaning, meaning_lines

CLOSE = Command("reading.close", "Back", "To the screen behind.", "escape,q,enter", "screen.close", "back")
EXPLAIN = Command(
    "reading.meaning", "What this means", "The same key goes back.", "f1", "screen.explain", "what it means"
)


class Reading(Over[None]):
    """One pane of text."""

    CSS_PATH = "reading.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((CLOSE, EXPLAIN))]

    def __init__(self, title: str, make: Callable[[int], list[Parts]], meaning: Meaning = ()) -> None:
        """`make` words the text for a width in cells; `meaning` explains it; a text without one explains."""
        super().__init__()
        self._title = title
        self._make = make
        self._meaning = meaning
        self.pane = ScrollPane(id="reading")

    def body(self) -> ComposeResult:
        yield self.pane

    def commands(self) -> Sequence[Command]:
        return (CLOSE, EXPLAIN) if self._meaning else (CLOSE,)

    def on_mount(self) -> None:
        self.pane.set_titles(self._title, "j k scroll")
        self.pane.set_lines(lambda width, _height: self._make(width))
        self.pane.focus()

    def action_explain(self) -> None:
        """Say what the words of the text mean; from there, back to it."""
        if self._meaning:
            self.app.push_screen(Reading("What this means", lambda width: meaning_lines(self._meaning, width)))
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        self.dismiss(None)
