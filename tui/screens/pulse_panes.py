"""The pulse of the desk under a wide and tall Dispatch: what flows, and what is due next."""

from collections.abc import Callable

from textual import work
from textual.app import ComposeResult
from textual.containers import Container

from desk.pulse import Pulse
from tui.seat import Seat
from tui.widgets.pane import Pane
from tui.widgets.parts import Parts
from tui.words import pulse as words

Drawn = Callable[[Pulse, int, int], list[Parts]]


class PulsePane(Pane):
    """One of the boxes."""

    def show(self, pulse: Pulse | None, title: str, drawn: Drawn) -> None:
        """Show what was read; nothing yet where that is None."""
        self.set_titles(title)
        self.set_lines(lambda width, height: [] if pulse is None else drawn(pulse, width, height))


class PulseRow(Container):
    """Both boxes side by side. Nothing is read while they are not shown."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(id="pulse")
        self._seat = seat
        self.flow, self.coming = PulsePane(id="flow"), PulsePane(id="coming")

    def compose(self) -> ComposeResult:
        yield self.flow
        yield self.coming

    @work(exclusive=True, group="pulse", exit_on_error=False, description="look how work flows")
    async def read(self) -> None:
        """Look anew."""
        if not self.display:
            return
        pulse = await self._seat.desk.pulse()
        reader, (flow, coming) = self._seat.reader, words.titles(pulse)
        self.flow.show(pulse, flow, lambda pulse, width, _: words.flow(pulse, width))
        self.coming.show(pulse, coming, lambda pulse, width, height: words.coming(pulse, reader, width, height))
