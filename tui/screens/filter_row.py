"""The line above the list, and the filter that opens in its right half."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from tui.screens.context_line import ContextLine
from tui.screens.queue_list import QueueList
from tui.seat import Seat
from tui.widgets.filter_input import FilterInput


class FilterRow(Horizontal):
    """Sifts the list while somebody types."""

    class Sifted(Message):
        """The list shows what another filter keeps."""

    def __init__(self, seat: Seat, queue: QueueList) -> None:
        super().__init__(id="context-line")
        self._queue = queue
        self.context = ContextLine(seat, queue)
        self.input = FilterInput(placeholder="words or client:acme p:1 due:<1h tech:ana", id="filter", compact=True)
        self.problem = ""
        """What is wrong with a part of the filter."""

    def compose(self) -> ComposeResult:
        yield self.context
        yield self.input

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

    def _sift(self, text: str) -> None:
        self.problem = self._queue.sift(text)
        self.post_message(self.Sifted())
