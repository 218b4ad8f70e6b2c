"""My day: what to work on next and why, what was said on it, and the day so far."""

from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Input

from desk.filters import FilterError
from desk.model import Delta, ItemId, ItemKind, SyncState, View, WorkItem
from desk.pages import TicketDetail
from tui.commands.queue import ALARM, APPLY, ON_A_ROW, QUEUE
from tui.commands.record import Command, bindings
from tui.screens.base import DeskScreen, is_ticket
from tui.screens.queue_list import QueueList
from tui.screens.ranking import Ranking
from tui.screens.ticket import TicketScreen
from tui.screens.trouble import Trouble, list_title, why_empty
from tui.seat import Seat
from tui.widgets.cells import fit
from tui.widgets.filter_input import FilterInput
from tui.widgets.live_table import LiveTable
from tui.widgets.pane import Pane, ScrollPane
from tui.widgets.parts import Part, Parts, cells, paragraph, spread
from tui.words import day, preview, reasons
from tui.words.queue import short_number

TITLES = {View.MINE: "Work on next", View.TEAM: "Team queue", View.UNASSIGNED: "Nobody has taken"}
TABS = {View.MINE: "Mine", View.TEAM: "Team", View.UNASSIGNED: "Unassigned"}
READING = "Reading the copy ..."
NOBODY = "Nobody is set as you, so there is no day to show: set me = your e-mail under [desk]."
LAYOUTS = ("-compact", "-normal", "-wide")


class MyDay(DeskScreen):
    """The first screen."""

    PLACE = "My day"
    CSS_PATH = "my_day.tcss"
    COMMANDS_HERE = QUEUE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(QUEUE)]

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.queue = QueueList(seat, id="queue")
        self.context = Pane(id="context", boxed=False)
        self.filter = FilterInput(placeholder="words or client:acme p:1 due:<1h tech:ana", id="filter", compact=True)
        self.why = Pane(id="why")
        self.day = Pane(id="day")
        self.preview = ScrollPane(id="preview")
        self.trouble = Trouble()
        self._alarms: list[ItemId] = []
        self._detail: TicketDetail | None = None
        self._filter_error = ""

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
        self.context.set_lines(lambda width, _height: [self._context_line(width)])
        self.queue.focus()
        self._everything()

    def on_resize(self) -> None:
        self._choose_layout()

    def on_screen_resume(self) -> None:
        self._everything()

    def desk_moved(self, delta: Delta) -> None:
        known = [alarm for alarm in self._alarms if alarm not in delta.gone]
        self._alarms = [*known, *(alarm for alarm in delta.alarms if alarm not in known)]
        if delta.reordered or delta.changed or delta.gone:
            self.queue.learn()
            self.day.redraw()
            shown = self.queue.cursor_key
            if shown in delta.changed:
                self._load()
        if delta.status_changed:
            self._show_status()
        self._word()

    def second_passed(self) -> None:
        super().second_passed()
        self.queue.second_passed()
        self._show_status()
        self._word()

    @property
    def paused(self) -> bool:
        return self.queue.paused

    @property
    def subject(self) -> WorkItem | None:
        return self.queue.cursor_row

    def commands(self) -> list[Command]:
        """The alarm and the waiting changes come first while there are any, and are left out otherwise."""
        usual = [command for command in super().commands() if command is not ALARM]
        if self.subject is None:
            usual = [command for command in usual if command not in ON_A_ROW]
        if self.queue.waiting:
            usual.sort(key=lambda command: command is not APPLY)
        return [ALARM, *usual] if self._alarms else usual

    # What stands on the screen

    def _everything(self) -> None:
        self.queue.learn()
        self.day.set_lines(self._day_lines)
        self._show_status()
        self._follow_cursor()

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
        status, wall = self.seat.desk.status, self.seat.wall()
        title, tone = list_title(TITLES[queue.view], status, wall)
        if self._filter_error:
            title, tone = f"{title} · {self._filter_error}", "late"
        where = f"{queue.position + 1} of {len(queue)}" if len(queue) else "empty"
        paused = f"{shown.paused} waiting" if shown is not None and shown.paused else ""
        sifted = f"filter {queue.filter_text}" if queue.filter_text else ""
        marked = f"{len(queue.marks)} marked" if queue.marks else ""
        queue.set_titles(title, " · ".join(text for text in (where, paused, marked, sifted) if text), tone)
        queue.set_empty(
            READING
            if not self.seat.desk.loaded
            else why_empty(status, filter_text=queue.filter_text, view=queue.view.value)
        )
        self.context.redraw()
        self.hints.redraw()
        self.top.redraw()

    def _context_line(self, width: int) -> Parts:
        """The views, and what waits for the person: the place is reserved, so that an alarm moves nothing."""
        tabs: list[Part] = [Part(" ")]
        for view, name in TABS.items():
            if view is View.MINE and self.seat.desk.me is None:
                continue
            current = view is self.queue.view
            count = self._count(view)
            text = f"[{name} {count}]" if current else f" {name} {count} ".replace("  ", " ")
            tabs.append(Part(text, "strong" if current else "quiet", f"screen.look('{view.value}')"))
        return spread(tabs, self._news(width - cells(tabs) - 1), width)

    def _count(self, view: View) -> str:
        """How many a view has, where that is known without asking for all of it."""
        if view is self.queue.view and self.queue.snapshot is not None:
            return str(self.queue.snapshot.total)
        return str(self.seat.desk.counts(view).unassigned) if view is View.UNASSIGNED else ""

    def _news(self, room: int) -> list[Part]:
        if self.filter.has_class("-open"):
            return [Part("/", "key")]
        changes: list[Part] = []
        if self.queue.waiting:
            count = f"{self.queue.waiting} change{'s' if self.queue.waiting > 1 else ''}"
            changes.append(Part(f" {count}, p resumes " if self.paused else f" {count}, r shows them ", "soon"))
        return [*self._alarm(room - cells(changes)), *changes]

    def _alarm(self, room: int) -> list[Part]:
        item = self.seat.desk.item(self._alarms[-1]) if self._alarms else None
        if item is None:
            return []
        why = self.seat.desk.row(item, self.seat.reader.now).why
        more = f" +{len(self._alarms) - 1}" if len(self._alarms) > 1 else ""
        tail = f"{more} · ! opens "
        words = f" !! {short_number(item.short_id)} {why} · {item.title}"
        return [Part(fit(words, min(cell_len(words), room - len(tail))) + tail, "alarm")] if room > 30 else []

    def _show_status(self) -> None:
        self.trouble.tell(self.seat.desk.status, self.seat.wall())
        self.set_class(bool(self.trouble.display), "-troubled")

    def _day_lines(self, width: int, height: int) -> list[Parts]:
        desk = self.seat.desk
        if desk.status.state is SyncState.FILLING and desk.me is None:
            return []
        if desk.me is None:
            return paragraph(f" {desk.me_problem or NOBODY}", width, tone="quiet")[: max(1, height)]
        today = desk.today()
        if self.day.boxed:
            self.day.set_titles(day.heading(today))
            return day.panel(today, width, height)
        return [[Part(" Today  ", "key"), *day.strip(today, width - 8)]]

    def _follow_cursor(self) -> None:
        self._detail = None
        self._show_why()
        self._show_preview()
        self.preview.to_top()
        self._load()
        self._word()

    def _show_why(self) -> None:
        item = self.subject
        if item is None:
            self.why.set_titles("Why")
            self.why.set_lines(lambda _width, _height: [])
            return
        why = self.seat.desk.explain(item.id, self.queue.view)
        if why is None:
            return
        self.why.set_titles(reasons.heading(item, why), "w shows the whole ranking")
        boxed = self.why.boxed
        self.why.set_lines(
            lambda width, height: (
                reasons.panel(why, width, height) if boxed else [[Part(" Why    ", "key"), *reasons.strip(why)]]
            )
        )

    def _show_preview(self) -> None:
        item, detail, reader = self.subject, self._detail, self.seat.reader
        self.preview.set_titles(preview.heading(item), "tab scrolls here · P hides it" if item is not None else "")
        if not self.preview.boxed:
            self.preview.set_lines(lambda width, height: preview.strip(item, detail, reader, width, height))
        else:
            self.preview.set_lines(lambda width, height: preview.panel(item, detail, reader, width, height))

    @work(exclusive=True, group="preview", exit_on_error=False, description="read the ticket under the cursor")
    async def _load(self) -> None:
        item = self.subject
        if item is None or not is_ticket(item):
            return
        detail = await self.seat.desk.detail(item.id.id)
        if detail is not None and self.queue.cursor_key == detail.item.id:
            self._detail = detail
            self._show_preview()

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
            self.tell(f"{item.short_id} has no ticket page.")

    def open_ticket(self, item_id: ItemId) -> None:
        """Show the page of a ticket, the list's order beside it for the way to the next one."""
        self.app.push_screen(TicketScreen(self.seat, item_id, tuple(self.queue.keys_of(ItemKind.TICKET))))

    def action_alarm(self) -> None:
        if self._alarms:
            alarm = self._alarms.pop()
            if alarm.kind is ItemKind.TICKET:
                self.open_ticket(alarm)
            self._word()

    def action_ranking(self) -> None:
        self.app.push_screen(Ranking(self.seat, self.queue.view, self.queue.cursor_key), self._ranked)

    def _ranked(self, chosen: ItemId | None) -> None:
        if chosen is not None and not self.queue.move_to(chosen):
            self.tell("The filter hides that one.")

    def action_turn(self, step: int) -> None:
        views = [view for view in TABS if view is not View.MINE or self.seat.desk.me is not None]
        self.action_look(views[(views.index(self.queue.view) + step) % len(views)].value)

    def action_look(self, view: str) -> None:
        self.queue.look_at(View(view))
        self._follow_cursor()

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
        if self.queue.filter_text:
            self.filter.value = ""
            self._sift("")
        elif self.queue.marks:
            self.queue.clear_marks()
            self._word()
        else:
            self.queue.focus()

    def action_filter(self) -> None:
        self.filter.add_class("-open")
        self.context.redraw()
        self.filter.focus()

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
        self.filter.remove_class("-open")
        self.context.redraw()
        self.queue.focus()

    def _sift(self, text: str) -> None:
        try:
            self.queue.sift(text)
            self._filter_error = ""
        except FilterError as error:
            self._filter_error = str(error)
        self._follow_cursor()
