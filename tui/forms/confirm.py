"""A question before something is done: what cannot be taken back easily, what the desk doubts, what is done in bulk."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.widgets.pane import EDGES, SIDES, ScrollPane
from tui.widgets.parts import Parts

WIDEST = 78
"""Cells of the box; less where the terminal is narrower."""
AROUND = 4
"""Cells of the screen behind that stay in sight at the sides."""


class Confirm(ModalScreen[bool]):
    """Answers whether to go on. Only `y` goes on: no key that opens a question, and none that is held down, does."""

    CSS_PATH = "confirm.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Go on", show=False, id="confirm.yes"),
        Binding("escape,n,q", "answer(False)", "Back", show=False, id="confirm.no"),
    ]

    def __init__(self, title: str, make: Callable[[int], list[Parts]], yes: str = "") -> None:
        """
        Args:
            make: words the question for a width in cells.
            yes: what `y` does: "Save anyway"; "" where there is only something to be read.
        """
        super().__init__()
        self._title = title
        self._make = make
        self._yes = yes
        self.pane = ScrollPane(id="confirm")

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.set_titles(self._title, f"y {self._yes} · esc back" if self._yes else "esc back")
        self.pane.set_lines(lambda width, _height: self._make(width))
        self._fit()
        self.pane.focus()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        width = min(WIDEST, self.app.size.width - AROUND)
        self.pane.styles.width = width
        self.pane.styles.height = len(self._make(width - SIDES)) + EDGES

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes and bool(self._yes))
