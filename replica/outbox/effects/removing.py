"""Deleting a record."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from abc import abstractmethod
from typing import Any, ClassVar

from autotask.errors import Refused
from autotask.kinds import Kind
from replica.outbox.effects.comparing import same
from replica.outbox.effects.effect import Absent, Call, Check, Effect, Finding, Moved, Ready, There
from replica.outbox.effects.values import Clash


class Removes(Effect):
    """One record to be deleted. One that is gone already is what was wanted."""

    __slots__ = ()
    kind: ClassVar[Kind[Any]]

    @property
    def collection(self) -> str:
        return self.kind.name

    @abstractmethod
    def target(self, call: Call) -> int:
        """The id of the record."""

    def parent(self, call: Call) -> int | None:
        """The record that it hangs under, for writing."""
        return None

    async def check(self, call: Call) -> Check:
        row = await call.server.get(self.kind, self.target(call))
        if row is None:
            return There(None, self.target(call))
        clashes = tuple(
            Clash(attr, seen, None, getattr(row, attr))
            for attr, seen in call.base.items()
            if not same(seen, getattr(row, attr))
        )
        return Moved(clashes) if clashes else Ready()

    async def send(self, call: Call, ready: Ready) -> None:
        try:
            await call.server.delete(self.kind, self.target(call), under=self.parent(call), as_resource=call.author)
        except Refused:
            # "No matching records found" is also the answer when somebody else was quicker.
            if await call.server.get(self.kind, self.target(call)) is not None:
                raise

    async def find(self, call: Call) -> Finding:
        row: Any = await call.server.get(self.kind, self.target(call))
        return There(None, self.target(call)) if row is None else Absent("It is still there.")
