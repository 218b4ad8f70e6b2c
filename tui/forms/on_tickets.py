"""A form on one ticket, or the same on all that are marked: what it would do to each is told before it is saved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from desk.acts.answers import Done
from desk.acts.commands import Bulk, Command
from desk.model import WorkItem
from tui.acting import bulk
from tui.acting.work import Work
from tui.forms.fields import Field
from tui.forms.form import Form
from tui.widgets.parts import Parts


class TicketsForm(Form):
    """Makes a command for each ticket. On several, it names those that can and those that cannot while it is filled."""

    def __init__(
        self, acting: Work, tickets: Sequence[WorkItem], does: str, fields: Sequence[Field[Any]], *, act_id: str
    ) -> None:
        """
        Args:
            does: what it does, in front of the ticket or their number: "Hold".
            act_id: of the form that the desk filled, for one ticket.
        """
        self.tickets = tickets
        item = tickets[0].id if len(tickets) == 1 else None
        super().__init__(acting, f"{does} · {bulk.what(tickets)}", fields, item, act_id=act_id)

    @property
    def one(self) -> bool:
        """Whether it is about a single ticket."""
        return len(self.tickets) == 1

    @property
    def verb(self) -> str:
        return self.VERB if self.one else f"{self.VERB} {len(self.tickets)} tickets"

    def on_ticket(self, ticket_id: int) -> Command:
        """What stands in the fields, as a command for a ticket.

        Raises:
            Unsaid: a field cannot be read.
        """
        raise NotImplementedError

    def command(self) -> Command:
        commands = tuple(self.on_ticket(ticket.id.id) for ticket in self.tickets)
        return commands[0] if self.one else Bulk(commands=commands)

    async def meanwhile(self, command: Command) -> Sequence[Parts]:
        if not isinstance(command, Bulk):
            return ()
        verdict = await self.acts.check_all(command.commands)
        here = {name for field in self.fields for name in (field.key, *field.stands_for)}
        others = tuple((each, problem) for each, problem in verdict.blocked if problem.field not in here)
        return bulk.words(self.tickets, replace(verdict, blocked=others), self.room)

    async def done(self, outcome: Done) -> None:  # noqa: ARG002 - whatever was done, it was done to them
        bulk.clear_marks(self.acting)
