"""Second hands on a ticket."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from dataclasses import dataclass
from typing import ClassVar

from autotask.entities import TicketSecondaryResource
from autotask.filters import Filter, where
from autotask.kinds import kind_of
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call, Check, Ready, There
from replica.outbox.effects.removing import Removes
from replica.outbox.effects.values import Fields, Ref, lane_of, needs_of

_KIND = kind_of(TicketSecondaryResource)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryAdd(Creates):
    """A resource to be added in a role it holds. One who is there already is what was wanted."""

    kind: ClassVar = _KIND
    ticket_id: Ref
    resource_id: int
    role_id: int

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
        return f"resource {self.resource_id} added"

    def fields(self, call: Call) -> Fields:
        return {
            "ticket_id": call.id_of(self.ticket_id),
            "resource_id": self.resource_id,
            "role_id": self.role_id,
        }

    def parent(self, call: Call) -> int:
        return call.id_of(self.ticket_id)

    def anchors(self, call: Call) -> Fields:
        return {"ticket_id": call.id_of(self.ticket_id), "resource_id": self.resource_id}

    def like(self, call: Call) -> Filter:
        return where(self.kind, ticket_id=call.id_of(self.ticket_id), resource_id=self.resource_id)

    def equal(self, row: TicketSecondaryResource, call: Call) -> bool:
        return True

    async def check(self, call: Call) -> Check:
        async for page in call.server.pages(self.kind, self.like(call)):
            for row in page.items:
                return There(row, row.id)
        return Ready()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryRemove(Removes):
    """A resource to be taken off a ticket: `link_id` is the id of the record that puts it there."""

    kind: ClassVar = _KIND
    ticket_id: int
    link_id: int
    resource_id: int

    @property
    def lane(self) -> str:
        return lane_of(self.ticket_id)

    @property
    def ticket(self) -> int | None:
        return self.ticket_id

    @property
    def record_id(self) -> int | None:
        return self.link_id

    @property
    def sentence(self) -> str:
        return f"resource {self.resource_id} removed"

    def target(self, call: Call) -> int:
        return self.link_id

    def parent(self, call: Call) -> int:
        return self.ticket_id
