"""One sentence for a window in which nothing fits."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen

from tui.widgets.pane import Pane
from tui.widgets.parts import paragraph

LEAST = Size(60, 16)


def fits(size: Size) -> bool:
    """Whether a screen can be drawn."""
    return size.width >= LEAST.width and size.height >= LEAST.height


class TooSmall(ModalScreen[None]):
    """Lies over everything until the window has grown; the app takes it away then."""

    def compose(self) -> ComposeResult:
        yield Pane(id="too-small", boxed=False)

    def on_mount(self) -> None:
        words = f"Make the window at least {LEAST.width}x{LEAST.height}."
        self.query_one(Pane).set_lines(lambda width, _height: paragraph(words, max(1, width)))
