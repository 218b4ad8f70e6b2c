"""My day: what to work on next and why, what was said on it, and the day so far."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from desk.model import Delta, ItemId, ItemKind, View, WorkItem
from tui.commands.queue import ALARM, APPLY, ON_A_ROW, QUEUE
from tui.commands.record import Command, bindings
from tui.screens.base import is_ticket
from tui.screens.list_screen import ListScreen
from tui.screens.notices import Notices
from tui.screens.panes import DayPane, PreviewPane, WhyPane
from tui.screens.ranking import Ranking
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen
from tui.screens.trouble import Trouble, list_title, why_empty
from tui.seat import Seat
from tui.widgets.live_table import LiveTable
from tui.words import meaning, planned

TITLES = {View.MINE: "Work on next", View.TEAM: "Team queue", View.UNASSIGNED: "Nobody has taken"}
READING = "Reading the copy ..."
MINUTE = 60_000_000
"""In the microseconds of desk time: what stands beside the list counts in minutes."""
LAYOUTS = ("-compact", "-normal", "-wide")
PANES_FROM = (120, 34)
"""Cells and lines from which on panes stand around the list; in fewer, the list would show less than without them."""


class MyDay(ListScreen):
    """The first screen."""

    PLACE = "My day"
    CSS_PATH = "my_day.tcss"
    TEXT = meaning.DAY
    COMMANDS_HERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(QUEUE)]

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.why = WhyPane(seat, self.queue)
        self.day = DayPane(seat)
        self.preview = PreviewPane(seat)
        self.trouble = Trouble(seat)
        self._notices = Notices(seat)
        self._minute = seat.reader.now // MINUTE

    def body(self) -> ComposeResult:
        yield self.head
        with Container(id="body"):
            with Container(id="work"):
                yield self.queue
                yield self.day
                yield self.why
            yield self.preview
        yield self.trouble

    def on_mount(self) -> None:
        self._choose_layout()
        self.queue.focus()
        self.follow_cursor()

    def on_resize(self) -> None:
        self._choose_layout()

    def on_screen_resume(self) -> None:
        self.queue.learn()
        self.day.redraw()
        self._refresh_cursor()
        self._show_status()
        self.tell_where()

    def desk_moved(self, delta: Delta) -> None:
        self._notices.tell(self.tell)
        if delta.reordered or delta.changed or delta.gone:
            self.queue.learn()
            self.day.redraw()
            if self.queue.cursor_key in delta.changed:
                self._refresh_cursor()
            else:
                self.why.follow()
        if delta.status_changed:
            self.day.redraw()
            self._show_status()
        self.tell_where()

    def acts_moved(self) -> None:
        super().acts_moved()
        self.day.redraw()
        self.preview.show()

    def second_passed(self) -> None:
        super().second_passed()
        self._notices.second_passed()
        self._notices.tell(self.tell)
        self.queue.second_passed()
        minute = self.seat.reader.now // MINUTE
        if minute != self._minute and not self.paused:
            self._minute = minute
            self.day.redraw()
            self._refresh_cursor()
        self._show_status()
        self.tell_where()

    def commands(self) -> list[Command]:
        """The alarm and the waiting changes come first while there are any, and are left out otherwise."""
        usual = [command for command in super().commands() if command is not ALARM]
        if self.subject is None:
            usual = [command for command in usual if command not in ON_A_ROW]
        if self.queue.waiting:
            usual.sort(key=lambda command: command is not APPLY)
        return [ALARM, *usual] if self.head.context.alarms else usual

    # What stands on the screen

    def _choose_layout(self) -> None:
        width, height = self.app.size
        bare = width < PANES_FROM[0] or height < PANES_FROM[1]
        fits = "-compact" if bare else "-wide" if width >= 160 and height >= 36 else "-normal"
        for name in LAYOUTS:
            self.set_class(name == fits, name)
        for pane in (self.why, self.day, self.preview):
            pane.boxed = fits != "-compact"

    def tell_where(self) -> None:
        """The words that tell where the person is in the list."""
        queue = self.queue
        shown = queue.snapshot
        title, tone = list_title(TITLES[queue.view], self.seat)
        nothing = "empty" if self.seat.filled else "nothing yet"
        where = f"{queue.position + 1} of {len(queue)}" if len(queue) else nothing
        paused = f"{shown.paused} waiting" if shown is not None and shown.paused else ""
        sifted = f"filter {queue.filter_text}" if queue.filter_text else ""
        marked = f"{len(queue.marks)} marked" if queue.marks else ""
        if queue.ranging:
            marked = f"{marked}, v ends the range"
        if self.paused and self.has_class("-no-header"):
            title = f"PAUSED · {title}"
        queue.set_titles(title, " · ".join(text for text in (where, paused, marked, sifted) if text), tone)
        queue.set_empty(
            READING
            if not self.seat.desk.loaded
            else why_empty(self.seat.desk.status, filter_text=queue.filter_text, view=queue.view.value)
        )
        self.head.context.redraw()
        self.hints.redraw()
        self.top.redraw()

    def _refresh_cursor(self) -> None:
        self.why.follow()
        self.preview.read()

    def _show_status(self) -> None:
        self.trouble.follow()
        self.set_class(bool(self.trouble.display), "-troubled")

    def follow_cursor(self) -> None:
        self.why.follow()
        self.preview.follow(self.subject)
        self.tell_where()

    # What a person does

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
        self._refresh_cursor()
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
