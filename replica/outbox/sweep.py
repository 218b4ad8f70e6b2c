"""Looking through what was made for doubles, a quarter of an hour later.

A request that Autotask carries out later than `settle` makes a double that no look could foresee. The marker of an
entry or a ticket shows it; of notes, which carry none, the same words by the same hand that no other op has made.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from autotask.filters import And, Filter, Gte
from autotask.kinds import Kind
from replica.outbox.book import Book
from replica.outbox.calling import call_for
from replica.outbox.effects.creating import Creates
from replica.outbox.effects.effect import Call
from replica.outbox.effects.values import Value
from replica.outbox.op import Op, OpId, State
from replica.outbox.server import Server
from replica.outbox.settings import OutboxSettings

REMEMBERED = timedelta(days=2)
"""How far back a restart takes up what was not swept."""


@dataclass(slots=True)
class _Waiting:
    """An op that is to be looked through, and when by the machine's clock."""

    op: Op
    effect: Creates
    due: float


class Sweep:
    """What was made and is to be looked through once more."""

    def __init__(self, book: Book, settings: OutboxSettings, words: Callable[[str, Value], str]) -> None:
        self._book = book
        self._after = settings.sweep_after
        self._words = words
        self._waiting: dict[OpId, _Waiting] = {}

    def saw(self, ops: Iterable[Op], now: float) -> None:
        """Some ops are as they are from now on: what is done is due for a sweep later."""
        for op in ops:
            effect = op.effect
            if op.state is not State.DONE or op.swept or not isinstance(effect, Creates):
                continue
            if effect.if_doubled(op.marker):
                self._waiting.setdefault(op.op_id, _Waiting(op, effect, now + self._after))

    def next_due(self) -> float | None:
        """When there is something to do."""
        return min((each.due for each in self._waiting.values()), default=None)

    def put_off(self, now: float) -> None:
        """What is due could not be looked through: once more as much later."""
        for each in self._all_due(now):
            each.due = now + self._after

    async def run(self, server: Server, now: float) -> None:
        """Look through what is due: one question for each place where something was made.

        Raises:
            AutotaskError: what was not looked through is due still.
        """
        crowds: dict[tuple[Kind[Any], Filter], list[tuple[_Waiting, Call]]] = defaultdict(list)
        for each in self._all_due(now):
            call = await call_for(self._book, server, each.op, words=self._words)
            crowds[each.effect.kind, each.effect.crowd(call)].append((each, call))
        for (kind, crowd), looked_for in crowds.items():
            condition = _since_the_first(crowd, looked_for)
            rows = [row async for page in server.pages(kind, condition) for row in page.items]
            for each, call in looked_for:
                await self._judge(each, call, rows, now)

    def _all_due(self, now: float) -> list[_Waiting]:
        return [each for each in self._waiting.values() if each.due <= now]

    async def _judge(self, each: _Waiting, call: Call, rows: Sequence[Any], now: float) -> None:
        op, effect = each.op, each.effect
        ids = {row.id for row in effect.twins(rows, call)}
        ids -= await self._book.hand.do(self._book.store.claimed, effect.collection, ids, op.op_id)
        if len(ids) < 2:
            await self._book.note(op.op_id, "looked through: there once", swept=True)
        elif effect.carries(rows[0], op.marker) is None and self._has_rivals(op):
            each.due = now + self._after
            return
        else:
            error = (
                f"This {effect.if_doubled(op.marker)} is in Autotask {len(ids)} times: take the later one away there."
            )
            found = tuple(sorted(ids))
            await self._book.move(op.op_id, State.HELD, "doubled", error=error, found=found, swept=True)
        del self._waiting[op.op_id]

    def _has_rivals(self, op: Op) -> bool:
        """Whether what bears no marker may be another op's, which was sent and has not found its record yet."""
        return any(
            other.attempts and (other.kind, other.lane) == (op.kind, op.lane)
            for other in self._book.live()
            if other.op_id != op.op_id
        )


def _since_the_first(crowd: Filter, looked_for: Sequence[tuple[_Waiting, Call]]) -> Filter:
    """What meets a condition and is not older than the first attempt at any of some ops."""
    born = looked_for[0][0].effect.born
    since = [call.since for _, call in looked_for if call.since is not None]
    return And(crowd, Gte(born, min(since))) if since and born is not None else crowd
