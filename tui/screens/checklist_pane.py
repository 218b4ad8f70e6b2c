"""The checklist of a ticket with a cursor on its lines."""

from collections.abc import Callable

from desk.pages import ChecklistLine, TicketDetail
from tui.widgets.picking_pane import PickingPane, Record
from tui.words.reader import Reader
from tui.words.ticket import checklist_line


class ChecklistPane(PickingPane):
    """Shows what a page has; the line under the cursor can be ticked."""

    def __init__(self, reader: Callable[[], Reader], *, id: str) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._reader = reader
        self._tasks: tuple[ChecklistLine, ...] = ()

    def show(self, detail: TicketDetail | None) -> None:
        """Show the lines of a page."""
        self._tasks = () if detail is None else detail.checklist
        self.set_records(
            lambda width: [Record(line.id, checklist_line(line, self._reader(), width)) for line in self._tasks]
        )

    @property
    def line(self) -> ChecklistLine | None:
        """The one under the cursor; None where there is none, or nobody sees it."""
        found = (line for line in self._tasks if line.id == self.picked)
        return next(found, None) if self.display else None
