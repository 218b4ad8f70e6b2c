"""From a write that was refused, or still waits, back to the command of its form: what was typed is never lost."""

from dataclasses import replace

from desk.acts.commands import AddNote, Assign, ChangeTicket, Command, EditTime, Hold, LogTime
from desk.acts.pending import IdOf
from desk.acts.planning_ticket import ASSIGNMENT
from desk.acts.planning_time import NOT_BILLABLE
from desk.acts.steps import hold_in
from desk.pages import Audience
from replica.outbox.effects import Effect, NoteCreate, TicketChange, TimeEntryCreate, TimeEntryEdit
from replica.outbox.effects.values import Value
from workflows import holds

OF_ASSIGNING = frozenset((*ASSIGNMENT, "queue_id"))


def command_of(effect: Effect, act_id: str, id_of: IdOf, note: Effect | None = None) -> Command | None:
    """The command that a write came from, for its form; None for a write that no form makes.

    Args:
        note: what tells of the write.
    """
    ticket = getattr(effect, "ticket_id", None)
    ticket_id = None if ticket is None else id_of(ticket)
    match effect:
        case TimeEntryCreate():
            timed = effect.start_date_time is not None
            return LogTime(
                act_id=act_id,
                ticket_id=ticket_id,
                task_id=effect.task_id,
                internal_code_id=effect.internal_billing_code_id,
                start=effect.start_date_time,
                end=effect.end_date_time,
                day=effect.date_worked,
                hours=None if timed else effect.hours_worked,
                offset_hours=effect.offset_hours,
                work_type_id=effect.billing_code_id,
                role_id=effect.role_id,
                contract_id=effect.contract_id,
                summary=effect.summary_notes,
                internal_notes=_without_reason(effect.internal_notes),
                billable=not effect.is_non_billable,
                reason=_reason(effect.internal_notes) if effect.is_non_billable else "",
                show_on_invoice=effect.show_on_invoice,
            )
        case TimeEntryEdit():
            return EditTime(act_id=act_id, entry_id=id_of(effect.entry_id), changes=effect.changes)
        case NoteCreate() | TicketChange() if ticket_id is not None and (hold := hold_in(effect)) is not None:
            return _holding(hold, act_id, ticket_id)
        case TicketChange() if ticket_id is not None and note is not None and (hold := hold_in(note)) is not None:
            return replace(_holding(hold, act_id, ticket_id), status_id=_of_no_kind(hold, effect))
        case NoteCreate() if ticket_id is not None:
            audience = {1: Audience.PUBLIC, 2: Audience.INTERNAL}.get(effect.publish, Audience.CO_MANAGED)
            return AddNote(
                act_id=act_id,
                ticket_id=ticket_id,
                text=effect.description,
                audience=audience,
                title=effect.title,
            )
        case TicketChange() if (
            ticket_id is not None and "assigned_resource_id" in effect.changes.keys() <= OF_ASSIGNING
        ):
            return Assign(
                act_id=act_id,
                ticket_id=ticket_id,
                resource_id=_id(effect.changes["assigned_resource_id"]),
                role_id=_id(effect.changes.get("assigned_resource_role_id")),
                queue_id=_id(effect.changes.get("queue_id")),
            )
        case TicketChange() if ticket_id is not None:
            # The shop's field is cleared with the status, which does that again.
            changes = {field: value for field, value in effect.changes.items() if field != "hold_note"}
            return ChangeTicket(act_id=act_id, ticket_id=ticket_id, changes=changes)
    return None


def _holding(hold: holds.Hold, act_id: str, ticket_id: int) -> Hold:
    return Hold(
        act_id=act_id,
        ticket_id=ticket_id,
        kind=hold.kind,
        reason=hold.reason,
        until=hold.until,
        vendor=hold.vendor,
        case_number=hold.case_number,
        next_call=hold.next_call,
    )


def _of_no_kind(hold: holds.Hold, effect: TicketChange) -> int | None:
    """The status that was chosen for a hold; a kind that is named brings its own."""
    return _id(effect.changes.get("status")) if hold.kind is holds.HoldKind.OTHER else None


def _id(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _reason(internal: str) -> str:
    first, _, _ = internal.partition("\n")
    return first.removeprefix(NOT_BILLABLE) if first.startswith(NOT_BILLABLE) else ""


def _without_reason(internal: str) -> str:
    first, _, rest = internal.partition("\n")
    return rest if first.startswith(NOT_BILLABLE) else internal
