"""The kinds of writes. A body on disk names its class, so that a class is never renamed and a field never reused."""

from collections.abc import Mapping
from types import MappingProxyType

from replica.outbox.effects.checklists import ChecklistAdd, ChecklistTick
from replica.outbox.effects.effect import Effect
from replica.outbox.effects.notes import NoteCreate
from replica.outbox.effects.secondary import SecondaryAdd, SecondaryRemove
from replica.outbox.effects.tickets import TicketChange, TicketCreate
from replica.outbox.effects.time_entries import TimeEntryCreate, TimeEntryDelete, TimeEntryEdit

__all__ = [
    "KINDS",
    "ChecklistAdd",
    "ChecklistTick",
    "Effect",
    "NoteCreate",
    "SecondaryAdd",
    "SecondaryRemove",
    "TicketChange",
    "TicketCreate",
    "TimeEntryCreate",
    "TimeEntryDelete",
    "TimeEntryEdit",
]

_ALL: tuple[type[Effect], ...] = (
    TimeEntryCreate,
    TimeEntryEdit,
    TimeEntryDelete,
    NoteCreate,
    TicketCreate,
    TicketChange,
    ChecklistTick,
    ChecklistAdd,
    SecondaryAdd,
    SecondaryRemove,
)
KINDS: Mapping[str, type[Effect]] = MappingProxyType({kind.__name__: kind for kind in _ALL})
"""Every kind of write, by the name of its class."""
