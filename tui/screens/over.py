"""What lies over a screen and takes its keys: the last line then names its own, for those behind do nothing."""

from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.commands.record import Command
from tui.widgets.pane import Pane
from tui.words.hints import own_keys

ResultT = TypeVar("ResultT")


class Over(ModalScreen[ResultT]):
    """Something between a screen and its last line."""

    DEFAULT_CSS = """
    Over > #hints {
        dock: bottom;
    }
    """

    def compose(self) -> ComposeResult:
        yield from self.body()
        hints = Pane(id="hints", boxed=False)
        hints.set_lines(lambda width, _height: [own_keys(self.commands(), width)])
        yield hints

    def body(self) -> ComposeResult:
        """What lies over the screen."""
        raise NotImplementedError

    def commands(self) -> Sequence[Command]:
        """What the keys do here."""
        raise NotImplementedError
