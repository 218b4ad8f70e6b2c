"""The way of a ticket: made of a call, put on hold, released, completed, opened by thanks, closed as a duplicate."""

from datetime import datetime

from autotask.entities import Contact, Ticket, TicketNote
from desk.acts.commands import CloseAsDuplicate, Complete, CreateTicket, Hold, Origin, Recomplete, Release, Reopen
from desk.acts.gate import Gate
from desk.acts.known import Known
from desk.acts.plan import Plan, TimerMove
from desk.acts.planning_notes import NotePlanner
from desk.acts.planning_ticket import TicketPlanner, add_change, ticket_of
from desk.acts.planning_time import TimePlanner
from desk.acts.usual_queue import usual_queue
from desk.acts.wording import moment
from desk.model import StatusKind
from desk.pages import Audience
from replica.outbox.effects import TicketCreate
from replica.outbox.effects.values import Value
from replica.outbox.op import OpId
from sla.errors import SlaError
from sla.instants import instant
from workflows import holds
from workflows.completion import Severity
from workflows.hold_field import in_field
from workflows.hold_notes import title_of, written, written_release

LONGEST_NOTE = 32_000
"""Characters that Autotask's notes hold."""
_SOURCES = {Origin.CALL: ("phone", "call"), Origin.WALK_UP: ("walk", "in person", "verbal"), Origin.OTHER: ()}


class FlowPlanner:
    """Plans what moves a ticket along."""

    def __init__(self, known: Known, gate: Gate) -> None:
        self._known = known
        self._gate = gate
        self._tickets = TicketPlanner(known)
        self._notes = NotePlanner(known)
        self._time = TimePlanner(known)

    # Holds ----------------------------------------------------------------------------------------------------------

    async def hold(self, command: Hold, plan: Plan) -> None:
        """A status that says so, and then a note, or at once the shop's field, that says why and until when.

        Colleagues without our app read both: of a hold that Autotask refuses, nobody is told.
        """
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        today = self._known.now.astimezone(self._known.zone).date()
        calendar = self._known.calendar_of(ticket)
        try:
            until = command.until or holds.default_until(command.kind, today, calendar)
        except SlaError:
            until = None
        if until is None:
            plan.problem("until", "Say until which day: no hold without a release.")
        elif until <= today:
            plan.problem("until", "The release lies in the future: choose a later day.")
        if not command.reason.strip():
            plan.problem("reason", "Say what it waits for.")
        if command.kind is holds.HoldKind.VENDOR and not command.vendor.strip():
            plan.problem("vendor", "Say which vendor.")
        if plan.problems or until is None:
            return
        hold = holds.Hold(
            kind=command.kind,
            reason=command.reason.strip(),
            until=until,
            owner=self._known.state.tenant.name_of(self._known.me),
            vendor=command.vendor.strip(),
            case_number=command.case_number.strip(),
            next_call=command.next_call,
        )
        status = self.hold_status(command.kind) if command.status_id is None else command.status_id
        changes: dict[str, Value] = {} if status is None else {"status": status}
        in_note = not self._known.settings.hold_field
        if not in_note:
            changes["hold_note"] = in_field(hold, self._known.now)
        on = add_change(self._known, ticket, changes, plan)
        if in_note:
            text, title = written(hold), title_of(hold)
            self._notes.add_note(ticket, text, Audience.INTERNAL, plan, title=title, after=on, of_step=True)
        release = instant(holds.release_at(until, max(ticket.id, 0), calendar))
        when = moment(release, self._known.now, self._known.zone)
        plan.says = f"{self._known.ticket_called(ticket)} on hold ({command.kind}) until {when}"

    def hold_status(self, kind: holds.HoldKind) -> int | None:
        """The tenant's status that carries a hold; None where only the note says it."""
        known = self._known
        active = [value for value in known.labels.picklist(Ticket, "status").active if isinstance(value.id, int)]
        label = holds.status_for(kind, [(value.label, known.kind_of_status(int(value.id)).value) for value in active])
        return next((int(value.id) for value in active if value.label == label), None)

    async def release(self, command: Release, plan: Plan) -> None:
        """A hold ends."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        if not self._known.kind_of_status(ticket.status).waits:
            plan.nothing = f"{self._known.ticket_called(ticket)} does not wait."
            return
        status = self._status_of_work(ticket, plan)
        if status is None:
            return
        changed = add_change(self._known, ticket, {"status": status}, plan, by_itself=command.by_itself)
        if ticket.hold_note is None or (await self._known.hold_of(ticket, told_by_notes=True)).hold is not None:
            text = written_release(command.reason.strip() or "the wait is over")
            once = command.by_itself
            self._notes.add_note(
                ticket, text, Audience.INTERNAL, plan, title=text, after=changed, once=once, of_step=True
            )
        plan.says = f"{self._known.ticket_called(ticket)} released"

    # Completion -----------------------------------------------------------------------------------------------------

    async def complete(self, command: Complete, plan: Plan) -> None:
        """Time, resolution, status: each goes when the one before is in."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        if self._known.kind_of_status(ticket.status) is StatusKind.COMPLETE:
            plan.nothing = f"{self._known.ticket_called(ticket)} is complete already."
            return
        decision, told = await self._gate.decided(ticket, command, firm=plan.firm)
        blocks = [finding.said for finding in decision.open if finding.severity is Severity.BLOCKS]
        if blocks:
            said = _sentence("; ".join(blocks))
            plan.problem("override", f"{said} Put it right, or say why it is completed all the same.")
        for finding in decision.open:
            if finding.severity is Severity.ASKS:
                plan.ask(finding.check.value, _sentence(finding.said), "Complete anyway")
        last: OpId | None = None
        if command.time is not None:
            await self._time.log(command.time, plan)
            last = plan.ops[-1].op_id if plan.ops else None
        if plan.problems:
            return
        if decision.audit:
            last = self._notes.add_note(ticket, decision.audit, Audience.INTERNAL, plan, after=last)
        if command.resolution.strip():
            resolution = command.resolution.strip()
            last = add_change(self._known, ticket, {"resolution": resolution}, plan, after=last) or last
        self.close(ticket, command.status_id, plan, last)
        plan.says = f"{self._known.ticket_called(ticket)} completed{told}"

    async def recomplete(self, command: Recomplete, plan: Plan) -> None:
        """Closed again: only thanks had opened it."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        if self._known.kind_of_status(ticket.status) is StatusKind.COMPLETE:
            plan.nothing = f"{self._known.ticket_called(ticket)} is complete already."
            return
        self.close(ticket, None, plan, None)
        plan.says = f"{self._known.ticket_called(ticket)} completed again"

    async def reopen(self, command: Reopen, plan: Plan) -> None:
        """Opened again, for the customer waits for an answer."""
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None:
            return
        if self._known.kind_of_status(ticket.status) is not StatusKind.COMPLETE:
            plan.nothing = f"{self._known.ticket_called(ticket)} is open already."
            return
        status = self._status_of_work(ticket, plan)
        if status is not None:
            add_change(self._known, ticket, {"status": status}, plan)
            plan.says = f"{self._known.ticket_called(ticket)} opened again"

    def _status_of_work(self, ticket: Ticket, plan: Plan) -> int | None:
        """The status of a ticket that does not wait any more: in progress where somebody has it, else new."""
        owned = ticket.assigned_resource_id is not None
        status = self._known.in_progress if owned else self._known.status_of(StatusKind.NEW, StatusKind.ACTIVE)
        if status is None:
            plan.problem("", "No status of the tenant means work in progress. Say which does in the settings.")
        return status

    def close(self, ticket: Ticket, status: int | None, plan: Plan, after: OpId | None) -> None:
        """Set a status that completes."""
        complete = status if status is not None else self._known.complete
        if complete is None or self._known.kind_of_status(complete) is not StatusKind.COMPLETE:
            plan.problem("status_id", "This status does not complete a ticket.")
            return
        add_change(self._known, ticket, {"status": complete}, plan, after=after)
        plan.window = max(plan.window, self._known.settings.customer_seconds)

    async def duplicate(self, command: CloseAsDuplicate, plan: Plan) -> None:
        """What was said goes to the other ticket; this one is completed, and each names the other."""
        other = await ticket_of(self._known, command.of_id, plan)
        ticket = await ticket_of(self._known, command.ticket_id, plan)
        if ticket is None or other is None:
            return
        if ticket.id == other.id:
            plan.problem("of_id", "A ticket is no duplicate of itself.")
        elif self._known.kind_of_status(other.status) is StatusKind.COMPLETE:
            plan.ask("complete", f"{self._known.ticket_called(other)} is complete. Close into it all the same?")
        if ticket.company_id != other.company_id:
            name = self._known.state.tenant.company_name(other.company_id)
            plan.ask("company", f"{self._known.ticket_called(other)} is {name}'s, another company. Go on?", "Go on")
        if plan.problems:
            return
        here, there = self._known.ticket_called(ticket), self._known.ticket_called(other)
        text = await self.what_was_said(ticket)
        title = f"Duplicate {here} closed into this"
        gone = self._notes.add_note(other, text, Audience.INTERNAL, plan, title=title)
        why = f" ({command.reason.strip()})" if command.reason.strip() else ""
        resolution = f"Duplicate of {there}{why}, which goes on."
        last = add_change(self._known, ticket, {"resolution": resolution}, plan, after=gone)
        self.close(ticket, None, plan, last or gone)
        plan.says = f"{here} closed as a duplicate of {there}"

    async def what_was_said(self, ticket: Ticket) -> str:
        """What the customer wrote on a ticket, and how to reach them."""
        known, real = self._known, self._known.on_disk(ticket.id)
        notes = await known.read(lambda copy: copy.rows(TicketNote, ticket_id=real)) if real else []
        contact = await known.contact(ticket.contact_id) if ticket.contact_id is not None else None
        parts = [f"{known.ticket_called(ticket)}: {ticket.title or ''}"]
        if contact is not None:
            parts.append(f"Contact: {_contact_line(contact)}")
        if ticket.description:
            parts.append(ticket.description)
        customers = [note for note in notes if note.created_by_contact_id is not None and note.create_date_time]
        for note in sorted(customers, key=lambda each: each.create_date_time or _LONG_AGO):
            at = moment(note.create_date_time or _LONG_AGO, known.now, known.zone)
            parts.append(
                f"{at} {known.state.tenant.contact_name(note.created_by_contact_id)}:\n{note.description or ''}"
            )
        return "\n\n".join(parts)[:LONGEST_NOTE]

    # Calls ----------------------------------------------------------------------------------------------------------

    async def create(self, command: CreateTicket, plan: Plan) -> None:
        """A ticket of a call or a walk-up."""
        known = self._known
        contact = await known.contact(command.contact_id) if command.contact_id is not None else None
        company = command.company_id
        if company is None and contact is not None:
            company = contact.company_id
        if not command.title.strip():
            plan.problem("title", "Say what it is about.")
        if company is None:
            plan.problem("company_id", "Say who is calling: the contact or the company.")
        queue = command.queue_id
        if queue is None:
            queue = usual_queue(known, company, command.issue_type, command.sub_issue_type)
        values: dict[str, Value] = {
            **command.values,
            "title": command.title.strip(),
            "company_id": company,
            "contact_id": command.contact_id,
            "description": command.description.strip() or None,
            "priority": command.priority if command.priority is not None else known.usual("priority"),
            "queue_id": queue,
            "issue_type": command.issue_type,
            "sub_issue_type": command.sub_issue_type,
            "source": self._source(command.origin),
            "status": known.status_of(StatusKind.NEW, StatusKind.ACTIVE),
        }
        if command.assign and known.me is not None:
            role = await self._tickets.role_for(known.me, None, queue, plan)
            values |= {"assigned_resource_id": known.me, "assigned_resource_role_id": role}
            values["status"] = known.in_progress or values["status"]
        blank = Ticket(id=0)
        fit = {at: value for at, value in values.items() if value is not None and not at.startswith("assigned_")}
        await self._tickets.fit(blank, fit, plan)
        if command.picked_up is not None and command.picked_up > known.now:
            plan.problem("picked_up", "The call would begin in the future.")
        if plan.problems:
            return
        plan.op(TicketCreate(values={at: value for at, value in values.items() if value is not None}))
        if command.start:
            plan.timer = TimerMove(start=True, at=command.picked_up)
        plan.item = None
        plan.says = f"new ticket “{command.title.strip()}”"

    def _source(self, origin: Origin) -> int | None:
        active = self._known.labels.picklist(Ticket, "source").active
        for word in _SOURCES[origin]:
            for value in active:
                if word in value.label.casefold() and isinstance(value.id, int):
                    return value.id
        return None


_LONG_AGO = datetime.fromisoformat("1990-01-01T00:00:00+00:00")


def _contact_line(contact: Contact) -> str:
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    return ", ".join(part for part in (name, contact.email_address, contact.phone) if part)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:] + "."
