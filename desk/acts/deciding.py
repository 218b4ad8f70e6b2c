"""What a person decides about what was entered: send it again, give it up, edit it, keep mine or take theirs."""

from collections.abc import Callable, Coroutine
from typing import Any

from desk.acts.acting import ANEW
from desk.acts.answers import Done, NotDone, Outcome, Verdict
from desk.acts.commands import Command
from desk.acts.known import Known
from desk.acts.planning_ticket import label_of
from desk.acts.reopening import command_of
from desk.acts.steps import telling_of
from desk.acts.told import ClashLine, Conflict
from desk.acts.write_words import Words
from desk.model import ItemId
from replica.outbox.errors import OutboxError
from replica.outbox.op import FOR_A_PERSON, Op, State
from replica.outbox.outbox import Outbox


class Deciding:
    """Decisions, and what they are made from."""

    def __init__(
        self, known: Known, outbox: Outbox, item_of: Callable[[Op], ItemId | None], *, read_only: str = ""
    ) -> None:
        """`item_of` tells on which item an op is shown."""
        self._known = known
        self._outbox = outbox
        self._item_of = item_of
        self._read_only = read_only
        self._words = Words(known)

    async def retry(self, op_id: str) -> Outcome:
        return await self._decided(self._outbox.retry(op_id), "Sent again")

    async def drop(self, op_id: str) -> Outcome:
        return await self._decided(self._outbox.drop(op_id), "Dropped; what was typed stays in the log")

    async def keep_mine(self, op_id: str) -> Outcome:
        return await self._decided(self._outbox.keep_mine(op_id), "Yours goes over theirs")

    async def take_theirs(self, op_id: str) -> Outcome:
        return await self._decided(self._outbox.take_theirs(op_id), "Theirs stays")

    async def adopt(self, op_id: str, remote_id: int) -> Outcome:
        return await self._decided(self._outbox.adopt(op_id, remote_id), "Found")

    async def _decided(self, work: Coroutine[Any, Any, bool], says: str) -> Outcome:
        if self._read_only:
            work.close()
            return NotDone(Verdict(), self._read_only)
        try:
            if await work:
                return Done("", says)
        except OutboxError as error:
            return NotDone(Verdict(), str(error))
        return NotDone(Verdict(), "It is on its way or over by now: look again.")

    def conflict(self, op_id: str) -> Conflict | None:
        op = self._live(op_id)
        if op is not None and op.effect.tells:
            op = self._live(op.after)
        if op is None or op.state is not State.CONFLICT:
            return None
        item, first = self._item_of(op), op.clashes[0] if op.clashes else None
        lines = tuple(
            ClashLine(
                clash.field,
                label_of(clash.field),
                self._words.value(clash.field, clash.base),
                self._words.value(clash.field, clash.mine),
                self._words.value(clash.field, clash.theirs),
            )
            for clash in op.clashes
        )
        clashing = {clash.field for clash in op.clashes}
        return Conflict(
            op_id=op.op_id,
            item=item,
            ticket=self._known.called(item),
            lines=lines,
            who="" if first is None else self._known.state.tenant.name_for(first.who, self._known.me),
            at=None if first is None else first.at,
            others=tuple(label_of(at) for at in op.effect.wanted if at not in clashing),
        )

    async def reopen(self, op_id: str) -> Command | None:
        """The command of an op that can be entered anew; see the surface."""
        op = self._live(op_id)
        if op is None or op.state not in (State.PENDING, *FOR_A_PERSON):
            return None
        step = self._live(op.after) if op.effect.tells else None
        if step is not None and self._outbox.waiting(op):
            op = step
        elif op.state is State.PENDING:
            op = telling_of(op, self._outbox.live) or op
        note = telling_of(op, self._outbox.live)
        return command_of(op.effect, f"{ANEW}{op.op_id}", self._known.layer.id_of, note.effect if note else None)

    def _live(self, op_id: str | None) -> Op | None:
        return next((op for op in self._outbox.live if op.op_id == op_id), None)
