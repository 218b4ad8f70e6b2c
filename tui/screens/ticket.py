"""One ticket: where it stands, and behind tabs what was said, worked, ticked off and promised."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from desk.model import Delta, ItemId, SyncState, View, WorkItem
from desk.pages import TicketDetail
from tui.commands.record import Command, bindings
from tui.commands.ticket import TICK, TICKET
from tui.screens.base import DeskScreen
from tui.screens.checklist_pane import ChecklistPane
from tui.seat import Seat
from tui.widgets.pane import Pane, ScrollPane
from tui.widgets.parts import Part, Parts, cut, paragraph, parts, spread
from tui.widgets.picking_pane import PickingPane
from tui.words import conversation, meaning, pending, thanks, ticket
from tui.words.header import Pressing, pressing, sync_words
from tui.words.reader import Reader

if TYPE_CHECKING:
    from desk.acts.told import Thanks

LAYOUTS = ("-compact", "-normal", "-wide")
TabLines = Callable[[TicketDetail, Reader, int], list[Parts]]


def _notes(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    said = conversation.blocks(detail.conversation, reader, width)
    return [*ticket.resolution(detail, width), *(said or [parts(("Nothing has been said on it yet.", "quiet"))])]


CHECKLIST = "Checklist"
TABS: tuple[tuple[str, TabLines], ...] = (
    ("Notes", _notes),
    ("Time", ticket.time_entries),
    (CHECKLIST, ticket.checklist),
    ("SLA", ticket.service_level),
    ("Info", ticket.facts),
)


class TicketScreen(DeskScreen):
    """The page of one ticket, and the way to its neighbours in the list it was opened from."""

    PLACE = "Ticket"
    CSS_PATH = "ticket.tcss"
    TEXT = meaning.TICKET
    COMMANDS_HERE = TICKET
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TICKET)]

    def __init__(self, seat: Seat, item_id: ItemId, view: View, order: tuple[ItemId, ...]) -> None:
        """`view` and `order` are those of the list it was opened from."""
        super().__init__(seat)
        self._item = item_id
        self._view = view
        self._order = order
        self._tab = 0
        self._detail: TicketDetail | None = None
        self._missing = False
        self._thanks: Thanks | None = None
        self._minute = self._clock
        self.heading = Pane(id="heading", boxed=False)
        self.standing = Pane(id="standing", boxed=False)
        self.facts = ScrollPane(id="facts")
        self.level = ScrollPane(id="level")
        self.page = ScrollPane(id="page")
        self.tasks = ChecklistPane(lambda: seat.reader, id="tasks")
        self.aside = ScrollPane(id="aside")

    def body(self) -> ComposeResult:
        yield self.heading
        yield self.standing
        with Container(id="ticket"):
            yield self.facts
            with Container(id="middle"):
                yield self.level
                yield self.page
                yield self.tasks
            yield self.aside

    def on_mount(self) -> None:
        self._choose_layout()
        self.page.focus()
        self._show()
        self._load()

    def on_resize(self) -> None:
        self._choose_layout()

    def on_screen_resume(self) -> None:
        self._load()

    def desk_moved(self, delta: Delta) -> None:
        if self._item in delta.changed or self._item in delta.gone:
            self._load()
        self.top.redraw()
        self._show_titles()

    def second_passed(self) -> None:
        super().second_passed()
        if self._clock != self._minute:
            self._minute = self._clock
            self._load()
        for pane in (self.heading, self.standing, self.level):
            pane.redraw()
        self._show_titles()

    def acts_moved(self) -> None:
        super().acts_moved()
        for pane in (self.heading, self.page, self.tasks, self.aside):
            pane.redraw()
        # A tick moves nothing in the queue, so that the desk does not tell of it.
        self._load()

    @property
    def _clock(self) -> str:
        """What the times on the page count in: the desk's hour and minute."""
        return self.seat.reader.time(self.seat.reader.now)

    @property
    def pressing(self) -> Pressing:
        return pressing(self.seat.desk.queue(self._view))

    @property
    def subject(self) -> WorkItem | None:
        return self._detail.item if self._detail is not None else self.seat.desk.item(self._item)

    def _choose_layout(self) -> None:
        width, height = self.app.size
        fits = "-compact" if width < 100 or height < 28 else "-wide" if width >= 160 else "-normal"
        for name in LAYOUTS:
            self.set_class(name == fits, name)

    @work(exclusive=True, group="ticket", exit_on_error=False, description="read the ticket")
    async def _load(self) -> None:
        wanted = self._item
        detail = await self.seat.desk.detail(wanted.id)
        acts = self.seat.hands.acts
        if wanted == self._item:
            self._detail, self._missing = detail, detail is None
            self._thanks = next(iter(acts.thanks(wanted)), None) if acts is not None else None
            self._show()

    @work(exclusive=True, group="checklist", exit_on_error=False, description="read the checklist anew")
    async def _read_checklist(self) -> None:
        """Colleagues tick lines too, and no change of the ticket tells of it."""
        acts = self.seat.hands.acts
        if acts is not None:
            await acts.read_checklist(self._item.id)
            self._load()

    def _show(self) -> None:
        self.heading.set_lines(lambda width, _height: [self._heading(width)])
        self.standing.set_lines(lambda width, _height: self._standing_lines(width))
        self.facts.set_titles("Ticket")
        self.level.set_titles("Service level")
        self.aside.set_titles("Checklist and bookings")
        self.facts.set_lines(lambda width, _height: self._lines(ticket.facts, width))
        self.level.set_lines(lambda width, _height: self._lines(ticket.service_level, width))
        self.aside.set_lines(lambda width, _height: self._lines(ticket.beside, width))
        self.page.set_lines(lambda width, _height: self._page(width), keep_end=True)
        self.tasks.show(self._detail)
        self.page.display, self.tasks.display = not self._ticking, self._ticking
        self._show_titles()
        self.hints.redraw()

    @property
    def _ticking(self) -> bool:
        """Whether the lines of a checklist stand behind the tab, to be ticked one by one."""
        return TABS[self._tab][0] == CHECKLIST and self._detail is not None and bool(self._detail.checklist)

    def _page(self, width: int) -> list[Parts]:
        """What the tab has to say; above what was said, that a reply was taken for thanks."""
        name, make = TABS[self._tab]
        told = thanks.banner(self._thanks, width) if self._thanks is not None and name == "Notes" else []
        return [*told, *self._lines(make, width)]

    def _lines(self, make: TabLines, width: int) -> list[Parts]:
        if self._detail is not None:
            return make(self._detail, self.seat.reader, width)
        if self._missing:
            return paragraph("This ticket is not in the copy: it is closed for long, or was deleted.", width)
        return [parts(("Reading ...", "quiet"))]

    def _heading(self, width: int) -> Parts:
        item = self.subject
        where = (
            f"ticket {self._order.index(self._item) + 1} of {len(self._order)}"
            if self._item in self._order
            else "not in the list"
        )
        if item is None:
            return parts((f" ‹ {where}", "quiet"))
        sent = pending.told(self.seat.hands.mark(item.id))
        left = parts((f" ‹ {where}  ", "quiet"), (f"{item.short_id} ", "key"), (item.title, "strong"))
        # Why it was refused may be long; the log has all of it.
        return spread(left, cut((sent, Part(" ")), width // 2) if sent.text else (), width)

    def _standing_lines(self, width: int) -> list[Parts]:
        if self._detail is None:
            return []
        summary = ticket.summary(self._detail, self.seat.reader, width - 1)
        return [
            (Part(" "), *summary[0]),
            parts((" SLA ", "key"), *ticket.milestone_line(self._detail)),
        ]

    def _show_titles(self) -> None:
        """The tabs in the frame of the page, and the state of the copy where it is not live."""
        counts = self._counts()
        line: list[Part] = []
        for at, (name, _) in enumerate(TABS):
            text = f"{name} {counts[name]}" if counts.get(name) else name
            tone = "strong" if at == self._tab else "quiet"
            line.append(Part(f"[{text}]" if at == self._tab else f" {text} ", tone, f"screen.look({at})"))
        status = self.seat.desk.status
        if status.state not in {SyncState.LIVE, SyncState.SYNCING}:
            line.append(Part(f" {sync_words(status, self.seat.wall()).text} ", "soon"))
        self.page.set_titles(line, "h l tabs")
        self.tasks.set_titles(line, "space ticks · + adds · h l tabs")

    def _counts(self) -> dict[str, str]:
        detail = self._detail
        if detail is None:
            return {}
        ticked = f"{detail.checklist_done}/{len(detail.checklist)}" if detail.checklist else ""
        return {"Notes": str(len(detail.notes) or ""), "Time": str(len(detail.time_entries) or ""), "Checklist": ticked}

    def action_turn(self, step: int) -> None:
        self.action_look((self._tab + step) % len(TABS))

    def action_look(self, tab: int) -> None:
        self._tab = tab
        self.page.to_top()
        self._show()
        (self.tasks if self._ticking else self.page).focus()
        if TABS[tab][0] == CHECKLIST:
            self._read_checklist()

    @on(PickingPane.Picked)
    def _tick(self) -> None:
        self.action_act("tick")

    def commands(self) -> list[Command]:
        return [*((TICK,) if self._ticking else ()), *super().commands()]

    def action_step(self, step: int) -> None:
        """Another ticket of the list, the tab kept."""
        if self._item not in self._order:
            return
        at = self._order.index(self._item) + step
        if not 0 <= at < len(self._order):
            self.tell("This is the last ticket of the list." if step > 0 else "This is the first ticket of the list.")
            return
        self._item, self._detail, self._thanks = self._order[at], None, None
        self.page.to_top()
        self._show()
        self._load()

    def action_refresh_now(self) -> None:
        self.seat.desk.refresh()

    def action_back(self) -> None:
        self.app.pop_screen()
