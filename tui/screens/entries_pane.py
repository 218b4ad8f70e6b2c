"""The time on a ticket with a cursor on its entries."""

from collections.abc import Callable

from desk.pages import TicketDetail, TimeLine
from tui.widgets.picking_pane import PickingPane, Record
from tui.words.reader import Reader
from tui.words.ticket import entry_lines


class EntriesPane(PickingPane):
    """Shows the entries of a page; one's own can be changed and taken away where the cursor is."""

    def __init__(self, reader: Callable[[], Reader], *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._reader = reader
        self._entries: tuple[TimeLine, ...] = ()

    def show(self, detail: TicketDetail | None) -> None:
        """Show the entries of a page."""
        self._entries = () if detail is None else detail.time_entries
        self.set_records(
            lambda width: [Record(entry.id, entry_lines(entry, self._reader(), width)) for entry in self._entries]
        )

    @property
    def entry(self) -> TimeLine | None:
        """The one under the cursor; None where there is none, or nobody sees it."""
        found = (entry for entry in self._entries if entry.id == self.picked)
        return next(found, None) if self.display else None
