"""Lines of a ticket's checklist: ticked, and added."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from dataclasses import dataclass
from typing import Any, ClassVar

from autotask.entities import TicketChecklistItem
from autotask.filters import And, Eq, Filter, Gt
from autotask.kinds import kind_of
from replica.outbox.effects.changing import Changes
from replica.outbox.effects.comparing import same
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call, Check, Ready
from replica.outbox.effects.values import Fields, Ref, lane_of, needs_of

_KIND = kind_of(TicketChecklistItem)
NEWEST = "newest_id"
"""Key of the note that a claim takes along: the newest line that was there before this one was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistTick(Changes):
    """A line to be ticked (or not): `was` is how it stood when the key was pressed."""

    kind: ClassVar = _KIND
    who: ClassVar = "completed_by_resource_id"
    when: ClassVar = "completed_date_time"
    ticket_id: int
    item_id: int
    is_completed: bool
    was: bool
    name: str = ""

    @property
    def lane(self) -> str:
        return lane_of(self.ticket_id)

    @property
    def ticket(self) -> int | None:
        return self.ticket_id

    @property
    def record_id(self) -> int | None:
        return self.item_id

    @property
    def base(self) -> Fields:
        return {"is_completed": self.was}

    @property
    def wanted(self) -> Fields:
        return {"is_completed": self.is_completed}

    @property
    def sentence(self) -> str:
        return f"{'tick' if self.is_completed else 'untick'} “{self.name}”"

    def target(self, call: Call) -> int:
        return self.item_id

    def parent(self, call: Call) -> int:
        return self.ticket_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistAdd(Creates):
    """A line to be added at the end.

    Lines say neither who made them nor when, and may well be alike: the newest id is looked up before sending and put
    on disk with the claim, and only what is newer can be ours.
    """

    kind: ClassVar = _KIND
    ticket_id: Ref
    item_name: str
    is_important: bool = False
    position: int | None = None

    @property
    def lane(self) -> str:
        return lane_of(self.ticket_id)

    @property
    def ticket(self) -> int | None:
        return self.ticket_id if isinstance(self.ticket_id, int) else None

    @property
    def needs(self) -> frozenset[str]:
        return needs_of(self.ticket_id)

    @property
    def sentence(self) -> str:
        return f"checklist item “{self.item_name}”"

    def fields(self, call: Call) -> Fields:
        named: dict[str, Any] = {"item_name": self.item_name, "is_important": self.is_important}
        return named if self.position is None else {**named, "position": self.position}

    def parent(self, call: Call) -> int:
        return call.id_of(self.ticket_id)

    def anchors(self, call: Call) -> Fields:
        return {"ticket_id": call.id_of(self.ticket_id)}

    def like(self, call: Call) -> Filter:
        here = Eq("ticketID", call.id_of(self.ticket_id))
        newest = call.base.get(NEWEST)
        return And(here, Gt("id", newest)) if isinstance(newest, int) else here

    def equal(self, row: TicketChecklistItem, call: Call) -> bool:
        return same(self.item_name, row.item_name)

    async def check(self, call: Call) -> Check:
        if NEWEST in call.base:
            return Ready(note=call.base)
        here = Eq("ticketID", call.id_of(self.ticket_id))
        ids = [row.id async for page in call.server.pages(self.kind, here) for row in page.items]
        return Ready(note={NEWEST: max(ids, default=0)})
