"""The outbox as the loop sees it: what is live in memory, each change on disk first, then here, then told."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from replica.errors import ReplicaError
from replica.outbox.effects.effect import There
from replica.outbox.hand import Hand
from replica.outbox.op import NewOp, Op, OpId, State
from replica.outbox.store import Store

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a subscriber hears.

    Attributes:
        op: The op as it stands on disk now.
        was: The state it came from; None for a new one, the present one where only something was found out.
        remark: A sentence for the person, where there is one: a rule has set the field to something else.
    """

    op: Op
    was: State | None
    remark: str = ""


Hear: TypeAlias = Callable[[Sequence[Told]], None]
OnRow: TypeAlias = Callable[[str, int, Any | None], Awaitable[object]]
"""Takes a fresh record into the copy: collection, id, entity (None: it is gone). Awaited before the op is told done,
so that the overlay goes in the moment the row is there."""


class Book:
    """Live ops, and those over that others wait for. Belongs to the loop."""

    def __init__(self, store: Store, hand: Hand, on_row: OnRow | None) -> None:
        self.store = store
        self.hand = hand
        self._on_row = on_row
        self._live: dict[OpId, Op] = {}
        self._over: dict[OpId, Op] = {}
        self._hearers: list[Hear] = []
        self._version = 0

    def read(self) -> list[Op]:
        """What is live on disk, and what of the rest matters here. For the hand."""
        self._version = self.store.data_version()
        fresh = self.store.live()
        ids = {op.op_id for op in fresh}
        needed = {op_id for op in fresh for op_id in waits_for(op)}
        return [*self.store.some((needed | self._live.keys()) - ids).values(), *fresh]

    def take(self, ops: Iterable[Op], remark: str = "") -> list[Op]:
        """Some ops are like this from now on: remember it, and tell of those that were otherwise."""
        told = []
        for op in ops:
            known = self.get(op.op_id)
            if known == op and not remark:
                continue
            if op.live:
                self._live[op.op_id] = op
                self._over.pop(op.op_id, None)
            else:
                self._live.pop(op.op_id, None)
                self._over[op.op_id] = op
            told.append(Told(op, known.state if known else None, remark))
        self._let_go()
        for hear in tuple(self._hearers) if told else ():
            try:
                hear(told)
            except Exception:
                logger.exception("a listener to the outbox failed")
        return [each.op for each in told]

    async def news_from_others(self) -> bool:
        """Look whether another process has changed something, and take it up."""
        if await self.hand.do(self.store.data_version) == self._version:
            return False
        self.take(await self.hand.do(self.read))
        return True

    def get(self, op_id: OpId) -> Op | None:
        """An op that is live, or that a live one waits for."""
        return self._live.get(op_id) or self._over.get(op_id)

    def live(self) -> list[Op]:
        """Every op that is not over, in the order of handing in."""
        return sorted(self._live.values(), key=lambda op: op.seq)

    async def submit(self, act: str, news: Sequence[NewOp], window: float, *, marked: bool) -> list[Op]:
        """See `Store.submit`."""
        ops = await self.hand.do(self.store.submit, act, news, window, marked=marked)
        self.take(ops)
        return ops

    async def claim(self, op_id: OpId, at: datetime, base: Any = None) -> Op | None:
        """See `Store.claim`."""
        return self._took(await self.hand.do(self.store.claim, op_id, at, base))

    async def move(
        self,
        op_id: OpId,
        to: State,
        why: str,
        *,
        was: Collection[State] | None = None,
        remark: str = "",
        **changes: Any,
    ) -> Op | None:
        """See `Store.move`."""
        return self._took(await self.hand.do(self.store.move, op_id, to, why, was=was, **changes), remark)

    async def done(self, op: Op, there: There, why: str, **changes: Any) -> Op | None:
        """It is in Autotask: on disk, then in the copy, then told."""
        if there.makes:
            changes |= {"remote_kind": op.effect.collection, "remote_id": there.record_id}
        moved = await self.hand.do(
            self.store.move, op.op_id, State.DONE, why, error="", clashes=(), found=(), **changes
        )
        if moved is not None and self._on_row is not None:
            try:
                await self._on_row(op.effect.collection, there.record_id, there.row)
            except ReplicaError as error:
                logger.warning("a written record did not reach the copy: %s", error)
        return self._took(moved, there.remark)

    async def note(self, op_id: OpId, why: str, *, remark: str = "", **changes: Any) -> Op | None:
        """See `Store.note`."""
        return self._took(await self.hand.do(self.store.note, op_id, why, **changes), remark)

    async def several(self, work: Callable[..., list[Op]], *args: Any) -> list[Op]:
        """Something of the store that changes some ops."""
        return self.take(await self.hand.do(work, *args))

    def subscribe(self, hear: Hear) -> Callable[[], None]:
        """Call `hear` with every change from now on. Returns how to stop."""
        self._hearers.append(hear)
        return lambda: self._hearers.remove(hear)

    def _took(self, op: Op | None, remark: str = "") -> Op | None:
        if op is not None:
            self.take([op], remark)
        return op

    def _let_go(self) -> None:
        """What is over stays as long as somebody waits for it, and a while for the eye."""
        if len(self._over) > _REMEMBERED:
            needed = {op_id for op in self._live.values() for op_id in waits_for(op)}
            spare = [op_id for op_id in self._over if op_id not in needed]
            for op_id in spare[: len(self._over) - _REMEMBERED // 2]:
                del self._over[op_id]


_REMEMBERED = 400


def waits_for(op: Op) -> frozenset[OpId]:
    """The ops that have to be done before this one may go."""
    return op.effect.needs if op.after is None else op.effect.needs | {op.after}
