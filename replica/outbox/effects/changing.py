"""Changing a record by field, three ways: what was seen when the edit began, what is wanted, and what is there now."""

# ruff: noqa: ARG002 - all kinds of writes share one set of signatures

from abc import abstractmethod
from typing import Any, ClassVar

from autotask.kinds import Kind
from replica.outbox.effects.comparing import same
from replica.outbox.effects.effect import Absent, Call, Check, Effect, Finding, Impossible, Moved, Ready, There
from replica.outbox.effects.values import Clash, Fields


class Changes(Effect):
    """Fields of one record to be set."""

    __slots__ = ()
    kind: ClassVar[Kind[Any]]
    who: ClassVar[str | None] = None
    """Our name of the field that says who touched the record last."""
    when: ClassVar[str | None] = None
    """Our name of the field that says when."""

    @property
    def collection(self) -> str:
        return self.kind.name

    @abstractmethod
    def target(self, call: Call) -> int:
        """The id of the record."""

    def parent(self, call: Call) -> int | None:
        """The record that it hangs under, for writing."""
        return None

    def sent(self, row: Any, fields: Fields) -> Fields:
        """What goes out for the fields that differ; more of them where Autotask wants some together."""
        return fields

    async def check(self, call: Call) -> Check:
        row = await call.server.get(self.kind, self.target(call))
        if row is None:
            return Impossible(f"{self.collection} {self.target(call)} is not there any more.")
        differing = {attr: mine for attr, mine in self.wanted.items() if not same(mine, getattr(row, attr))}
        if not differing:
            return There(row, self.target(call))
        if clashes := self._clashes(row, call, differing):
            return Moved(clashes)
        # What stands there is noted, also where no form had seen it: it tells "undone" from "changed by another".
        seen = {attr: getattr(row, attr) for attr in differing if attr not in call.base}
        return Ready(self.sent(row, differing), note={**call.base, **seen} if seen else {})

    async def send(self, call: Call, ready: Ready) -> None:
        await call.server.change(
            self.kind, self.target(call), ready.fields, under=self.parent(call), as_resource=call.author
        )

    async def find(self, call: Call) -> Finding:
        row = await call.server.get(self.kind, self.target(call))
        if row is None:
            return Absent(f"{self.collection} {self.target(call)} is not there any more.")
        differing = {attr: mine for attr, mine in self.wanted.items() if not same(mine, getattr(row, attr))}
        if not differing:
            return There(row, self.target(call))
        as_before = [attr for attr in differing if same(call.base.get(attr), getattr(row, attr))]
        if as_before:
            return Absent(" ".join(self._words(call, attr, row, "is still") for attr in as_before))
        if call.answered:
            remark = " ".join(self._words(call, attr, row, "was set by something else to") for attr in differing)
            return There(row, self.target(call), remark=remark)
        return Moved(self._clashes(row, call, differing))

    def _clashes(self, row: Any, call: Call, differing: Fields) -> tuple[Clash, ...]:
        return tuple(
            Clash(
                attr,
                call.base.get(attr),
                mine,
                getattr(row, attr),
                getattr(row, self.who) if self.who else None,
                getattr(row, self.when) if self.when else None,
            )
            for attr, mine in differing.items()
            if attr in call.base and not same(call.base[attr], getattr(row, attr))
        )

    def _words(self, call: Call, attr: str, row: Any, verb: str) -> str:
        name = attr.removesuffix("_id").replace("_", " ")
        return f"{name} {verb} {call.words(attr, getattr(row, attr))}."
