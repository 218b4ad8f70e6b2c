"""A new promise: until when, and who is told what. The date goes first; the note follows once Autotask has it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from desk.acts.commands import Command, NewPromise
from desk.acts.offers import AudienceOffer, Choice, NoteForm
from desk.model import WorkItem
from desk.pages import Audience
from tui.acting.work import Work
from tui.forms.fields import AreaField
from tui.forms.fields_day import MomentField
from tui.forms.fields_pick import PickField
from tui.forms.form import Unsaid
from tui.forms.on_tickets import TicketsForm
from tui.widgets.parts import Parts, paragraph


class PromiseForm(TicketsForm):
    """Due, note, audience."""

    DRAFT = "promise"
    VERB = "promise it"
    SAVE_KEY = "^s"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "turn", "Who reads it", show=False, priority=True, id="promise.audience")
    ]

    def __init__(self, acting: Work, tickets: Sequence[WorkItem], offered: NoteForm) -> None:
        self._offers = offered.audiences
        self.due = MomentField("due", "By when", acting.screen.seat, placeholder="17:00 · tomorrow 10:00 · fri 12:00")
        self.text = AreaField("text", "Note", "", lines=4, enter_saves=False)
        choices = [Choice(at, offer.audience.value) for at, offer in enumerate(self._offers)]
        self.audience = PickField("audience", "Who reads it", choices, 0)
        fields = (self.due, self.text, self.audience)
        super().__init__(acting, tickets, "New promise", fields, act_id=offered.act_id)

    @property
    def offer(self) -> AudienceOffer:
        """Who will read the note."""
        return self._offers[self.audience.value or 0]

    @property
    def public(self) -> bool:
        return self.offer.audience is Audience.PUBLIC

    def on_ticket(self, ticket_id: int) -> Command:
        if self.due.moment is None:
            raise Unsaid("due", "Say by when: 17:00, tomorrow 10:00, fri 12:00.")
        return NewPromise(
            ticket_id=ticket_id,
            act_id=self.act_id if self.one else "",
            due=self.due.moment,
            text=self.text.value,
            audience=self.offer.audience,
        )

    def say_below(self, width: int) -> list[Parts]:
        if not self.text.value.strip() and not self.public:
            return paragraph(
                "Without a note only the due date changes. ^t changes who reads a note.", width, tone="quiet"
            )
        read = self.offer.says if self.one else f"{self.offer.audience.value}: on each ticket its own people"
        lines = paragraph(read, width, tone="public" if self.public else "quiet")
        leaves = f"The note follows the date. u takes both back for {self.offer.seconds:g} s. ^t changes who reads it."
        return [*lines, *paragraph(leaves, width, tone="quiet")]

    @property
    def verb(self) -> str:
        return "TELL THE CUSTOMER" if self.public else super().verb

    @property
    def tone(self) -> str:
        return "public" if self.public else ""

    def action_turn(self) -> None:
        """The next audience."""
        at = ((self.audience.value or 0) + 1) % len(self._offers)
        self.audience.choose(self.audience.choices[at])
        self.audience.changed()


async def promise(work: Work) -> None:
    """A new date for the marked tickets, else for the one under the cursor."""
    if tickets := work.tickets:
        await PromiseForm(work, tickets, await work.acts.note_form(tickets[0].id.id)).fill_in()
