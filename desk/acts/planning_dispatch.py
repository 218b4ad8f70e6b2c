"""What a dispatcher does: gives tickets away, sorts them, promises anew, nudges, makes one ticket of a storm."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from autotask.entities import Ticket, TicketNote
from desk.acts.commands import Absorb, Assign, ChangeTicket, NewPromise, Nudge, SetWorkflow
from desk.acts.known import Known
from desk.acts.plan import Plan
from desk.acts.planning_flow import LONGEST_NOTE, FlowPlanner
from desk.acts.planning_notes import NotePlanner
from desk.acts.planning_ticket import TicketPlanner, add_change, ticket_of
from desk.acts.rereading import Rereading
from desk.acts.triaging import Triaging
from desk.acts.wording import moment
from desk.durations import age_text
from desk.model import ItemId, ItemKind, StatusKind
from desk.pages import Audience
from sla.instants import micros

SORTED = frozenset(("priority", "queue_id"))
"""Fields of which two dispatchers are likely to set one at the same time."""
NUDGE = "Nudge"
"""Begins the title of a nudge, by which the next one knows it."""
OFTEN = timedelta(hours=2)
"""A second nudge within it is asked about: who is nudged by everybody stops reading."""


class DispatchPlanner:
    """Plans the acts of the second screen."""

    def __init__(self, known: Known, flow: FlowPlanner, rereading: Rereading) -> None:
        self._known = known
        self._flow = flow
        self._rereading = rereading
        self._tickets = TicketPlanner(known)
        self._notes = NotePlanner(known)
        self._triaging = Triaging(known)

    async def assign(self, command: Assign, plan: Plan) -> None:
        """To a person, once it is sure that no colleague was faster."""
        ticket = await self._anew(command.ticket_id, plan)
        if ticket is not None:
            await self._rereading.meanwhile(ticket, command.seen, plan)
            await self._tickets.assign(command, plan)

    async def change(self, command: ChangeTicket, plan: Plan) -> None:
        """Fields; those that dispatchers set are looked at once more before."""
        if command.changes.keys() & SORTED:
            ticket = await self._anew(command.ticket_id, plan)
            if ticket is None:
                return
            stands = await self._rereading.meanwhile(ticket, command.seen, plan)
            command = replace(command, seen={**command.seen, **stands})
        await self._tickets.change(command, plan)

    async def workflow(self, command: SetWorkflow, plan: Plan) -> None:
        """What carries a workflow in this tenant is set."""
        ticket = await self._anew(command.ticket_id, plan)
        if ticket is None:
            return
        called = self._known.ticket_called(ticket)
        flow = self._known.desk.catalogue.workflows.get(command.workflow)
        if flow is None:
            plan.problem("workflow", f"There is no workflow {command.workflow}.")
            return
        now, carried = await self._triaging.carried(ticket)
        if now == flow.id:
            plan.nothing = f"{called} is of {flow.id} already."
            return
        if flow.id not in carried:
            says = f"No priority, category, type or queue of this tenant makes {called} a {flow.name}: map one to it"
            plan.problem("workflow", f"{says} in the catalogue ([map.priority], [map.category]).")
            return
        await self._rereading.meanwhile(ticket, {}, plan)
        changes = carried[flow.id].changes
        add_change(self._known, ticket, changes, plan)
        plan.says = f"{called} is {flow.id} {flow.name}: {self._triaging.says(changes)}"

    async def promise(self, command: NewPromise, plan: Plan) -> None:
        """The date first, then the note: nobody is told of a date that Autotask refuses."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        if command.due.tzinfo is None:
            plan.problem("due", "Say the time zone of the date.")
        elif command.due <= self._known.now:
            plan.problem("due", "A promise lies ahead: choose a later time.")
        elif self._known.kind_of_status(ticket.status) is StatusKind.COMPLETE:
            plan.problem("", f"{self._known.ticket_called(ticket)} is complete: there is nothing to promise.")
        if command.audience is Audience.PUBLIC and not command.text.strip():
            plan.problem("text", "Write what the customer is to read.")
        if plan.problems:
            return
        changed = add_change(self._known, ticket, {"due_date_time": command.due}, plan)
        if command.text.strip():
            self._notes.add_note(ticket, command.text, command.audience, plan, after=changed)
        when = moment(command.due, self._known.now, self._known.zone)
        told = " and told to the customer" if command.audience is Audience.PUBLIC else ""
        plan.says = f"{self._known.ticket_called(ticket)} promised by {when}{told}"

    async def nudge(self, command: Nudge, plan: Plan) -> None:
        """A note inside, to whom it is assigned."""
        known = self._known
        ticket = await ticket_of(known, command.ticket_id, plan)
        if ticket is None:
            return
        called, owner = known.ticket_called(ticket), ticket.assigned_resource_id
        if owner is None:
            plan.problem("", f"Nobody has {called}: assign it (a).")
        elif owner == known.me:
            plan.problem("", f"{called} is yours.")
        elif not command.why.strip():
            plan.problem("why", "Say why.")
        if plan.problems:
            return
        if (at := await self._nudged(ticket)) is not None:
            says = f"{called} was nudged {age_text(micros(known.now) - at)} ago. Once more?"
            plan.ask("nudged", says, "Nudge again")
        name = known.state.tenant.name_of(owner)
        who = known.state.tenant.name_of(known.me) or "the dispatcher"
        text = known.settings.nudge.format(owner=name, who=who, why=command.why.strip().rstrip("."))
        self._notes.add_note(ticket, text, Audience.INTERNAL, plan, title=f"{NUDGE} for {name}")
        plan.says = f"{name} nudged on {called}"

    async def _nudged(self, ticket: Ticket) -> int | None:
        """When somebody was nudged on it lately."""
        known, real = self._known, self._known.on_disk(ticket.id)
        rows = await known.read(lambda copy: copy.rows(TicketNote, ticket_id=real)) if real else []
        notes = known.layer.over("TicketNotes", rows, lambda row: row.ticket_id == ticket.id)
        told = [
            note.create_date_time
            for note in notes
            if (note.title or "").startswith(NUDGE) and note.create_date_time is not None
        ]
        last = max(told, default=None)
        return None if last is None or known.now - last > OFTEN else micros(last)

    async def absorb(self, command: Absorb, plan: Plan) -> None:
        """One note on the ticket that goes on names all that are closed into it; each of these names that one."""
        known = self._known
        parent = await ticket_of(known, command.into_id, plan)
        if parent is None:
            return
        there = known.ticket_called(parent)
        if known.kind_of_status(parent.status) is StatusKind.COMPLETE:
            plan.problem("into_id", f"{there} is complete: choose one that is open.")
            return
        others = await self._open_ones(command, plan)
        if not others:
            plan.nothing = "There is no other open ticket among them."
            return
        self._doubt(parent, others, plan)
        said = [await self._flow.what_was_said(other) for other in others]
        numbers = ", ".join(known.ticket_called(other) for other in others)
        title = f"{len(others)} duplicates closed into this"
        text = f"Closed into this: {numbers}\n\n" + "\n\n".join(said)
        told = self._notes.add_note(parent, text[:LONGEST_NOTE], Audience.INTERNAL, plan, title=title)
        for other in others:
            last = add_change(known, other, {"resolution": f"Duplicate of {there}, which goes on."}, plan, after=told)
            self._flow.close(other, None, plan, last or told)
        plan.item = ItemId(ItemKind.TICKET, command.into_id)
        plan.says = f"{len(others)} closed as duplicates of {there}"

    async def _open_ones(self, command: Absorb, plan: Plan) -> list[Ticket]:
        found = []
        for ticket_id in dict.fromkeys(command.ticket_ids):
            other = await ticket_of(self._known, ticket_id, plan) if ticket_id != command.into_id else None
            if other is not None and self._known.kind_of_status(other.status) is not StatusKind.COMPLETE:
                found.append(other)
        return found

    def _doubt(self, parent: Ticket, others: Sequence[Ticket], plan: Plan) -> None:
        known = self._known
        strange = [other for other in others if other.company_id != parent.company_id]
        if strange:
            numbers = ", ".join(known.ticket_called(other) for other in strange[:3])
            name = known.state.tenant.company_name(parent.company_id)
            plan.ask("company", f"{numbers}: not {name}'s, but of another company. Close them into it all the same?")

    async def _anew(self, ticket_id: int, plan: Plan) -> Ticket | None:
        """The ticket as it stands; as Autotask has it now, where something is about to be done."""
        if plan.firm:
            await self._rereading.read([ticket_id])
        return await ticket_of(self._known, ticket_id, plan)
