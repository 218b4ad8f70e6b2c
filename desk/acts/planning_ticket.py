"""One ticket: its fields and who has it. What is checked, and the ops that it comes to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from autotask.entities import Ticket, TicketSecondaryResource
from desk.acts.commands import (
    AddSecondary,
    Assign,
    ChangeTicket,
    RemoveSecondary,
    Start,
    Take,
)
from desk.acts.known import HeldRole, Known
from desk.acts.plan import Plan, TimerMove
from desk.model import ItemId, ItemKind, StatusKind
from replica.outbox.effects import (
    SecondaryAdd,
    SecondaryRemove,
    TicketChange,
)
from replica.outbox.effects.comparing import same
from replica.outbox.effects.values import Fields, Value
from replica.outbox.op import OpId

LISTED = frozenset(
    ("status", "priority", "queue_id", "issue_type", "sub_issue_type", "ticket_type", "source", "ticket_category")
)
"""Fields whose value comes from a picklist."""
ASSIGNMENT = ("assigned_resource_id", "assigned_resource_role_id")
_LABELS = {
    "assigned_resource_id": "owner",
    "queue_id": "queue",
    "due_date_time": "due date",
    "contact_id": "contact",
    "contract_id": "contract",
    "billing_code_id": "work type",
    "hold_note": "hold",
    "sub_issue_type": "sub-issue",
    "issue_type": "issue",
    "ticket_category": "category",
}


def label_of(field: str) -> str:
    """A field as the screens call it."""
    return _LABELS.get(field, field.removesuffix("_id").replace("_", " "))


async def change_status(known: Known, ticket_id: int, status: int, plan: Plan, after: OpId | None = None) -> None:
    """Set a ticket's status along with something else."""
    ticket = await known.ticket(ticket_id)
    if ticket is not None and not same(status, ticket.status):
        add_change(known, ticket, {"status": status}, plan, after=after)


def add_change(
    known: Known,
    ticket: Ticket,
    changes: Fields,
    plan: Plan,
    *,
    seen: Mapping[str, Value] | None = None,
    after: OpId | None = None,
    by_itself: bool = False,
) -> OpId | None:
    """The op that sets fields of a ticket; None where all of them are so already.

    What does not wait any more is not on hold: the shop's field is cleared with the status.

    Args:
        by_itself: nobody asked for it, so that it gives way to what somebody else does.
    """
    if (
        ticket.hold_note is not None
        and "status" in changes
        and not known.kind_of_status(_as_id(changes["status"])).waits
    ):
        changes = {"hold_note": None, **changes}
    differing = {at: value for at, value in changes.items() if not same(value, getattr(ticket, at))}
    if any(at in differing for at in ASSIGNMENT):
        differing |= {at: changes[at] for at in ASSIGNMENT if at in changes}
    if not differing:
        return None
    base: dict[str, Value] = {at: getattr(ticket, at) for at in differing} if ticket.id > 0 else {}
    base |= {at: value for at, value in (seen or {}).items() if at in differing}
    change = TicketChange(ticket_id=known.ref(ticket.id), changes=differing, base=base, by_itself=by_itself)
    return plan.op(change, after)


async def ticket_of(known: Known, ticket_id: int, plan: Plan) -> Ticket | None:
    """The ticket that a plan is about."""
    plan.item = ItemId(ItemKind.TICKET, ticket_id)
    ticket = await known.ticket(ticket_id)
    if ticket is None:
        plan.problem("", f"There is no ticket {ticket_id} here.")
    return ticket


class TicketPlanner:
    """Plans what is done to one ticket."""

    def __init__(self, known: Known) -> None:
        self._known = known

    # Fields ---------------------------------------------------------------------------------------------------------

    async def change(self, command: ChangeTicket, plan: Plan) -> None:
        """Fields to be set."""
        ticket = await self._ticket(command.ticket_id, plan)
        if ticket is None:
            return
        await self.fit(ticket, command.changes, plan)
        if self._known.kind_of_status(_as_id(command.changes.get("status"))) is StatusKind.COMPLETE:
            plan.problem("status", "Complete it with x, which looks at time, checklist and resolution first.")
        if plan.problems:
            return
        if add_change(self._known, ticket, command.changes, plan, seen=command.seen) is None:
            plan.nothing = "It is so already."
        plan.says = f"{self._said(command.changes)} on {self._known.ticket_called(ticket)}"

    async def fit(self, ticket: Ticket, changes: Mapping[str, Value], plan: Plan) -> None:
        """Whether values may be set: known fields, active values, a contact and a contract of the company."""
        known = self._known
        for field, value in changes.items():
            if field not in Ticket.__dataclass_fields__ or field in ("id", *ASSIGNMENT):
                plan.problem(field, f"{label_of(field).capitalize()} cannot be set here.")
            elif field in LISTED and not same(value, getattr(ticket, field)):
                self._listed(field, value, plan)
            elif isinstance(value, datetime) and value.tzinfo is None:
                plan.problem(field, "Say the time zone of the date.")
        if "title" in changes and not str(changes["title"] or "").strip():
            plan.problem("title", "A ticket needs a title.")
        issue = _as_id(changes.get("issue_type", ticket.issue_type))
        self._parented(issue, _as_id(changes.get("sub_issue_type", ticket.sub_issue_type)), changes, plan)
        company = changes.get("company_id", ticket.company_id)
        contact_id = _as_id(changes.get("contact_id"))
        if contact_id is not None:
            contact = await known.contact(contact_id)
            if contact is None or contact.company_id != company:
                plan.problem(
                    "contact_id", f"This contact is not one of {known.state.tenant.company_name(_as_id(company))}'s."
                )
            elif contact.is_active == 0:
                plan.problem("contact_id", "This contact is not active any more.")
        contract_id = _as_id(changes.get("contract_id"))
        if contract_id is not None and all(row.id != contract_id for row in await known.contracts_of(_as_id(company))):
            plan.problem("contract_id", "This contract is another company's.")

    def _listed(self, field: str, value: Value, plan: Plan) -> None:
        if value is None:
            if field in ("status", "priority"):
                plan.problem(field, f"A ticket needs a {field}.")
            return
        values = self._known.labels.picklist(Ticket, field)
        found = values.get(_as_id(value))
        if not len(values) and field != "ticket_category":
            return  # the copy does not have the tenant's words yet: Autotask will say
        if field == "ticket_category" and found is None:
            known = value in self._known.state.tenant.categories
        else:
            known = found is not None and found.is_active
        if not known:
            called = f'"{found.label}"' if found is not None else str(value)
            plan.problem(field, f"{called} is no {label_of(field)} of this tenant any more. Choose another.")

    def _parented(self, issue: int | None, sub: int | None, changes: Mapping[str, Value], plan: Plan) -> None:
        """A sub-issue belongs to its issue."""
        if sub is None or not changes.keys() & {"issue_type", "sub_issue_type"}:
            return
        found = self._known.labels.picklist(Ticket, "sub_issue_type").get(sub)
        if found is not None and found.parent is not None and str(found.parent) != str(issue):
            plan.problem("sub_issue_type", f'"{found.label}" belongs to another issue. Choose one that fits.')

    def _said(self, changes: Mapping[str, Value]) -> str:
        told = []
        for field, value in changes.items():
            word = self._known.word(field, _as_id(value)) if field in LISTED else ""
            told.append(f"{label_of(field)} {word}".strip())
        return ", ".join(told)

    # Who has it -----------------------------------------------------------------------------------------------------

    async def assign(self, command: Assign, plan: Plan) -> None:
        """To a resource in a role that it holds."""
        ticket = await self._ticket(command.ticket_id, plan)
        if ticket is None:
            return
        changes: dict[str, Value] = {} if command.queue_id is None else {"queue_id": command.queue_id}
        await self.fit(ticket, changes, plan)
        if command.resource_id is None:
            changes |= dict.fromkeys(ASSIGNMENT)
            if (command.queue_id or ticket.queue_id) is None:
                plan.problem("queue_id", "A ticket that nobody has needs a queue.")
            whom = "nobody"
        else:
            queue = command.queue_id if command.queue_id is not None else ticket.queue_id
            role = await self.role_for(command.resource_id, command.role_id, queue, plan)
            changes |= {"assigned_resource_id": command.resource_id, "assigned_resource_role_id": role}
            whom = self._known.state.tenant.name_for(command.resource_id, self._known.me)
        if plan.problems:
            return
        freed = await self._freed(ticket, command.resource_id, plan)
        if add_change(self._known, ticket, changes, plan, after=freed) is None:
            plan.nothing = f"{self._known.ticket_called(ticket)} is assigned so already."
        plan.says = f"{self._known.ticket_called(ticket)} assigned to {whom}"

    async def _freed(self, ticket: Ticket, who: int | None, plan: Plan) -> OpId | None:
        """Autotask gives a ticket to nobody who is a second pair of hands on it: the op that takes them off first."""
        link = next((row for row in await self._helpers(ticket.id) if row.resource_id == who), None)
        if link is None or who is None or who == ticket.assigned_resource_id:
            return None
        if link.id < 0:
            plan.problem("resource_id", "They are being added as a second pair of hands just now: try again then.")
            return None
        return plan.op(SecondaryRemove(ticket_id=ticket.id, link_id=link.id, resource_id=who))

    async def take(self, command: Take, plan: Plan) -> None:
        """To me."""
        me = self._me(plan)
        if me is not None:
            await self.assign(Assign(ticket_id=command.ticket_id, resource_id=me, role_id=command.role_id), plan)

    async def start(self, command: Start, plan: Plan) -> None:
        """Assigned to me, in progress, the timer running."""
        ticket, me = await self._ticket(command.ticket_id, plan), self._me(plan)
        if ticket is None or me is None:
            return
        known, changes, freed = self._known, dict[str, Value](), None
        owner = ticket.assigned_resource_id
        if owner in (None, me) or command.take_over:
            if owner != me or ticket.assigned_resource_role_id is None:
                role = await self.role_for(me, command.role_id, ticket.queue_id, plan)
                changes = {"assigned_resource_id": me, "assigned_resource_role_id": role}
                freed = await self._freed(ticket, me, plan)
        else:
            await self._join(ticket, me, command.role_id, plan)
        kind = known.kind_of_status(ticket.status)
        if kind is StatusKind.COMPLETE:
            plan.ask("reopen", f"{known.ticket_called(ticket)} is complete. Open it again?", "Open it")
        if kind is not StatusKind.ACTIVE:
            if known.in_progress is None:
                plan.problem(
                    "", "No active status of the tenant means work in progress. Set one by label in the settings."
                )
            changes["status"] = known.in_progress
        if plan.problems:
            return
        if changes:
            add_change(known, ticket, changes, plan, after=freed)
        plan.timer = TimerMove(start=True, item=plan.item, at=command.at)
        plan.says = f"timer runs on {known.ticket_called(ticket)}"

    async def add_secondary(self, command: AddSecondary, plan: Plan) -> None:
        """A second pair of hands."""
        ticket = await self._ticket(command.ticket_id, plan)
        if ticket is not None:
            await self._join(ticket, command.resource_id, command.role_id, plan)
            name = self._known.state.tenant.name_for(command.resource_id, self._known.me)
            plan.says = f"{name} added to {self._known.ticket_called(ticket)}"

    async def _join(self, ticket: Ticket, who: int, role_id: int | None, plan: Plan) -> None:
        if who == ticket.assigned_resource_id:
            plan.problem("resource_id", "The ticket is assigned to them already.")
            return
        links = await self._helpers(ticket.id)
        if any(row.resource_id == who for row in links):
            plan.nothing = "They help on it already."
            return
        role = await self.role_for(who, role_id, ticket.queue_id, plan)
        if role is not None:
            plan.op(SecondaryAdd(ticket_id=self._known.ref(ticket.id), resource_id=who, role_id=role))

    async def remove_secondary(self, command: RemoveSecondary, plan: Plan) -> None:
        """A second pair of hands less."""
        ticket = await self._ticket(command.ticket_id, plan)
        if ticket is None:
            return
        link = next((row for row in await self._helpers(ticket.id) if row.resource_id == command.resource_id), None)
        if link is None:
            plan.nothing = "They do not help on it."
        elif link.id < 0:
            plan.problem("", "They are being added just now: take that back with u.")
        else:
            plan.op(SecondaryRemove(ticket_id=ticket.id, link_id=link.id, resource_id=command.resource_id))
        plan.says = f"{self._known.state.tenant.name_of(command.resource_id)} taken off"

    async def role_for(self, who: int, role_id: int | None, queue_id: int | None, plan: Plan) -> int | None:
        """A role that a resource holds: the one asked for, or the one proposed."""
        held = (await self._known.roles_of([who])).get(who, ())
        name = self._known.state.tenant.name_for(who, self._known.me)
        resource = self._known.state.tenant.people.get(who)
        if resource is None or not resource.active:
            plan.problem("resource_id", f"{name} is not active.")
            return None
        chosen: HeldRole | None
        if role_id is None:
            chosen = self._known.queue_role(held, queue_id)
        else:
            chosen = next((role for role in held if role.id == role_id), None)
        if chosen is None:
            roles = ", ".join(role.name for role in held)
            says = f"hold this role. Held: {roles}" if roles else "hold any role on the service desk"
            plan.problem("role_id", f"{name} {'do' if name == 'you' else 'does'} not {says}.")
            return None
        return chosen.id

    async def _helpers(self, ticket_id: int) -> tuple[TicketSecondaryResource, ...]:
        real = self._known.on_disk(ticket_id)
        rows = await self._known.read(lambda copy: copy.rows(TicketSecondaryResource, ticket_id=real)) if real else []
        return self._known.layer.over("TicketSecondaryResources", rows, lambda row: row.ticket_id == ticket_id)

    async def _ticket(self, ticket_id: int, plan: Plan) -> Ticket | None:
        return await ticket_of(self._known, ticket_id, plan)

    def _me(self, plan: Plan) -> int | None:
        me = self._known.me
        if me is None:
            plan.problem("", "Nobody is known to be you. Set `me` in the settings.")
        return me


def _as_id(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
