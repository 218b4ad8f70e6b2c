"""Time: the entry that is made once, changed while its timesheet is open, or taken away."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self

from autotask.entities import TimeEntry
from autotask.filters import And, Eq, Filter, where
from autotask.kinds import kind_of
from replica.outbox.effects.changing import Changes
from replica.outbox.effects.comparing import marker_in, same, with_marker
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call
from replica.outbox.effects.removing import Removes
from replica.outbox.effects.values import Fields, Ref, lane_of, needs_of

_KIND = kind_of(TimeEntry)
_EXACT = frozenset({"start_date_time", "date_worked", "hours_worked", "summary_notes"})
"""What tells one entry from another where markers are off (reliability 1.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntryCreate(Creates):
    """Time to be entered: on a ticket, on a project task, or internal (exactly one of the three).

    Hours are decimal and instants aware; `date_worked` is the day in the tech's zone, for entries without a start.
    """

    kind: ClassVar = _KIND
    born: ClassVar = "createDateTime"
    resource_id: int
    ticket_id: Ref | None = None
    task_id: int | None = None
    internal_billing_code_id: int | None = None
    start_date_time: datetime | None = None
    end_date_time: datetime | None = None
    date_worked: date | None = None
    hours_worked: float | None = None
    offset_hours: float | None = None
    role_id: int | None = None
    billing_code_id: int | None = None
    contract_id: int | None = None
    summary_notes: str = ""
    internal_notes: str = ""
    is_non_billable: bool | None = None
    show_on_invoice: bool | None = None

    @property
    def lane(self) -> str:
        if self.ticket_id is not None:
            return lane_of(self.ticket_id)
        return f"task:{self.task_id}" if self.task_id is not None else f"resource:{self.resource_id}"

    @property
    def ticket(self) -> int | None:
        return self.ticket_id if isinstance(self.ticket_id, int) else None

    @property
    def needs(self) -> frozenset[str]:
        return needs_of(self.ticket_id)

    @property
    def sentence(self) -> str:
        return f"{self._length()} on {self._subject()}"

    def _length(self) -> str:
        if self.start_date_time is not None and self.end_date_time is not None:
            return f"{(self.end_date_time - self.start_date_time).total_seconds() / 60:.0f} min"
        return f"{(self.hours_worked or 0) * 60:.0f} min"

    def _subject(self) -> str:
        if self.ticket_id is not None:
            return f"ticket {self.ticket_id}" if isinstance(self.ticket_id, int) else "the new ticket"
        return f"task {self.task_id}" if self.task_id is not None else "internal time"

    def fields(self, call: Call) -> Fields:
        named: dict[str, Any] = {
            attr: getattr(self, attr) for attr in self.__dataclass_fields__ if attr not in ("kind", "born")
        }
        named["ticket_id"] = None if self.ticket_id is None else call.id_of(self.ticket_id)
        named["internal_notes"] = with_marker(self.internal_notes, call.marker)
        return {attr: value for attr, value in named.items() if value is not None and value != ""}

    def anchors(self, call: Call) -> Fields:
        ticket = None if self.ticket_id is None else call.id_of(self.ticket_id)
        return {"resource_id": self.resource_id, "ticket_id": ticket, "task_id": self.task_id}

    def like(self, call: Call) -> Filter:
        anchors = {attr: value for attr, value in self.anchors(call).items() if value is not None}
        return where(self.kind, **anchors)

    def carries(self, row: TimeEntry, marker: str) -> bool | None:
        return marker_in(row.internal_notes) == marker if marker else None

    def if_doubled(self, marker: str) -> str:
        return "time" if marker else ""

    def crowd(self, call: Call) -> Filter:
        return Eq("resourceID", self.resource_id)

    def equal(self, row: TimeEntry, call: Call) -> bool:
        mine = {attr: value for attr, value in self.fields(call).items() if attr in _EXACT}
        return all(same(value, getattr(row, attr)) for attr, value in mine.items())

    async def unseeable(self, call: Call) -> str:
        """Without a right of its own the API user sees no entry that is not billed: each would look absent.

        Autotask bills no internal time, whatever an entry says.
        """
        if not self.is_non_billable and self.internal_billing_code_id is None:
            return ""
        seen = And(Eq("isNonBillable", True), Eq("resourceID", self.resource_id))
        async for page in call.server.pages(self.kind, seen, page_size=1):
            if page.items:
                return ""
        return (
            "Whether this non-billable entry is in Autotask cannot be told: the API user may lack the right to see "
            "such entries. Look in Autotask; then say that it is there, or send it again."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntryEdit(Changes):
    """Fields of an entry to be changed. `base` has the values seen when the form opened, for the same fields.

    Autotask answers 200 to `hours_worked` alone and changes nothing: send start and end with it.
    """

    kind: ClassVar = _KIND
    who: ClassVar = "last_modified_user_id"
    when: ClassVar = "last_modified_date_time"
    entry_id: Ref
    changes: Fields
    base: Fields = field(default_factory=dict)
    ticket_id: int | None = None
    resource_id: int | None = None

    @property
    def lane(self) -> str:
        return lane_of(self.ticket_id) if self.ticket_id is not None else f"resource:{self.resource_id}"

    @property
    def ticket(self) -> int | None:
        return self.ticket_id

    @property
    def record_id(self) -> int | None:
        return self.entry_id if isinstance(self.entry_id, int) else None

    @property
    def creates(self) -> bool:
        return False

    @property
    def needs(self) -> frozenset[str]:
        return needs_of(self.entry_id)

    @property
    def wanted(self) -> Fields:
        return self.changes

    def without(self, fields: Collection[str]) -> Self | None:
        rest = {attr: value for attr, value in self.changes.items() if attr not in fields}
        return replace(self, changes=rest) if rest else None

    @property
    def sentence(self) -> str:
        return f"change of a time entry ({', '.join(sorted(self.changes))})"

    def target(self, call: Call) -> int:
        return call.id_of(self.entry_id)

    def sent(self, row: TimeEntry, fields: Fields) -> Fields:
        """An entry keeps the marker by which it is found."""
        if "internal_notes" not in fields:
            return fields
        text = with_marker(str(fields["internal_notes"] or ""), marker_in(row.internal_notes))
        return {**fields, "internal_notes": text}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntryDelete(Removes):
    """An entry to be taken away. `base` has values that must still stand, such as its hours; may be empty."""

    kind: ClassVar = _KIND
    entry_id: Ref
    base: Fields = field(default_factory=dict)
    ticket_id: int | None = None
    resource_id: int | None = None

    @property
    def lane(self) -> str:
        return lane_of(self.ticket_id) if self.ticket_id is not None else f"resource:{self.resource_id}"

    @property
    def ticket(self) -> int | None:
        return self.ticket_id

    @property
    def record_id(self) -> int | None:
        return self.entry_id if isinstance(self.entry_id, int) else None

    @property
    def creates(self) -> bool:
        return False

    @property
    def needs(self) -> frozenset[str]:
        return needs_of(self.entry_id)

    @property
    def sentence(self) -> str:
        return "deletion of a time entry"

    def target(self, call: Call) -> int:
        return call.id_of(self.entry_id)
