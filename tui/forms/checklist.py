"""The checklist of a ticket: ticking the line under the cursor, and a line more."""

from desk.acts.commands import AddChecklistItem, Tick
from desk.model import WorkItem
from tui.acting.work import Work
from tui.forms.fields import TextField
from tui.forms.fields_ticks import TickField
from tui.forms.form import Form
from tui.screens.ticket import TicketScreen

LONGEST_ITEM = 255


class LineForm(Form):
    """A line to be ticked."""

    DRAFT = "checklist"
    VERB = "add"

    def __init__(self, acting: Work, ticket: WorkItem) -> None:
        self._ticket = ticket
        self.words = TextField("text", "To be done", longest=LONGEST_ITEM)
        self.important = TickField("important", "", "important: completing asks for it", ticked=False)
        super().__init__(
            acting, f"Checklist · {ticket.short_id} {ticket.title}", (self.words, self.important), ticket.id
        )

    def command(self) -> AddChecklistItem:
        return AddChecklistItem(
            ticket_id=self._ticket.id.id, act_id=self.act_id, text=self.words.value, important=self.important.value
        )


async def tick(work: Work) -> None:
    """Tick the line under the cursor, or take its tick away."""
    screen = work.screen
    if isinstance(screen, TicketScreen) and (line := screen.tasks.line) is not None:
        await work.do(Tick(ticket_id=work.items[0].id.id, item_id=line.id, done=not line.done))


async def add_line(work: Work) -> None:
    """A line more."""
    if tickets := work.tickets:
        await LineForm(work, tickets[0]).fill_in()
