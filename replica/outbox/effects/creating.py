"""Making a record, and finding it again: by the id that came back, by its marker, or by what it says."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from autotask.filters import And, Filter, Gte
from autotask.kinds import Kind
from replica.outbox.effects.comparing import same
from replica.outbox.effects.effect import Absent, Call, Effect, Finding, Ready, Several, There, Unseeable
from replica.outbox.effects.values import Fields


class Creates(Effect):
    """A record to be made. A subclass says what is sent, under what, and how its like is asked for."""

    __slots__ = ()
    kind: ClassVar[Kind[Any]]
    """The kind of the record."""
    born: ClassVar[str | None] = None
    """Autotask's name of the field that says when it was made."""

    @property
    def collection(self) -> str:
        return self.kind.name

    @abstractmethod
    def fields(self, call: Call) -> Fields:
        """What is sent."""

    @abstractmethod
    def like(self, call: Call) -> Filter:
        """A condition that the record meets, and few others."""

    @abstractmethod
    def anchors(self, call: Call) -> Fields:
        """The fields that no rule rewrites: by them a record under the id that came back is told from a stranger's."""

    def parent(self, call: Call) -> int | None:
        """The record that it is made under; None for one that stands at the top."""
        return None

    def carries(self, row: Any, marker: str) -> bool | None:
        """Whether a record carries a marker; None for a kind, or an op, that carries none."""
        return None

    def equal(self, row: Any, call: Call) -> bool:
        """Whether a record says what this op would have made it say."""
        return all(same(value, getattr(row, attr)) for attr, value in self.fields(call).items())

    def if_doubled(self, marker: str) -> str:
        """What a second record of this op would be: a noun for a sentence. "" where it could not be told from one that
        somebody meant: most kinds carry nothing by which they are known."""
        return ""

    def crowd(self, call: Call) -> Filter:
        """A condition that doubles meet; the wider, the more ops are looked through by one question."""
        return self.like(call)

    def twins(self, rows: Sequence[Any], call: Call) -> list[Any]:
        """Which of some records are this op, as far as they say themselves."""
        return [row for row in rows if self._mine(row, call)]

    async def unseeable(self, call: Call) -> str:
        """Why absence proves nothing, as a sentence; "" where it proves that the record was not made."""
        return ""

    async def send(self, call: Call, ready: Ready) -> int:
        return await call.server.create(self.kind, self.fields(call), under=self.parent(call), as_resource=call.author)

    async def find(self, call: Call) -> Finding:
        if call.remote_id is not None:
            row = await call.server.get(self.kind, call.remote_id)
            if row is not None and all(same(value, getattr(row, at)) for at, value in self.anchors(call).items()):
                return There(row, call.remote_id, makes=True)
        condition = self.like(call)
        if call.since is not None and self.born is not None:
            condition = And(condition, Gte(self.born, call.since))
        rows = [row async for page in call.server.pages(self.kind, condition) for row in page.items]
        mine = {row.id: row for row in rows if self._mine(row, call)}
        if mine and call.claimed is not None:
            for taken in await call.claimed(self.kind.name, tuple(mine)):
                del mine[taken]
        if len(mine) > 1:
            return Several(tuple(sorted(mine)))
        for id_, row in mine.items():
            return There(row, id_, makes=True)
        why = await self.unseeable(call)
        return Unseeable(why) if why else Absent()

    def _mine(self, row: Any, call: Call) -> bool:
        carries = self.carries(row, call.marker)
        return self.equal(row, call) if carries is None else carries
