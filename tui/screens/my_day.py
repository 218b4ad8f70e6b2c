"""My day: what to work on next and why, what was said on it, and the day so far."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Input

from desk.model import Delta, ItemId, ItemKind, View, WorkItem
from tui.commands.queue import ALARM, APPLY, ON_A_ROW, QUEUE
from tui.commands.record import Command, bindings
from tui.screens.base import DeskScreen, is_ticket
from tui.screens.context_line import ContextLine, views
from tui.screens.panes import DayPane, PreviewPane, WhyPane
from tui.screens.queue_list import QueueList
from tui.screens.ranking import Ranking
from tui.screens.reading import Reading
from tui.screens.ticket import TicketScreen
from tui.screens.trouble import Trouble, list_title, why_empty
from tui.seat import Seat
from tui.widgets.cells import wrap
from tui.widgets.filter_input import FilterInput
from tui.widgets.live_table import LiveTable
from tui.words import meaning, notices, planned
from tui.words.header import Pressing
from tui.words.meaning import Meaning

TITLES = {View.MINE: "Work on next", View.TEAM: "Team queue", View.UNASSIGNED: "Nobody has taken"}
READING = "Reading the copy ..."
NOTICE_SECONDS = 12.0
MINUTE = 60_000_000
"""In the microseconds of desk time: what stands beside the list counts in minutes."""
FRAME_CELLS = 6
"""What the frame of the list takes from a line of words."""
LAYOUTS = ("-compact", "-normal", "-wide")


class MyDay(DeskScreen):
    """The first screen."""

    PLACE = "My day"
    CSS_PATH = "my_day.tcss"
    TEXT = meaning.DAY
    COMMANDS_HERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(QUEUE)]

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.queue = QueueList(seat, id="queue")
        self.context = ContextLine(seat, self.queue)
        self.filter = FilterInput(placeholder="words or client:acme p:1 due:<1h tech:ana", id="filter", compact=True)
        self.why = WhyPane(seat)
        self.day = DayPane(seat)
        self.preview = PreviewPane(seat)
        self.trouble = Trouble(seat)
        self._filter_problem = ""
        self._told: set[str] = set()
        self._notice_left = 0.0
        self._minute = seat.reader.now // MINUTE

    def body(self) -> ComposeResult:
        with Horizontal(id="context-line"):
            yield self.context
            yield self.filter
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
        self._follow_cursor()

    def on_resize(self) -> None:
        self._choose_layout()

    def on_screen_resume(self) -> None:
        self.queue.learn()
        self.day.redraw()
        self._refresh_cursor()
        self._show_status()
        self._word()

    def desk_moved(self, delta: Delta) -> None:
        self.context.learn(delta)
        self._tell_notices()
        if delta.reordered or delta.changed or delta.gone:
            self.queue.learn()
            self.day.redraw()
            if self.queue.cursor_key in delta.changed:
                self._refresh_cursor()
            else:
                self.why.follow(self.subject, self.queue.following, self.queue.view)
        if delta.status_changed:
            self.day.redraw()
            self._show_status()
        self._word()

    def _tell_notices(self) -> None:
        """What a person should know once about the copy or the tenant, one at a time: a pile would hide the list.

        None before the copy was whole once: until then most of it is only what has not arrived yet.
        """
        if not self.seat.filled:
            return
        untold = [notice for notice in self.seat.desk.notices if notice not in self._told]
        if untold and self._notice_left <= 0:
            self._told.add(untold[0])
            self._notice_left = NOTICE_SECONDS
            self.tell(notices.in_a_line(untold[0]), seconds=NOTICE_SECONDS)

    def second_passed(self) -> None:
        super().second_passed()
        self._notice_left -= 1
        self._tell_notices()
        self.queue.second_passed()
        minute = self.seat.reader.now // MINUTE
        if minute != self._minute and not self.paused:
            self._minute = minute
            self.day.redraw()
            self._refresh_cursor()
        self._show_status()
        self._word()

    @property
    def paused(self) -> bool:
        return self.queue.paused

    @property
    def pressing(self) -> Pressing:
        return self.queue.pressing

    @property
    def subject(self) -> WorkItem | None:
        return self.queue.cursor_row

    def meaning_here(self) -> Meaning:
        told = self.seat.desk.notices if self.seat.filled else ()
        return (*notices.in_full(told), *self.TEXT)

    def commands(self) -> list[Command]:
        """The alarm and the waiting changes come first while there are any, and are left out otherwise."""
        usual = [command for command in super().commands() if command is not ALARM]
        if self.subject is None:
            usual = [command for command in usual if command not in ON_A_ROW]
        if self.queue.waiting:
            usual.sort(key=lambda command: command is not APPLY)
        return [ALARM, *usual] if self.context.alarms else usual

    # What stands on the screen

    def _choose_layout(self) -> None:
        width, height = self.app.size
        fits = "-compact" if width < 100 or height < 28 else "-wide" if width >= 160 and height >= 36 else "-normal"
        for name in LAYOUTS:
            self.set_class(name == fits, name)
        for pane in (self.why, self.day, self.preview):
            pane.boxed = fits != "-compact"

    def _word(self) -> None:
        """The words that tell where the person is in the list."""
        queue = self.queue
        shown = queue.snapshot
        title, tone = list_title(TITLES[queue.view], self.seat)
        # What is wrong with a filter stands right above the rows, its beginning in the edge where it needs two lines.
        problem = wrap(self._filter_problem, max(1, queue.size.width - FRAME_CELLS), lines=2)
        if len(problem) > 1:
            title, tone = problem[0], "late"
        queue.set_notice(problem[-1] if problem else "")
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
        self.context.redraw()
        self.hints.redraw()
        self.top.redraw()

    def _refresh_cursor(self) -> None:
        self.why.follow(self.subject, self.queue.following, self.queue.view)
        self.preview.read()

    def _show_status(self) -> None:
        self.trouble.follow()
        self.set_class(bool(self.trouble.display), "-troubled")

    def _follow_cursor(self) -> None:
        self.why.follow(self.subject, self.queue.following, self.queue.view)
        self.preview.follow(self.subject)
        self._word()

    # What a person does

    @on(LiveTable.Moved)
    def moved(self) -> None:
        self._follow_cursor()

    @on(LiveTable.Opened)
    def opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        item = self.subject
        if item is not None and is_ticket(item):
            self.open_ticket(item.id)
        elif item is not None:
            self._open_plan(item)

    @work(exclusive=True, group="plan", exit_on_error=False, description="read a task or an appointment")
    async def _open_plan(self, item: WorkItem) -> None:
        """A task and an appointment have no ticket page: show all there is to read."""
        page, reader = await self.seat.desk.planned(item.id), self.seat.reader
        if page is None:
            self.tell(f"{item.short_id} is not in the copy any more.")
            return
        self.app.push_screen(Reading(f"{item.short_id} {item.title}", lambda width: planned.panel(page, reader, width)))

    def open_ticket(self, item_id: ItemId) -> None:
        """Show the page of a ticket, the list's order beside it for the way to the next one."""
        self.context.alarms.looked_at(item_id)
        order = tuple(self.queue.keys_of(ItemKind.TICKET))
        self.app.push_screen(TicketScreen(self.seat, item_id, self.queue.view, order))

    def action_alarm(self) -> None:
        if (alarm := self.context.alarms.newest) is not None:
            self.context.alarms.looked_at(alarm.item)
            if alarm.item.kind is ItemKind.TICKET:
                self.open_ticket(alarm.item)
            self._word()

    def action_ranking(self) -> None:
        self.app.push_screen(Ranking(self.seat, self.queue.view, self.queue.cursor_key), self._ranked)

    def _ranked(self, chosen: ItemId | None) -> None:
        if chosen is not None and not self.queue.move_to(chosen):
            self.tell("The filter hides that one.")

    def action_turn(self, step: int) -> None:
        there = views(self.seat)
        self.action_look(there[(there.index(self.queue.view) + step) % len(there)].value)

    def action_look(self, view: str) -> None:
        self.queue.look_at(View(view))
        self._follow_cursor()

    def action_first(self) -> None:
        """To the first row, as `g` in the list."""
        self.queue.action_first()

    def action_apply(self) -> None:
        self.queue.apply()
        self.seat.desk.refresh()
        self._follow_cursor()

    def action_pause(self) -> None:
        self.queue.paused = not self.queue.paused
        if not self.queue.paused:
            self.queue.apply()
        self._word()

    def action_mark(self) -> None:
        self.queue.toggle_mark()
        self._word()

    def action_mark_all(self) -> None:
        self.queue.mark_all()
        self._word()

    def action_mark_range(self) -> None:
        self.queue.toggle_range()
        self._word()

    def action_compact(self) -> None:
        self.toggle_class("-no-header")
        self._word()

    def action_refresh_all(self) -> None:
        """The order as it is, everything beside it read anew, and what Autotask has new."""
        self.action_apply()
        self.day.redraw()
        self._refresh_cursor()
        self.tell("Everything is read anew, and Autotask is asked for what is new.")

    def action_copy(self) -> None:
        marked = [item.short_id for item in self.queue.marked_rows()]
        if marked:
            self.copied(" ".join(marked))
        else:
            super().action_copy()

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")

    def action_wide(self) -> None:
        self.toggle_class("-wide-list")

    def action_back(self) -> None:
        if self.trouble.hide():
            self.remove_class("-troubled")
            return
        if self.filter.value:
            self.filter.value = ""
            self._sift("")
        elif self.queue.marks:
            self.queue.clear_marks()
            self._word()
        else:
            self.queue.focus()

    def action_filter(self) -> None:
        self._open_filter(True)
        self.set_focus(self.filter)

    @on(Input.Changed, "#filter")
    def filter_typed(self, event: Input.Changed) -> None:
        self._sift(event.value)

    @on(Input.Submitted, "#filter")
    def filter_kept(self) -> None:
        self._close_filter()

    @on(FilterInput.Dropped)
    def filter_dropped(self) -> None:
        self.filter.value = ""
        self._sift("")
        self._close_filter()

    def _close_filter(self) -> None:
        self._open_filter(False)
        self.set_focus(self.queue)

    def _open_filter(self, is_open: bool) -> None:
        self.filter.set_class(is_open, "-open")
        self.context.filtering = is_open
        self.context.redraw()

    def _sift(self, text: str) -> None:
        self._filter_problem = self.queue.sift(text)
        self._follow_cursor()
