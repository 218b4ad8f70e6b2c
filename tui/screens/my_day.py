"""My day: what to work on next and why, what was said on it, and the day so far."""

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from desk.model import ItemId, ItemKind, WorkItem
from tui.commands.queue import ALARM, APPLY, ON_A_ROW, QUEUE
from tui.commands.record import Command, bindings
from tui.screens.base import is_ticket
from tui.screens.living_day import LivingDay
from tui.screens.ranking import Ranking
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen
from tui.widgets.live_table import LiveTable
from tui.words import meaning, planned


class MyDay(LivingDay):
    """The first screen: what a person does there."""

    PLACE = "My day"
    CSS_PATH = "my_day.tcss"
    TEXT = meaning.DAY
    COMMANDS_HERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(QUEUE)]

    def commands(self) -> list[Command]:
        """The alarm and the waiting changes come first while there are any, and are left out otherwise."""
        usual = [command for command in super().commands() if command is not ALARM]
        if self.subject is None:
            usual = [command for command in usual if command not in ON_A_ROW]
        if self.queue.waiting:
            usual.sort(key=lambda command: command is not APPLY)
        return [ALARM, *usual] if self.head.context.alarms else usual

    @on(LiveTable.Opened)
    def opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        item = self.subject
        if item is not None and is_ticket(item):
            self.open_ticket(item.id)
        elif item is not None:
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

    def action_ranking(self) -> None:
        self.app.push_screen(Ranking(self.seat, self.queue.view, self.queue.cursor_key, self._go_to))

    def _go_to(self, chosen: ItemId) -> None:
        if not self.queue.move_to(chosen):
            self.tell("The filter hides that one.")

    def action_compact(self) -> None:
        self.toggle_class("-no-header")
        self.tell_where()

    def action_refresh_all(self) -> None:
        """The order as it is, everything beside it read anew, and what Autotask has new."""
        self.action_apply()
        self.day.redraw()
        self.refresh_cursor()
        firm = self.seat.desk.status.firm
        self.tell(f"Everything is read anew{'' if firm else ', and Autotask is asked for what is new'}.")

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")

    def action_wide(self) -> None:
        self.toggle_class("-wide-list")

    def action_back(self) -> None:
        if self.trouble.hide():
            self.remove_class("-troubled")
        else:
            super().action_back()
