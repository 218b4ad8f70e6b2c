"""What is said and ticked on a ticket: notes and the checklist."""

from autotask.entities import Ticket, TicketChecklistItem, TicketNote
from desk.acts.commands import AddChecklistItem, AddNote, Tick
from desk.acts.known import Known
from desk.acts.plan import Plan
from desk.acts.planning_ticket import change_status, ticket_of
from desk.pages import Audience
from replica.outbox.effects import ChecklistAdd, ChecklistTick, NoteCreate
from replica.outbox.op import OpId

LONGEST_TITLE = 250
"""Characters that Autotask's note titles hold."""
PUBLISH = {Audience.PUBLIC: 1, Audience.INTERNAL: 2}
"""By product rule, whatever the labels say."""


class NotePlanner:
    """Plans notes and ticks."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def tick(self, command: Tick, plan: Plan) -> None:
        """A line of the checklist."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        if command.item_id < 0:
            plan.problem("", "This line is not in Autotask yet: try again in a few seconds.")
            return
        row = await self._known.read(lambda copy: copy.one(TicketChecklistItem, command.item_id))
        row = self._known.layer.row("TicketChecklistItems", command.item_id, row)
        if row is None:
            plan.problem("", "This line is not on the checklist any more.")
        elif bool(row.is_completed) is command.done:
            plan.nothing = "It is so already."
        else:
            effect = ChecklistTick(
                ticket_id=ticket.id,
                item_id=row.id,
                is_completed=command.done,
                was=bool(row.is_completed),
                name=row.item_name or "",
            )
            plan.op(effect)
            plan.says = f"“{row.item_name}” {'ticked' if command.done else 'not ticked any more'}"

    async def add_item(self, command: AddChecklistItem, plan: Plan) -> None:
        """A line more."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if not command.text.strip():
            plan.problem("text", "Say what there is to do.")
        if ticket is None or plan.problems:
            return
        effect = ChecklistAdd(
            ticket_id=self._known.ref(ticket.id), item_name=command.text.strip(), is_important=command.important
        )
        plan.op(effect)
        plan.says = f"“{effect.item_name}” added to the checklist"

    async def note(self, command: AddNote, plan: Plan) -> None:
        """A note."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if not command.text.strip():
            plan.problem("text", "Write something.")
        if ticket is None or plan.problems:
            return
        self.add_note(ticket, command.text, command.audience, plan, title=command.title)
        if plan.problems:
            return
        if command.status_id is not None:
            await change_status(self._known, command.ticket_id, command.status_id, plan)
        whom = {Audience.PUBLIC: "for the customer", Audience.CO_MANAGED: "for co-managed"}
        plan.says = f"note {whom.get(command.audience, 'inside')} on {self._known.ticket_called(ticket)}"

    def add_note(
        self,
        ticket: Ticket,
        text: str,
        audience: Audience,
        plan: Plan,
        *,
        title: str = "",
        after: OpId | None = None,
        once: bool = False,
        of_step: bool = False,
    ) -> OpId | None:
        """The op of a note.

        Args:
            once: another app may be writing it as well.
            of_step: it tells of the op that it goes `after`, and is given up with it.
        """
        publish, note_type = self._publish(audience), self._note_type()
        if publish is None:
            plan.problem("audience", "The tenant has no such audience.")
            return None
        if audience is Audience.PUBLIC:
            plan.window = max(plan.window, self._known.settings.customer_seconds)
        first_line = text.strip().splitlines()[0]
        effect = NoteCreate(
            ticket_id=self._known.ref(ticket.id),
            title=(title.strip() or first_line)[:LONGEST_TITLE],
            description=text.strip(),
            note_type=note_type,
            publish=publish,
            once=once,
            of_step=of_step and after is not None,
        )
        return plan.op(effect, after)

    def _publish(self, audience: Audience) -> int | None:
        """The tenant's value of an audience; co-managed by its label, where the tenant has it."""
        if audience is not Audience.CO_MANAGED:
            return PUBLISH[audience]
        found = (value for value in self._known.labels.picklist(TicketNote, "publish").active
                 if "co-managed" in value.label.casefold() and isinstance(value.id, int))  # fmt: skip
        return next((int(value.id) for value in found), None)

    def _note_type(self) -> int:
        """The first type of note in the tenant's own order that people write."""
        labels = self._known.labels
        for value in labels.picklist(TicketNote, "note_type").active:
            if isinstance(value.id, int) and value.id not in labels.system_notes:
                return value.id
        return 1
