"""A list whose items can be opened: tickets on their page, what has no page as something to read."""

from textual import on, work

from desk.model import ItemId, ItemKind, WorkItem
from tui.screens.base import is_ticket
from tui.screens.list_screen import ListScreen
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen
from tui.widgets.live_table import LiveTable
from tui.words import meaning, planned


class OpeningList(ListScreen):
    """The screens that all others lie over."""

    @on(LiveTable.Opened)
    def opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if self.subject is not None:
            self.open_item(self.subject)

    def open_item(self, item: WorkItem) -> None:
        """Show all there is of an item."""
        if is_ticket(item):
            self.open_ticket(item.id)
        else:
            self.open_plan(item)

    @work(exclusive=True, group="plan", exit_on_error=False, description="read a task or an appointment")
    async def open_plan(self, item: WorkItem) -> None:
        """A task and an appointment have no ticket page: show all there is to read."""
        page, reader = await self.seat.desk.planned(item.id), self.seat.reader
        if page is None:
            self.tell(f"{item.short_id} is not in the copy any more.")
            return
        title = f"{item.short_id} {item.title}"
        self.app.push_screen(Reading(title, lambda width: planned.panel(page, reader, width), meaning.PLAN))

    def open_ticket(self, item_id: ItemId) -> None:
        """Show the page of a ticket, the list's order beside it for the way to the next one."""
        self.head.context.alarms.looked_at(item_id)
        order = tuple(self.queue.keys_of(ItemKind.TICKET))
        self.app.push_screen(TicketScreen(self.seat, item_id, self.queue.view, order))

    def action_alarm(self) -> None:
        if (alarm := self.head.context.alarms.newest) is not None:
            self.head.context.alarms.looked_at(alarm.item)
            if alarm.item.kind is ItemKind.TICKET:
                self.open_ticket(alarm.item)
            self.tell_where()

    def action_compact(self) -> None:
        self.toggle_class("-no-header")
        self.tell_where()
