"""Looking through entered time for doubles, a quarter of an hour later.

A request that Autotask carries out later than `settle` makes a double that no look could foresee. Its marker shows it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from autotask.entities import TimeEntry
from autotask.filters import And, Eq, Gte
from autotask.kinds import kind_of
from replica.outbox.book import Book
from replica.outbox.effects import TimeEntryCreate
from replica.outbox.effects.comparing import marker_in
from replica.outbox.op import Op, OpId, State
from replica.outbox.server import Server

_KIND = kind_of(TimeEntry)
_MARGIN = timedelta(minutes=10)
REMEMBERED = timedelta(days=2)
"""How far back a restart takes up what was not swept."""


class Sweep:
    """What was entered and is to be looked through once more, by its moment on the machine's clock."""

    def __init__(self, book: Book, after: float) -> None:
        self._book = book
        self._after = after
        self._due: dict[OpId, float] = {}
        self._ops: dict[OpId, Op] = {}

    def saw(self, ops: Iterable[Op], now: float) -> None:
        """Some ops are as they are from now on: what is done is due for a sweep later."""
        for op in ops:
            if op.state is State.DONE and not op.swept and isinstance(op.effect, TimeEntryCreate) and op.marker:
                self._due.setdefault(op.op_id, now + self._after)
                self._ops[op.op_id] = op

    def next_due(self) -> float | None:
        """When there is something to do."""
        return min(self._due.values(), default=None)

    async def run(self, server: Server, now: float) -> None:
        """Look through what is due: one question for each resource.

        Raises:
            AutotaskError: what was not looked through is due still.
        """
        of_resource: dict[int, list[Op]] = defaultdict(list)
        for op_id, due in self._due.items():
            op = self._ops[op_id]
            if due <= now and isinstance(op.effect, TimeEntryCreate):
                of_resource[op.effect.resource_id].append(op)
        for resource_id, ops in of_resource.items():
            found = await self._marked(server, resource_id, ops)
            for op in ops:
                await self._judge(op, found.get(op.marker, []))
                del self._due[op.op_id], self._ops[op.op_id]

    async def _marked(self, server: Server, resource_id: int, ops: list[Op]) -> dict[str, list[int]]:
        sent = [op.first_sent for op in ops if op.first_sent is not None]
        condition = Eq("resourceID", resource_id)
        since = And(condition, Gte("createDateTime", min(sent) - _MARGIN)) if sent else condition
        found: dict[str, list[int]] = defaultdict(list)
        async for page in server.pages(_KIND, since):
            for row in page.items:
                found[marker_in(row.internal_notes)].append(row.id)
        return found

    async def _judge(self, op: Op, ids: list[int]) -> None:
        if len(ids) < 2:
            await self._book.note(op.op_id, "looked through: there once", swept=True)
            return
        error = f"This time is in Autotask {len(ids)} times: delete the later one."
        found = tuple(sorted(ids))
        await self._book.move(op.op_id, State.HELD, "doubled", error=error, found=found, swept=True)
