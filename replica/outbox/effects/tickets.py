"""Tickets: made from a call or a walk-up, and changed by field."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from autotask.entities import Ticket
from autotask.filters import Filter, where
from autotask.kinds import kind_of
from replica.outbox.effects.changing import Changes
from replica.outbox.effects.comparing import same
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call
from replica.outbox.effects.values import Fields, Ref, lane_of, needs_of

_KIND = kind_of(Ticket)
_EXACT = ("company_id", "contact_id", "title", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCreate(Creates):
    """A ticket to be made. `values` are any writable fields; company, title, status and priority must be among them.

    Its marker goes into `external_id`, where no customer reads it; a caller that fills that field itself has the
    ticket found by company, contact, title and description.
    """

    kind: ClassVar = _KIND
    born: ClassVar = "createDate"
    values: Fields

    @property
    def lane(self) -> str:
        # Two equal calls from one company come one after the other, or neither could be told from its twin.
        return f"new:{self.values.get('company_id')}"

    @property
    def sentence(self) -> str:
        return f"new ticket “{self.values.get('title') or ''}”"

    def fields(self, call: Call) -> Fields:
        if not call.marker or self.values.get("external_id"):
            return self.values
        return {**self.values, "external_id": call.marker}

    def anchors(self, call: Call) -> Fields:
        return {"company_id": self.values.get("company_id")}

    def like(self, call: Call) -> Filter:
        company = self.values.get("company_id")
        return where(self.kind, company_id=company)

    def carries(self, row: Ticket, marker: str) -> bool | None:
        return row.external_id == marker if self.if_doubled(marker) else None

    def if_doubled(self, marker: str) -> str:
        return "ticket" if marker and not self.values.get("external_id") else ""

    def equal(self, row: Ticket, call: Call) -> bool:
        return all(same(self.values.get(attr), getattr(row, attr)) for attr in _EXACT if attr in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChange(Changes):
    """Fields of a ticket to be set: any writable ones, by our names.

    Assignment: `assigned_resource_id` and `assigned_resource_role_id` always go together (both in `changes`).
    `base` has what was seen when the edit began, for the same fields; a field without one is set over anything.

    Attributes:
        by_itself: nobody asked for it: where somebody else has changed the same fields meanwhile, theirs stays.
    """

    kind: ClassVar = _KIND
    who: ClassVar = "last_activity_resource_id"
    when: ClassVar = "last_activity_date"
    ticket_id: Ref
    changes: Fields
    base: Fields = field(default_factory=dict)
    by_itself: bool = False

    @property
    def gives_way(self) -> bool:
        return self.by_itself

    @property
    def lane(self) -> str:
        return lane_of(self.ticket_id)

    @property
    def ticket(self) -> int | None:
        return self.ticket_id if isinstance(self.ticket_id, int) else None

    @property
    def record_id(self) -> int | None:
        return self.ticket

    @property
    def creates(self) -> bool:
        return False

    @property
    def needs(self) -> frozenset[str]:
        return needs_of(self.ticket_id)

    @property
    def wanted(self) -> Fields:
        return self.changes

    def without(self, fields: Collection[str]) -> Self | None:
        # The shop's field tells of the status that is set with it, and not of another.
        left = {*fields, "hold_note"} if "status" in fields else {*fields}
        rest = {attr: value for attr, value in self.changes.items() if attr not in left}
        return replace(self, changes=rest) if rest else None

    @property
    def sentence(self) -> str:
        return ", ".join(attr.removesuffix("_id").replace("_", " ") for attr in self.changes)

    def target(self, call: Call) -> int:
        return call.id_of(self.ticket_id)

    def sent(self, row: Ticket, fields: Fields) -> Fields:
        """Resource and role travel together, or Autotask refuses both."""
        pair = ("assigned_resource_id", "assigned_resource_role_id")
        if not any(attr in fields for attr in pair):
            return fields
        return {**{attr: self.changes.get(attr, getattr(row, attr)) for attr in pair}, **fields}
