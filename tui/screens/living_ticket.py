"""One ticket on the screen, kept true: to the desk, to what is entered, to the clock."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Container

from desk.model import Delta, ItemId, View, WorkItem
from tui.screens.base import DeskScreen
from tui.screens.checklist_pane import ChecklistPane
from tui.screens.entries_pane import EntriesPane
from tui.seat import Seat
from tui.widgets.pane import Pane, ScrollPane
from tui.widgets.parts import Part, Parts, cut, parts, spread
from tui.words import pending, ticket
from tui.words.header import Pressing, pressing
from tui.words.ticket_page import TicketPage

LAYOUTS = ("-compact", "-normal", "-wide")


class LivingTicket(DeskScreen):
    """What a person sees of a ticket."""

    def __init__(self, seat: Seat, item_id: ItemId, view: View, order: tuple[ItemId, ...]) -> None:
        """`view` and `order` are those of the list it was opened from."""
        super().__init__(seat)
        self.item = item_id
        self.order = order
        self.shown = TicketPage()
        self._view = view
        self._minute = self._clock
        self.heading = Pane(id="heading", boxed=False)
        self.standing = Pane(id="standing", boxed=False)
        self.facts = ScrollPane(id="facts")
        self.level = ScrollPane(id="level")
        self.page = ScrollPane(id="page")
        self.tasks = ChecklistPane(lambda: seat.reader, id="tasks")
        self.entries = EntriesPane(lambda: seat.reader, id="entries")
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
                yield self.entries
            yield self.aside

    def on_mount(self) -> None:
        self.on_resize()
        self.page.focus()
        self.show()
        self.read()

    def on_resize(self) -> None:
        width, height = self.app.size
        fits = "-compact" if width < 100 or height < 28 else "-wide" if width >= 160 else "-normal"
        for name in LAYOUTS:
            self.set_class(name == fits, name)

    def on_screen_resume(self) -> None:
        self.read()

    def desk_moved(self, delta: Delta) -> None:
        if self.item in delta.changed or self.item in delta.gone:
            self.read()
        self.top.redraw()
        self._show_titles()

    def second_passed(self) -> None:
        super().second_passed()
        if self._clock != self._minute:
            self._minute = self._clock
            self.read()
        for pane in (self.heading, self.standing, self.level):
            pane.redraw()
        self._show_titles()

    def acts_moved(self) -> None:
        super().acts_moved()
        for pane in (self.heading, self.page, self.tasks, self.entries, self.aside):
            pane.redraw()
        # A tick moves nothing in the queue, so that the desk does not tell of it.
        self.read()

    @property
    def _clock(self) -> str:
        """What the times on the page count in: the desk's hour and minute."""
        return self.seat.reader.time(self.seat.reader.now)

    @property
    def pressing(self) -> Pressing:
        return pressing(self.seat.desk.queue(self._view))

    @property
    def subject(self) -> WorkItem | None:
        return self.shown.detail.item if self.shown.detail is not None else self.seat.desk.item(self.item)

    @work(exclusive=True, group="ticket", exit_on_error=False, description="read the ticket")
    async def read(self) -> None:
        """Read the ticket anew; an answer for a ticket that the person has left is dropped."""
        wanted = self.item
        detail = await self.seat.desk.detail(wanted.id)
        acts = self.seat.hands.acts
        if wanted == self.item:
            self.shown.read(detail, next(iter(acts.thanks(wanted)), None) if acts is not None else None)
            self.show()

    def show(self) -> None:
        """Word everything anew."""
        shown, seat = self.shown, self.seat
        self.heading.set_lines(lambda width, _height: [self._heading(width)])
        self.standing.set_lines(lambda width, _height: shown.standing(seat.reader, width))
        self.facts.set_titles("Ticket")
        self.level.set_titles("Service level")
        self.aside.set_titles("Checklist and bookings")
        self.facts.set_lines(lambda width, _height: shown.lines(ticket.facts, seat.reader, width))
        self.level.set_lines(lambda width, _height: shown.lines(ticket.service_level, seat.reader, width))
        self.aside.set_lines(lambda width, _height: shown.lines(ticket.beside, seat.reader, width))
        self.page.set_lines(lambda width, _height: shown.behind_tab(seat.reader, width), keep_end=True)
        self.tasks.show(shown.detail)
        self.entries.show(shown.detail)
        behind = (self.page, self.tasks, self.entries)
        in_the_tab = self.focused in behind
        for pane in behind:
            pane.display = pane is self.in_tab
        if in_the_tab:
            self.in_tab.focus()
        self._show_titles()
        self.hints.redraw()

    @property
    def in_tab(self) -> ScrollPane:
        """The pane behind the open tab."""
        return self.tasks if self.shown.ticking else self.entries if self.shown.on_entries else self.page

    def _heading(self, width: int) -> Parts:
        item = self.subject
        at = self.order.index(self.item) + 1 if self.item in self.order else 0
        where = f"ticket {at} of {len(self.order)}" if at else "not in the list"
        if item is None:
            return parts((f" ‹ {where}", "quiet"))
        sent = pending.told(self.seat.hands.mark(item.id))
        left = parts((f" ‹ {where}  ", "quiet"), (f"{item.short_id} ", "key"), (item.title, "strong"))
        # Why it was refused may be long; the log has all of it.
        return spread(left, cut((sent, Part(" ")), width // 2) if sent.text else (), width)

    def _show_titles(self) -> None:
        """The tabs in the frame of the page."""
        line = self.shown.tabs(self.seat.desk.status, self.seat.wall())
        self.page.set_titles(line, "h l tabs")
        self.tasks.set_titles(line, "space ticks · + adds · h l tabs")
        self.entries.set_titles(line, f"{self.shown.worked} · h l tabs")
