"""The line above the list, the filter that opens in its right half, and below it what the filter understands.

The words below push the list down as the filter opens, and then keep their lines: what is wrong for a moment while
somebody types neither covers the list nor moves it.
"""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from tui.screens.context_line import ContextLine
from tui.widgets.filter_input import FilterInput
from tui.widgets.pane import Pane
from tui.words.filter_terms import told


class FilterRow(Vertical):
    """Sifts the list while somebody types."""

    class Sifted(Message):
        """The list shows what another filter keeps."""

    def __init__(self, context: ContextLine) -> None:
        super().__init__(id="filter-row")
        self._queue = context.queue
        self.context = context
        self.input = FilterInput(placeholder="words or client:acme p:1 due:<1h tech:ana", id="filter", compact=True)
        self.problem = ""
        """What is wrong with a part of the filter."""
        self.says = Pane(id="filter-says", boxed=False)

    def compose(self) -> ComposeResult:
        with Horizontal(id="context-line"):
            yield self.context
            yield self.input
        yield self.says

    def on_mount(self) -> None:
        self.says.set_lines(lambda width, height: told(self.problem, width, height, typing=self.context.filtering))

    def open(self) -> None:
        """Let the person type."""
        self._show_input(True)
        self.screen.set_focus(self.input)

    def clear(self) -> bool:
        """Keep everything again. False where no filter was set."""
        if not self.input.value:
            return False
        self.input.value = ""
        self._sift("")
        return True

    @on(Input.Changed, "#filter")
    def typed(self, event: Input.Changed) -> None:
        self._sift(event.value)

    @on(Input.Submitted, "#filter")
    def kept(self) -> None:
        self._close()

    @on(FilterInput.Dropped)
    def dropped(self) -> None:
        self.clear()
        self._close()

    def _close(self) -> None:
        self._show_input(False)
        self.screen.set_focus(self._queue)

    def _show_input(self, shown: bool) -> None:
        self.input.set_class(shown, "-open")
        self.context.filtering = shown
        self.context.redraw()
        self._say()

    def _sift(self, text: str) -> None:
        self.problem = self._queue.sift(text)
        self._say()
        self.post_message(self.Sifted())

    def _say(self) -> None:
        """A filter that was kept with something wrong in it goes on saying so."""
        self.says.set_class(self.context.filtering or bool(self.problem), "-open")
        self.says.redraw()
