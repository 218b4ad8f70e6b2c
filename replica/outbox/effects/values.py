"""The small values that effects are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | datetime | date | None
"""A field's value under our attribute name; instants are aware."""
Fields: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Made:
    """The record that another op makes, whose id nobody knows yet: the ticket of a quick create, say."""

    op_id: str


Ref: TypeAlias = int | Made
"""The id of a record, or the op that makes it."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One field of a conflict.

    Attributes:
        field: Our attribute name.
        base: What it was when the edit began.
        mine: What this op would set.
        theirs: What it is now.
        who: The resource that touched the record last, where Autotask says it.
        at: When the record was touched last.
    """

    field: str
    base: Value
    mine: Value
    theirs: Value
    who: int | None = None
    at: datetime | None = None


def lane_of(ticket: Ref) -> str:
    """The lane of what belongs to a ticket; one that is yet to be made lends the name of its op."""
    return f"ticket:{ticket.op_id}" if isinstance(ticket, Made) else f"ticket:{ticket}"


def needs_of(*refs: Ref | None) -> frozenset[str]:
    """The ops whose records are referred to."""
    return frozenset(ref.op_id for ref in refs if isinstance(ref, Made))
