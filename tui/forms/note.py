"""A note. Internal unless somebody says otherwise; that the customer will read it cannot be overlooked."""

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from desk.acts.commands import AddNote, Command
from desk.acts.offers import AudienceOffer, Choice, NoteForm
from desk.model import ItemId, ItemKind
from desk.pages import Audience
from tui.acting.work import Work
from tui.forms.fields import AreaField, TextField
from tui.forms.fields_pick import PickField
from tui.forms.form import Form
from tui.widgets.cells import printable
from tui.widgets.parts import Parts, paragraph

LONGEST_TITLE = 250
TITLES = {
    Audience.INTERNAL: "Internal note",
    Audience.CO_MANAGED: "Note for the customer's technicians",
    Audience.PUBLIC: "PUBLIC note, the customer reads it",
}
VERBS = {
    Audience.INTERNAL: "add it inside",
    Audience.CO_MANAGED: "add it for co-managed",
    Audience.PUBLIC: "SEND TO THE CUSTOMER",
}


class Composer(Form):
    """What is to be said, and to whom."""

    DRAFT = "note"
    SAVE_KEY = "^s"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "turn", "Who reads it", show=False, priority=True, id="note.audience")
    ]

    def __init__(self, acting: Work, ticket_id: int, offered: NoteForm, seed: AddNote) -> None:
        """`seed` is what stands in it at first."""
        self._ticket_id = ticket_id
        self._offers = offered.audiences
        self._about = offered.heading
        self.words = AreaField("text", "Note", seed.text, lines=7, enter_saves=False)
        choices = [Choice(at, offer.audience.value) for at, offer in enumerate(self._offers)]
        now = next((at for at, offer in enumerate(self._offers) if offer.audience is seed.audience), 0)
        self.audience = PickField("audience", "Who reads it", choices, now)
        self.title_field = TextField(
            "title", "Title", seed.title, placeholder="the first words of the note", longest=LONGEST_TITLE
        )
        self.status = PickField(
            "status_id", "Status after", offered.statuses, seed.status_id, optional=True, placeholder="stays as it is"
        )
        fields = (self.words, self.audience, self.title_field, self.status)
        item = ItemId(ItemKind.TICKET, ticket_id)
        super().__init__(acting, self._headed, fields, item, act_id=seed.act_id or offered.act_id)

    @property
    def offer(self) -> AudienceOffer:
        """Who will read it."""
        return self._offers[self.audience.value or 0]

    def on_mount(self) -> None:
        self._read_readers()

    @work(exclusive=True, group="beside", exit_on_error=False, description="read who else is on the ticket")
    async def _read_readers(self) -> None:
        """Who else is on the ticket may have to be asked for, and the form waits for nothing."""
        if await self.acts.read_beside(self._ticket_id):
            self._offers = (await self.acts.note_form(self._ticket_id)).audiences
            self._redraw()

    def command(self) -> AddNote:
        return AddNote(
            ticket_id=self._ticket_id,
            act_id=self.act_id,
            text=self.words.value,
            audience=self.offer.audience,
            title=self.title_field.value,
            status_id=self.status.value,
        )

    def revised(self) -> None:
        self.query_one("#form", Vertical).border_title = Content(printable(self._headed))

    def say_below(self, width: int) -> list[Parts]:
        public = self.offer.audience is Audience.PUBLIC
        who = paragraph(self.offer.says, width, tone="public" if public else "quiet")
        leaves = f"It leaves after {self.offer.seconds:g} s, in which u takes it back. ^t changes who reads it."
        return [*who, *paragraph(leaves, width, tone="quiet")]

    @property
    def verb(self) -> str:
        return VERBS[self.offer.audience]

    @property
    def tone(self) -> str:
        return "public" if self.offer.audience is Audience.PUBLIC else ""

    @property
    def _headed(self) -> str:
        return f"{TITLES[self.offer.audience]} · {self._about}"

    def action_turn(self) -> None:
        """The next audience."""
        at = ((self.audience.value or 0) + 1) % len(self._offers)
        self.audience.choose(self.audience.choices[at])
        self.audience.changed()


async def compose(work: Work) -> None:
    """A note on the ticket under the cursor."""
    if not (tickets := work.tickets):
        return
    if len(tickets) > 1:
        work.screen.tell("A note goes on one ticket: clear the marks with esc.")
        return
    ticket_id = tickets[0].id.id
    offered = await work.acts.note_form(ticket_id)
    # What a draft holds is put back by the form itself, which can also begin anew.
    seed = AddNote(ticket_id=ticket_id, text="" if offered.drafted else offered.text)
    await Composer(work, ticket_id, offered, seed).fill_in()


async def anew(work: Work, command: Command) -> None:
    """A note that was refused or still waits, to be sent in its new shape."""
    if isinstance(command, AddNote):
        offered = await work.acts.note_form(command.ticket_id)
        await Composer(work, command.ticket_id, offered, command).fill_in()
