"""Notes on tickets."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from autotask.entities import TicketNote
from autotask.filters import And, Filter, Gte, where
from autotask.kinds import kind_of
from replica.outbox.effects.comparing import same
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call, Check, There
from replica.outbox.effects.values import Fields, Ref, lane_of, needs_of

OF_LATE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCreate(Creates):
    """A note to be added. It carries no marker: `publish` may show it to the customer.

    `publish` and `note_type` are picklist values of the tenant.

    Attributes:
        once: several apps may write it by themselves at the same time; the same words of late by anybody will do.
        of_step: it tells colleagues of the change that it waits for, and would not be true without it.
    """

    kind: ClassVar = kind_of(TicketNote)
    born: ClassVar = "createDateTime"
    ticket_id: Ref
    title: str
    description: str
    note_type: int
    publish: int
    once: bool = False
    of_step: bool = False

    @property
    def tells(self) -> bool:
        return self.of_step

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
        return f"note “{self.title}”"

    def fields(self, call: Call) -> Fields:
        return {
            "ticket_id": call.id_of(self.ticket_id),
            "title": self.title,
            "description": self.description,
            "note_type": self.note_type,
            "publish": self.publish,
        }

    def parent(self, call: Call) -> int:
        return call.id_of(self.ticket_id)

    def anchors(self, call: Call) -> Fields:
        return {"ticket_id": call.id_of(self.ticket_id)}

    async def check(self, call: Call) -> Check:
        if self.once:
            late = And(self.like(call), Gte(self.born, call.server.server_now() - OF_LATE))
            rows = [row async for page in call.server.pages(self.kind, late) for row in page.items]
            for row in rows:
                if same(self.title, row.title) and same(self.description, row.description):
                    return There(row, row.id)
        return await Creates.check(self, call)

    def like(self, call: Call) -> Filter:
        return where(self.kind, ticket_id=call.id_of(self.ticket_id), note_type=self.note_type, publish=self.publish)

    def if_doubled(self, marker: str) -> str:
        return "note"

    def twins(self, rows: Sequence[TicketNote], call: Call) -> list[TicketNote]:
        """Without a marker, the same words by the same hand. Colleagues may well have written the same."""
        hands = [row.creator_resource_id for row in rows if row.id == call.remote_id]
        return [row for row in rows if self.equal(row, call) and row.creator_resource_id in hands]

    def equal(self, row: TicketNote, call: Call) -> bool:
        if call.author is not None and row.creator_resource_id not in (None, call.author):
            return False
        return same(self.title, row.title) and same(self.description, row.description)
