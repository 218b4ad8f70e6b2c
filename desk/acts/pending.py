"""What an op makes of a row: the copy's row as it will stand when the op is done.

Rows that are not in Autotask yet have a negative id, made of the op's place in the outbox.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeAlias

from autotask.entities import Ticket, TicketChecklistItem, TicketNote, TicketSecondaryResource, TimeEntry
from replica.outbox.effects import (
    ChecklistAdd,
    ChecklistTick,
    Effect,
    NoteCreate,
    SecondaryAdd,
    TicketChange,
    TicketCreate,
    TimeEntryCreate,
    TimeEntryEdit,
)
from replica.outbox.effects.values import Made, Ref
from replica.outbox.op import Op, OpId, State

Key: TypeAlias = tuple[str, int]
"""A row: Autotask's name of its kind, and its id."""
IdOf: TypeAlias = Callable[[Ref], int]

ON_ITS_WAY = frozenset({State.PENDING, State.INFLIGHT, State.UNKNOWN})
NO_NUMBER = "new"
"""What stands where a ticket's number will."""


def lies(op: Op) -> bool:
    """Whether a row is shown as this op will leave it.

    What was refused, or stands in conflict, is not: the screen would tell of a state that nobody else sees. It has a
    mark instead. What cannot be told to be there (held) is shown while no record of it was found.
    """
    return op.state in ON_ITS_WAY or (op.state is State.HELD and op.effect.creates and not op.found)


def own_id(op: Op) -> int:
    """The id that a row has which this op makes, while it is not in Autotask."""
    return -op.seq


def key_of(op: Op, id_of: IdOf) -> Key:
    """The row that an op makes, changes or takes away."""
    effect = op.effect
    if effect.creates:
        return effect.collection, own_id(op)
    if effect.record_id is not None:
        return effect.collection, effect.record_id
    return effect.collection, id_of(_target(effect))


def laid(row: Any, op: Op, id_of: IdOf) -> Any:
    """A row after an op. None where there is none before it, or none after it."""
    effect, at = op.effect, op.created
    match effect:
        case TicketCreate():
            return _new_ticket(effect, op)
        case NoteCreate() | TimeEntryCreate() | ChecklistAdd() | SecondaryAdd():
            return _new_under_ticket(effect, op, id_of)
    if row is None or not effect.wanted:
        return None
    match effect:
        case TicketChange():
            return replace(row, **{**_known(Ticket, effect.wanted), "last_activity_date": _later(row, at)})
        case TimeEntryEdit():
            return replace(row, **_known(TimeEntry, effect.wanted))
        case ChecklistTick():
            return replace(
                row, is_completed=effect.is_completed, completed_date_time=at if effect.is_completed else None
            )
    return row


def id_of_made(known: Mapping[OpId, int]) -> IdOf:
    """Ids by what is known of the ops that make records; 0, which no row has, for one that nobody knows."""
    return lambda ref: known.get(ref.op_id, 0) if isinstance(ref, Made) else ref


def _target(effect: Effect) -> Ref:
    for name in ("entry_id", "ticket_id"):
        ref: Ref | None = getattr(effect, name, None)
        if ref is not None:
            return ref
    return 0


def _new_ticket(effect: TicketCreate, op: Op) -> Ticket:
    known = _known(Ticket, effect.values)
    return Ticket(
        **{
            "id": own_id(op),
            "ticket_number": NO_NUMBER,
            "create_date": op.created,
            "last_activity_date": op.created,
            "creator_resource_id": op.author,
            **known,
        }
    )


def _new_under_ticket(
    effect: NoteCreate | TimeEntryCreate | ChecklistAdd | SecondaryAdd, op: Op, id_of: IdOf
) -> TicketNote | TimeEntry | TicketChecklistItem | TicketSecondaryResource:
    id_, at = own_id(op), op.created
    ticket = None if effect.ticket_id is None else id_of(effect.ticket_id)
    match effect:
        case NoteCreate():
            return TicketNote(
                id=id_,
                ticket_id=ticket,
                title=effect.title,
                description=effect.description,
                note_type=effect.note_type,
                publish=effect.publish,
                creator_resource_id=op.author,
                create_date_time=at,
                last_activity_date=at,
            )
        case ChecklistAdd():
            return TicketChecklistItem(
                id=id_,
                ticket_id=ticket,
                item_name=effect.item_name,
                is_important=effect.is_important,
                is_completed=False,
                position=effect.position if effect.position is not None else _AT_THE_END,
            )
        case SecondaryAdd():
            return TicketSecondaryResource(
                id=id_, ticket_id=ticket, resource_id=effect.resource_id, role_id=effect.role_id
            )
    said = {field.name: getattr(effect, field.name) for field in fields(effect) if field.name != "ticket_id"}
    return TimeEntry(id=id_, ticket_id=ticket, create_date_time=at, **_known(TimeEntry, said))


_AT_THE_END = 10_000


def _known(entity: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Those fields that our entity has: a shop's own fields may be among what is written."""
    names = entity.__dataclass_fields__
    return {name: value for name, value in values.items() if name in names}


def _later(row: Ticket, at: datetime) -> datetime:
    return at if row.last_activity_date is None else max(at, row.last_activity_date)
